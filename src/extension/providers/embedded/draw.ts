/** The whole of the built-in drawing as one pure function: a request gives a PNG, and always the same one. */
import { type DrawingRequest, drawingOf } from './settings.ts';
import { drawSprite } from './sprite/sprite.ts';
import { drawTexture } from './texture/texture.ts';

/**
 * Draws a picture.
 * @param onProgress told between bands of rows, from 0 rising to 1
 * @throws {UnusableValue} when a parameter is out of bounds
 */
export function draw(request: DrawingRequest, onProgress: (progress: number) => void = () => {}): Uint8Array<ArrayBuffer> {
  const drawing = drawingOf(request);
  switch (drawing.model) {
    case 'texture': return drawTexture(request.prompt, drawing.settings, onProgress);
    case 'sprite': return drawSprite(request.prompt, drawing.settings, onProgress);
  }
}
