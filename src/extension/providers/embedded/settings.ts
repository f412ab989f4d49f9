/** From a request's parameters to what a drawing needs, with nothing missing and nothing out of bounds. */
import type { GenerationRequest, ParameterValue, Parameters } from '../../../shared/model.ts';
import { seedRange, soundRate, soundRates, soundSeconds, spriteScale, spriteSize, spriteSizes, textureDetail, textureSide } from './limits.ts';
import { paletteNames, patternNames, soundNames, symmetryNames } from './names.ts';
import type { SoundSettings } from './sound/sound.ts';
import type { SpriteSettings } from './sprite/sprite.ts';
import type { TextureSettings } from './texture/texture.ts';

/** What of a request the drawing looks at. */
export type DrawingRequest = Pick<GenerationRequest, 'model' | 'prompt' | 'parameters'>;

export type Drawing =
  | { readonly model: 'texture'; readonly settings: TextureSettings }
  | { readonly model: 'sprite'; readonly settings: SpriteSettings }
  | { readonly model: 'sound'; readonly settings: SoundSettings };

/** A parameter (or the model) with a value that can't be made. */
export class UnusableValue extends RangeError {
  readonly field: string;
  readonly value: ParameterValue;

  constructor(field: string, value: ParameterValue) {
    super(`${field} can't be ${value}`);
    this.name = 'UnusableValue';
    this.field = field;
    this.value = value;
  }
}

/** @throws {UnusableValue} */
export function drawingOf({ model, parameters }: DrawingRequest): Drawing {
  switch (model) {
    case 'texture':
      return {
        model,
        settings: {
          width: whole(parameters, 'width', textureSide),
          height: whole(parameters, 'height', textureSide),
          tileable: truth(parameters, 'tileable', true),
          pattern: choice(parameters, 'pattern', ['auto', ...patternNames], 'auto'),
          detail: number(parameters, 'detail', textureDetail),
          seed: whole(parameters, 'seed', seedRange),
        },
      };
    case 'sprite':
      return {
        model,
        settings: {
          size: Number(choice(parameters, 'size', spriteSizes, spriteSize)),
          scale: whole(parameters, 'scale', spriteScale),
          outline: truth(parameters, 'outline', true),
          palette: choice(parameters, 'palette', paletteNames, 'natural'),
          symmetry: choice(parameters, 'symmetry', symmetryNames, 'natural'),
          seed: whole(parameters, 'seed', seedRange),
        },
      };
    case 'sound':
      return {
        model,
        settings: {
          kind: choice(parameters, 'kind', ['auto', ...soundNames], 'auto'),
          duration: parameters['duration'] === undefined ? null : number(parameters, 'duration', { ...soundSeconds, default: soundSeconds.minimum }),
          rate: Number(choice(parameters, 'rate', soundRates, soundRate)),
          stereo: truth(parameters, 'stereo', false),
          loop: truth(parameters, 'loop', false),
          seed: whole(parameters, 'seed', seedRange),
        },
      };
    default:
      throw new UnusableValue('model', model);
  }
}

interface Range {
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

function number(parameters: Parameters, name: string, range: Range): number {
  const value = parameters[name] ?? range.default;
  if (typeof value !== 'number' || !(value >= range.minimum && value <= range.maximum)) throw new UnusableValue(name, value);
  return value;
}

function whole(parameters: Parameters, name: string, range: Range): number {
  const value = number(parameters, name, range);
  if (!Number.isInteger(value)) throw new UnusableValue(name, value);
  return value;
}

function truth(parameters: Parameters, name: string, byDefault: boolean): boolean {
  const value = parameters[name] ?? byDefault;
  if (typeof value !== 'boolean') throw new UnusableValue(name, value);
  return value;
}

function choice<T extends string>(parameters: Parameters, name: string, allowed: readonly T[], byDefault: T): T {
  const value = parameters[name] ?? byDefault;
  const found = allowed.find(candidate => candidate === value);
  if (found === undefined) throw new UnusableValue(name, value);
  return found;
}
