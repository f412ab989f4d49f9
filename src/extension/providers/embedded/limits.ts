/** Bounds and defaults of the parameters. The form is made from them and the drawing holds to them. */

/** Pixels of a texture's side. */
export const textureSide = { minimum: 16, maximum: 2048, default: 512 } as const;
export const textureDetail = { minimum: 0, maximum: 1, default: 0.6 } as const;

/** Cells of a sprite's side that the templates are designed for. */
export const spriteSizes = ['16', '24', '32', '48', '64'] as const;
export const spriteSize = '32';
/** Pixels of a cell's side. */
export const spriteScale = { minimum: 1, maximum: 16, default: 8 } as const;

/** Seconds of a sound. Without a wish it lasts as long as its kind does. */
export const soundSeconds = { minimum: 0.05, maximum: 30 } as const;
/** Samples in a second. */
export const soundRates = ['48000', '44100', '22050', '11025'] as const;
export const soundRate = '44100';

/** The default serves requests that bring none; the form draws a new one for each generation. */
export const seedRange = { minimum: 0, maximum: 4294967295, default: 0 } as const;

/** Characters. */
export const promptLimit = 2000;
