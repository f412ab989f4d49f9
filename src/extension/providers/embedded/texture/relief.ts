/** Turns the heights and colours of a surface into a lit picture. */
import { clamp, mix } from '../arithmetic.ts';
import { encode } from '../colour.ts';

/** The surface, point by point. Colours are linear light in 16 bits; glow and gloss are in 8. */
export interface Planes {
  readonly width: number;
  readonly height: number;
  /** Whether the edges continue on the opposite side. */
  readonly wraps: boolean;
  readonly relief: Float32Array;
  /** Red, green and blue after each other. */
  readonly colour: Uint16Array;
  readonly glow: Uint8Array;
  readonly gloss: Uint8Array;
}

export function emptyPlanes(width: number, height: number, wraps: boolean): Planes {
  const size = width * height;
  return {
    width, height, wraps,
    relief: new Float32Array(size),
    colour: new Uint16Array(size * 3),
    glow: new Uint8Array(size),
    gloss: new Uint8Array(size),
  };
}

/** The place beside: across the edge where the picture wraps, else the edge itself. */
function beside(at: number, length: number, wraps: boolean): number {
  if (at >= 0 && at < length) return at;
  if (wraps) return ((at % length) + length) % length;
  return at < 0 ? 0 : length - 1;
}

/** Running mean over `2 * radius + 1` points of each line. */
function blurLines(from: Float32Array, to: Float32Array, lines: number, length: number, lineStep: number, step: number, radius: number, wraps: boolean): void {
  const share = 1 / (2 * radius + 1);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += from[start + beside(i, length, wraps) * step] ?? 0;
    for (let i = 0; i < length; i++) {
      to[start + i * step] = sum * share;
      sum += (from[start + beside(i + radius + 1, length, wraps) * step] ?? 0) - (from[start + beside(i - radius, length, wraps) * step] ?? 0);
    }
  }
}

/** The heights without what is smaller than the radius: two means in each direction are close to a bell curve. */
export function blurred(planes: Planes, radius: number): Float32Array {
  const { width, height, wraps } = planes;
  const reach = Math.max(1, Math.min(radius, (Math.min(width, height) >> 1) - 1));
  const a = new Float32Array(width * height);
  const b = new Float32Array(width * height);
  blurLines(planes.relief, a, height, width, width, 1, reach, wraps);
  blurLines(a, b, width, height, 1, width, reach, wraps);
  blurLines(b, a, height, width, width, 1, reach, wraps);
  blurLines(a, b, width, height, 1, width, reach, wraps);
  return b;
}

/** The light comes from the upper left, a little from the front, as in most games. */
const light = { x: -0.46, y: -0.58, z: 0.672 };
/** Half way between the light and the eye. */
const half = { x: -0.2515, y: -0.3171, z: 0.9144 };

const tableSize = 4096;
/** sRGB values (0 to 255) by the square root of linear light, which spreads the dark tones. */
const srgb = Float64Array.from({ length: tableSize }, (_, i) => encode((i / (tableSize - 1)) * (i / (tableSize - 1))) * 255);

/** A chequered threshold (Bayer, 8 by 8) instead of plain rounding: soft skies show no bands. */
const thresholds = Float64Array.from({ length: 64 }, (_, i) => {
  const x = i & 7;
  const y = i >> 3;
  const mixed = x ^ y;
  const bits = ((mixed & 1) << 5) | ((y & 1) << 4) | ((mixed & 2) << 2) | ((y & 2) << 1) | ((mixed & 4) >> 1) | ((y & 4) >> 2);
  return (bits + 0.5) / 64;
});

export interface Lighting {
  /** Distance of two places in the unit of the heights. */
  readonly point: number;
  /** Heights with the small and the middle-sized forms taken out: what lies below them lies in shade. */
  readonly near: Float32Array;
  readonly far: Float32Array;
  /** 1 is plain. */
  readonly brightness: number;
}

/** A bright tone bends towards white instead of breaking off. */
function shoulder(value: number): number {
  return value < 0.75 ? value : 0.75 + 0.25 * ((value - 0.75) / (value - 0.75 + 0.25));
}

/** Adds the light that one place sends to the eye to `sum`. */
function addLight(planes: Planes, lighting: Lighting, x: number, y: number, sum: Float64Array): void {
  const { width, height, wraps, relief, colour } = planes;
  const row = y * width;
  const at = row + x;
  const left = x > 0 ? at - 1 : row + beside(-1, width, wraps);
  const right = x + 1 < width ? at + 1 : row + beside(width, width, wraps);
  const above = y > 0 ? at - width : beside(-1, height, wraps) * width + x;
  const below = y + 1 < height ? at + width : beside(height, height, wraps) * width + x;
  const steepness = 1 / (2 * lighting.point);
  const slopeX = ((relief[right] ?? 0) - (relief[left] ?? 0)) * steepness;
  const slopeY = ((relief[below] ?? 0) - (relief[above] ?? 0)) * steepness;
  const upright = 1 / Math.sqrt(slopeX * slopeX + slopeY * slopeY + 1);
  const facing = Math.max(0, (-slopeX * light.x - slopeY * light.y + light.z) * upright);

  const own = relief[at] ?? 0;
  const open = clamp(1 + (own - (lighting.near[at] ?? 0)) * 22 + (own - (lighting.far[at] ?? 0)) * 9, 0.3, 1.2);
  const key = facing * (0.92 / light.z) * mix(0.55, 1, Math.min(1, open));
  const sky = 0.3 * open;

  const shine = (planes.gloss[at] ?? 0) / 255;
  let mirrored = Math.max(0, (-slopeX * half.x - slopeY * half.y + half.z) * upright);
  for (let power = 0; power < 5; power++) mirrored *= mirrored;
  const sparkle = mirrored * shine * 0.55 * Math.min(1, open);

  const glow = (planes.glow[at] ?? 0) / 255;
  // The key light is a little warm and the sky's a little cold.
  const red = (colour[at * 3] ?? 0) / 65535;
  const green = (colour[at * 3 + 1] ?? 0) / 65535;
  const blue = (colour[at * 3 + 2] ?? 0) / 65535;
  sum[0] = (sum[0] ?? 0) + shoulder(mix(red * (key * 1.03 + sky * 0.93) + sparkle, red, glow) * lighting.brightness);
  sum[1] = (sum[1] ?? 0) + shoulder(mix(green * (key + sky * 0.98) + sparkle, green, glow) * lighting.brightness);
  sum[2] = (sum[2] ?? 0) + shoulder(mix(blue * (key * 0.94 + sky * 1.14) + sparkle, blue, glow) * lighting.brightness);
}

/**
 * Lights the picture's rows from `top` to, not including, `bottom` and gives their red, green and blue bytes.
 * @param grain places of the surface to a picture point, each way
 */
export function lightRows(planes: Planes, lighting: Lighting, grain: number, top: number, bottom: number): Uint8Array {
  const width = planes.width / grain;
  const rows = new Uint8Array((bottom - top) * width * 3);
  const sum = new Float64Array(3);
  const share = 1 / (grain * grain);
  let out = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < width; x++) {
      sum.fill(0);
      for (let j = 0; j < grain; j++) {
        for (let i = 0; i < grain; i++) addLight(planes, lighting, x * grain + i, y * grain + j, sum);
      }
      const threshold = thresholds[((y & 7) << 3) | (x & 7)] ?? 0.5;
      for (let channel = 0; channel < 3; channel++) {
        const tone = srgb[(Math.sqrt((sum[channel] ?? 0) * share) * (tableSize - 1) + 0.5) | 0] ?? 0;
        rows[out++] = Math.min(255, Math.floor(tone + threshold));
      }
    }
  }
  return rows;
}
