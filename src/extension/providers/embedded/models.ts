/** What the built-in provider offers, as data: three models with their typed parameters. */
import * as l10n from '@vscode/l10n';
import type { ModelSpec, ParameterSpec } from '../../../shared/model.ts';
import { promptLimit, seedRange, soundRate, soundRates, soundSeconds, spriteScale, spriteSize, spriteSizes, textureDetail, textureSide } from './limits.ts';
import { type PaletteName, type PatternName, type SoundName, type SymmetryName, paletteNames, patternNames, soundNames, symmetryNames } from './names.ts';

/** Made on call, when the words of the user's language are there. */
export function embeddedModels(): readonly ModelSpec[] {
  return [textureModel(), spriteModel(), soundModel()];
}

function seed(help = l10n.t('The same words, settings and seed always give the same picture, byte for byte.')): ParameterSpec {
  // No default: the form draws a new seed for each generation.
  return {
    name: 'seed', label: l10n.t('Seed'), type: 'seed', minimum: seedRange.minimum, maximum: seedRange.maximum, help,
  };
}

function textureModel(): ModelSpec {
  const group = l10n.t('Surface');
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
      { name: 'tileable', label: l10n.t('Tileable'), group, type: 'boolean', default: true, help: l10n.t('Opposite edges continue each other.') },
      {
        name: 'pattern', label: l10n.t('Pattern'), group, type: 'choice', default: 'auto', help: l10n.t('Auto chooses by the words of the prompt.'),
        choices: [{ value: 'auto', label: l10n.t('Auto') }, ...choices(patternNames, patternLabels())],
      },
      { name: 'detail', label: l10n.t('Detail'), group, type: 'number', step: 0.05, ...textureDetail, help: l10n.t('How strong the smallest forms are.') },
      seed(),
    ],
  };
}

function spriteModel(): ModelSpec {
  const group = l10n.t('Look');
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
      { name: 'outline', label: l10n.t('Outline'), group, type: 'boolean', default: true },
      { name: 'palette', label: l10n.t('Palette'), group, type: 'choice', default: 'natural', choices: choices(paletteNames, paletteLabels()) },
      {
        name: 'symmetry', label: l10n.t('Symmetry'), group, type: 'choice', default: 'natural', help: l10n.t('Mirror makes the right half an image of the left one.'),
        choices: choices(symmetryNames, symmetryLabels()),
      },
      seed(),
    ],
  };
}

function soundModel(): ModelSpec {
  const group = l10n.t('Format');
  return {
    id: 'sound',
    label: l10n.t('Sound'),
    operation: 'text-to-audio',
    promptLimit,
    price: 0,
    parameters: [
      {
        name: 'kind', label: l10n.t('Kind'), type: 'choice', default: 'auto', help: l10n.t('Auto chooses by the words of the prompt.'),
        choices: [{ value: 'auto', label: l10n.t('Auto') }, ...choices(soundNames, soundLabels())],
      },
      // No default: a coin is shorter than a thunder.
      { name: 'duration', label: l10n.t('Duration'), type: 'number', step: 0.05, ...soundSeconds, help: l10n.t('In seconds. Left empty, it lasts as long as such a sound does.') },
      {
        name: 'rate', label: l10n.t('Sample rate'), group, type: 'choice', default: soundRate,
        choices: soundRates.map(rate => ({ value: rate, label: l10n.t('{0} Hz', rate) })),
      },
      { name: 'stereo', label: l10n.t('Stereo'), group, type: 'boolean', default: false },
      { name: 'loop', label: l10n.t('Loop'), group, type: 'boolean', default: false, help: l10n.t('Its end goes over into its beginning.') },
      seed(l10n.t('The same words, settings and seed always give the same sound, byte for byte.')),
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
    sepia: l10n.t('Sepia'), grey: l10n.t('Gray'), pocket: l10n.t('Four greens'),
  };
}

function soundLabels(): Record<SoundName, string> {
  return {
    coin: l10n.t('Coin'), jump: l10n.t('Jump'), laser: l10n.t('Laser'), powerup: l10n.t('Power-up'), hurt: l10n.t('Hurt'), click: l10n.t('Click'),
    beep: l10n.t('Beep'), blip: l10n.t('Blip'), alarm: l10n.t('Alarm'), buzzer: l10n.t('Buzzer'), magic: l10n.t('Magic'),
    success: l10n.t('Success'), failure: l10n.t('Failure'), teleport: l10n.t('Teleport'), zap: l10n.t('Zap'), pop: l10n.t('Pop'),
    shot: l10n.t('Shot'), explosion: l10n.t('Explosion'), footstep: l10n.t('Footstep'), door: l10n.t('Door'), hit: l10n.t('Hit'),
    knock: l10n.t('Knock'), drum: l10n.t('Drum'), snare: l10n.t('Snare drum'), cymbal: l10n.t('Cymbal'), glass: l10n.t('Breaking glass'),
    clang: l10n.t('Clang'), sword: l10n.t('Sword'), crumble: l10n.t('Falling rocks'), crack: l10n.t('Crack'), crunch: l10n.t('Crunch'),
    whoosh: l10n.t('Whoosh'), rustle: l10n.t('Rustle'), typing: l10n.t('Typing'), ratchet: l10n.t('Ratchet'), wind: l10n.t('Wind'),
    rain: l10n.t('Rain'), thunder: l10n.t('Thunder'), fire: l10n.t('Fire'), water: l10n.t('Running water'), waves: l10n.t('Waves'),
    bubbles: l10n.t('Bubbles'), drip: l10n.t('Drip'), splash: l10n.t('Splash'), steam: l10n.t('Steam'), jet: l10n.t('Jet'),
    radio: l10n.t('Radio static'), growl: l10n.t('Growl'), ghost: l10n.t('Ghost'), heartbeat: l10n.t('Heartbeat'), squelch: l10n.t('Squelch'),
    bird: l10n.t('Bird'), cricket: l10n.t('Crickets'), buzz: l10n.t('Buzzing insect'), croak: l10n.t('Croak'), bark: l10n.t('Bark'),
    meow: l10n.t('Meow'), engine: l10n.t('Engine'), rotor: l10n.t('Rotor'), hum: l10n.t('Hum'), clock: l10n.t('Clock'), phone: l10n.t('Telephone'),
    robot: l10n.t('Robot'), servo: l10n.t('Servo'), horn: l10n.t('Horn'), bell: l10n.t('Bell'), chime: l10n.t('Chimes'), gong: l10n.t('Gong'),
    pluck: l10n.t('Plucked string'), whistle: l10n.t('Whistle'), flute: l10n.t('Flute'), motif: l10n.t('Motif'),
  };
}

function symmetryLabels(): Record<SymmetryName, string> {
  return { natural: l10n.t('Natural'), mirror: l10n.t('Mirror') };
}
