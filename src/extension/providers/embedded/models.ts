/** What the built-in provider offers, as data: two models with their typed parameters. */
import * as l10n from '@vscode/l10n';
import type { ModelSpec, ParameterSpec } from '../../../shared/model.ts';
import { promptLimit, seedRange, spriteScale, spriteSize, spriteSizes, textureDetail, textureSide } from './limits.ts';
import { type PaletteName, type PatternName, type SymmetryName, paletteNames, patternNames, symmetryNames } from './names.ts';

/** Made on call, when the words of the user's language are there. */
export function embeddedModels(): readonly ModelSpec[] {
  return [textureModel(), spriteModel()];
}

function seed(): ParameterSpec {
  // No default: the form draws a new seed for each generation.
  return {
    name: 'seed', label: l10n.t('Seed'), type: 'seed', minimum: seedRange.minimum, maximum: seedRange.maximum,
    help: l10n.t('The same words, settings and seed always give the same picture, byte for byte.'),
  };
}

function textureModel(): ModelSpec {
  const side = { type: 'integer', step: 1, ...textureSide, help: l10n.t('In pixels.') } as const;
  return {
    id: 'texture',
    label: l10n.t('Texture'),
    operation: 'text-to-image',
    promptLimit,
    price: 0,
    parameters: [
      { name: 'width', label: l10n.t('Width'), ...side },
      { name: 'height', label: l10n.t('Height'), ...side },
      { name: 'tileable', label: l10n.t('Tileable'), type: 'boolean', default: true, help: l10n.t('Opposite edges continue each other.') },
      {
        name: 'pattern', label: l10n.t('Pattern'), type: 'choice', default: 'auto', help: l10n.t('Auto chooses by the words of the prompt.'),
        choices: [{ value: 'auto', label: l10n.t('Auto') }, ...choices(patternNames, patternLabels())],
      },
      { name: 'detail', label: l10n.t('Detail'), type: 'number', step: 0.05, ...textureDetail, help: l10n.t('How strong the smallest forms are.') },
      seed(),
    ],
  };
}

function spriteModel(): ModelSpec {
  return {
    id: 'sprite',
    label: l10n.t('Sprite'),
    operation: 'text-to-image',
    promptLimit,
    price: 0,
    parameters: [
      {
        name: 'size', label: l10n.t('Size'), type: 'choice', default: spriteSize, help: l10n.t('In cells.'),
        choices: spriteSizes.map(size => ({ value: size, label: `${size} × ${size}` })),
      },
      {
        name: 'scale', label: l10n.t('Scale'), type: 'integer', step: 1, ...spriteScale,
        help: l10n.t('Pixels per cell: size 32 at scale 8 gives 256 × 256 pixels.'),
      },
      { name: 'outline', label: l10n.t('Outline'), type: 'boolean', default: true },
      { name: 'palette', label: l10n.t('Palette'), type: 'choice', default: 'natural', choices: choices(paletteNames, paletteLabels()) },
      {
        name: 'symmetry', label: l10n.t('Symmetry'), type: 'choice', default: 'natural', help: l10n.t('Mirror makes the right half an image of the left one.'),
        choices: choices(symmetryNames, symmetryLabels()),
      },
      seed(),
    ],
  };
}

function choices<Name extends string>(names: readonly Name[], labels: Readonly<Record<Name, string>>): { value: string; label: string }[] {
  return names.map(name => ({ value: name, label: labels[name] }));
}

function patternLabels(): Record<PatternName, string> {
  return {
    rock: l10n.t('Rock'), bricks: l10n.t('Bricks'), cobble: l10n.t('Cobblestones'), tiles: l10n.t('Tiles'), planks: l10n.t('Planks'),
    bark: l10n.t('Bark'), moss: l10n.t('Moss'), grass: l10n.t('Grass'), leaves: l10n.t('Leaves'), sand: l10n.t('Sand'),
    gravel: l10n.t('Gravel'), snow: l10n.t('Snow'), lava: l10n.t('Lava'), ice: l10n.t('Ice'), water: l10n.t('Water'),
    marble: l10n.t('Marble'), metal: l10n.t('Metal'), weave: l10n.t('Weave'), leather: l10n.t('Leather'), scales: l10n.t('Scales'),
    crystal: l10n.t('Crystal'), clouds: l10n.t('Clouds'), nebula: l10n.t('Nebula'), flow: l10n.t('Flowing paint'),
  };
}

function paletteLabels(): Record<PaletteName, string> {
  return {
    natural: l10n.t('Natural'), vivid: l10n.t('Vivid'), muted: l10n.t('Muted'), warm: l10n.t('Warm'), cold: l10n.t('Cold'),
    sepia: l10n.t('Sepia'), grey: l10n.t('Grey'), pocket: l10n.t('Four greens'),
  };
}

function symmetryLabels(): Record<SymmetryName, string> {
  return { natural: l10n.t('Natural'), mirror: l10n.t('Mirror') };
}
