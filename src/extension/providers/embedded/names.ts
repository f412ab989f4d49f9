/** What the built-in provider can draw and sound, by name. The names are values of parameters, so they stay. */

export const patternNames = [
  'rock', 'bricks', 'cobble', 'tiles', 'planks', 'bark', 'moss', 'grass', 'leaves', 'sand', 'gravel', 'snow', 'lava', 'ice',
  'water', 'marble', 'metal', 'weave', 'leather', 'scales', 'crystal', 'clouds', 'nebula', 'flow',
] as const;
export type PatternName = (typeof patternNames)[number];

export const subjectNames = [
  'potion', 'sword', 'axe', 'staff', 'bow', 'shield', 'helmet', 'mushroom', 'slime', 'chest', 'gem', 'key', 'heart', 'skull',
  'tree', 'flower', 'ghost', 'ship', 'coin', 'rune', 'scroll', 'book', 'bomb', 'crown', 'ring', 'star', 'torch', 'apple', 'fish',
  'house', 'creature',
] as const;
export type SubjectName = (typeof subjectNames)[number];

export const coatNames = ['moss', 'snow', 'rust', 'cracks', 'wet', 'dust', 'veins', 'stains'] as const;
export type CoatName = (typeof coatNames)[number];

/** What an unknown or fantastic creature may carry. */
export const featureNames = [
  'horns', 'wings', 'ears', 'tail', 'spikes', 'antenna', 'hat', 'fangs', 'oneEye', 'boxy', 'beard', 'beak', 'manyLegs', 'cape',
] as const;
export type FeatureName = (typeof featureNames)[number];

export const paletteNames = ['natural', 'vivid', 'muted', 'warm', 'cold', 'sepia', 'grey', 'pocket'] as const;
export type PaletteName = (typeof paletteNames)[number];

export const symmetryNames = ['natural', 'mirror'] as const;
export type SymmetryName = (typeof symmetryNames)[number];

export const soundNames = [
  'coin', 'jump', 'laser', 'powerup', 'hurt', 'click', 'beep', 'blip', 'alarm', 'buzzer', 'magic', 'success', 'failure', 'teleport',
  'zap', 'pop', 'shot', 'explosion', 'footstep', 'door', 'hit', 'knock', 'drum', 'snare', 'cymbal', 'glass', 'clang', 'sword',
  'crumble', 'crack', 'crunch', 'whoosh', 'rustle', 'typing', 'ratchet', 'wind', 'rain', 'thunder', 'fire', 'water', 'waves',
  'bubbles', 'drip', 'splash', 'steam', 'jet', 'radio', 'growl', 'ghost', 'heartbeat', 'squelch', 'bird', 'cricket', 'buzz', 'croak',
  'bark', 'meow', 'engine', 'rotor', 'hum', 'clock', 'phone', 'robot', 'servo', 'horn', 'bell', 'chime', 'gong', 'pluck', 'whistle',
  'flute', 'motif',
] as const;
export type SoundName = (typeof soundNames)[number];
