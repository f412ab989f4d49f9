/** The whole of the built-in provider's making as one pure function: a request gives a PNG or a WAV, and always the same one. */
import { type DrawingRequest, drawingOf } from './settings.ts';
import { makeSound } from './sound/sound.ts';
import { drawSprite } from './sprite/sprite.ts';
import { drawTexture } from './texture/texture.ts';

/**
 * Draws a picture or makes a sound.
 * @param onProgress told between bands of rows or stretches of samples, from 0 rising to 1
 * @throws {UnusableValue} when a parameter is out of bounds
 */
export function draw(request: DrawingRequest, onProgress: (progress: number) => void = () => {}): Uint8Array<ArrayBuffer> {
  const drawing = drawingOf(request);
  switch (drawing.model) {
    case 'texture': return drawTexture(request.prompt, drawing.settings, onProgress);
    case 'sprite': return drawSprite(request.prompt, drawing.settings, onProgress);
    case 'sound': return makeSound(request.prompt, drawing.settings, onProgress);
  }
}
