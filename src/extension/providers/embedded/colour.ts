/** Colours: chosen in OKLCh, where equal steps look equal; mixed and lit in linear light; written as sRGB. */
import { clamp, cosine, cubeRoot, mix, sine } from './arithmetic.ts';

/** A colour as a person picks it: hue in degrees, chroma 0 (grey) to about 0.3, light 0 (black) to 1 (white). */
export interface Tint {
  readonly hue: number;
  readonly chroma: number;
  readonly light: number;
}

/** Linear light, 0 to 1 each. */
export interface Rgb {
  red: number;
  green: number;
  blue: number;
}

/** From linear light (0 to 1) to an sRGB value (0 to 1). x^(1/2.4) is the cube root of the fourth root of x^5. */
export function encode(linear: number): number {
  const x = clamp(linear);
  if (x <= 0.0031308) return 12.92 * x;
  return 1.055 * cubeRoot(Math.sqrt(Math.sqrt(x * x * x * x * x))) - 0.055;
}

/** OKLab to linear sRGB, before clipping. Constants: Björn Ottosson, "A perceptual color space for image processing". */
function linearOf(light: number, a: number, b: number): Rgb {
  const l = light + 0.3963377774 * a + 0.2158037573 * b;
  const m = light - 0.1055613458 * a - 0.0638541728 * b;
  const s = light - 0.0894841775 * a - 1.291485548 * b;
  const l3 = l * l * l;
  const m3 = m * m * m;
  const s3 = s * s * s;
  return {
    red: 4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3,
    green: -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3,
    blue: -0.0041960863 * l3 - 0.7034186147 * m3 + 1.707614701 * s3,
  };
}

function displayable({ red, green, blue }: Rgb): boolean {
  const low = Math.min(red, green, blue);
  const high = Math.max(red, green, blue);
  return low >= -0.0005 && high <= 1.0005;
}

/** Linear light of a tint; what a screen can't show loses chroma, not hue. */
export function rgbOf(tint: Tint): Rgb {
  const turns = tint.hue / 360;
  const a = cosine(turns);
  const b = sine(turns);
  const light = clamp(tint.light);
  let chroma = Math.max(0, tint.chroma);
  let colour = linearOf(light, chroma * a, chroma * b);
  for (let step = 0; step < 48 && !displayable(colour); step++) {
    chroma *= 0.92;
    colour = linearOf(light, chroma * a, chroma * b);
  }
  return { red: clamp(colour.red), green: clamp(colour.green), blue: clamp(colour.blue) };
}

/** The shorter way round from one hue to another. */
export function mixHue(from: number, to: number, amount: number): number {
  const way = ((((to - from) % 360) + 540) % 360) - 180;
  return from + way * amount;
}

export function mixTint(from: Tint, to: Tint, amount: number): Tint {
  return {
    hue: mixHue(from.hue, to.hue, amount),
    chroma: mix(from.chroma, to.chroma, amount),
    light: mix(from.light, to.light, amount),
  };
}

/**
 * A tint in another light, as painters do it: shade leans to blue and violet, light leans to yellow,
 * and both ends lose a little chroma. `step` runs from -1 (deep shade) to 1 (full light).
 */
export function shade(tint: Tint, step: number, span: number): Tint {
  const towards = step > 0 ? 95 : 285;
  const far = step < 0 ? -step : step;
  // A hue on the far side of the wheel would swing through strangers: it only leans.
  const lean = Math.min(1, tint.chroma * 8) * 0.16 * far;
  return {
    hue: mixHue(tint.hue, towards, tint.chroma < 0.02 ? 0.5 * far : lean),
    chroma: tint.chroma * (1 - 0.35 * far * far) + (tint.chroma < 0.02 ? 0.008 * far : 0),
    light: tint.light + step * span,
  };
}

const steps = 1024;

/** A row of colours from dark to light (or cold to hot), looked up by tone. */
export class Ramp {
  readonly #red = new Float64Array(steps);
  readonly #green = new Float64Array(steps);
  readonly #blue = new Float64Array(steps);

  /** @param stops tones from 0 to 1, rising */
  constructor(stops: readonly (readonly [tone: number, tint: Tint])[]) {
    let from = 0;
    for (let i = 0; i < steps; i++) {
      const tone = i / (steps - 1);
      while (from + 2 < stops.length && tone > (stops[from + 1]?.[0] ?? 1)) from++;
      const [low, lowTint] = stops[from] ?? [0, grey];
      const [high, highTint] = stops[from + 1] ?? [low, lowTint];
      const colour = rgbOf(mixTint(lowTint, highTint, high > low ? clamp((tone - low) / (high - low)) : 0));
      this.#red[i] = colour.red;
      this.#green[i] = colour.green;
      this.#blue[i] = colour.blue;
    }
  }

  #index(tone: number): number {
    return tone <= 0 ? 0 : tone >= 1 ? steps - 1 : (tone * (steps - 1) + 0.5) | 0;
  }

  /** Sets the colour. */
  paint(target: Rgb, tone: number): void {
    const i = this.#index(tone);
    target.red = this.#red[i] ?? 0;
    target.green = this.#green[i] ?? 0;
    target.blue = this.#blue[i] ?? 0;
  }

  /** Lays the colour over what is there; `amount` 1 covers it. */
  glaze(target: Rgb, tone: number, amount: number): void {
    if (amount <= 0) return;
    const i = this.#index(tone);
    const keep = amount >= 1 ? 0 : 1 - amount;
    const lay = 1 - keep;
    target.red = target.red * keep + (this.#red[i] ?? 0) * lay;
    target.green = target.green * keep + (this.#green[i] ?? 0) * lay;
    target.blue = target.blue * keep + (this.#blue[i] ?? 0) * lay;
  }

  /** Adds light of this colour. */
  add(target: Rgb, tone: number, amount: number): void {
    const i = this.#index(tone);
    target.red += (this.#red[i] ?? 0) * amount;
    target.green += (this.#green[i] ?? 0) * amount;
    target.blue += (this.#blue[i] ?? 0) * amount;
  }
}

const grey: Tint = { hue: 0, chroma: 0, light: 0.5 };

/** The shades of one tint; `span` is how far light goes to either side. */
export function shadesOf(tint: Tint, span: number): Ramp {
  return new Ramp([-1, -0.5, 0, 0.5, 1].map(step => [(step + 1) / 2, shade(tint, step, span)] as const));
}
