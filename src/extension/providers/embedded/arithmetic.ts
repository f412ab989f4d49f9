/**
 * Exactly specified arithmetic: a picture has to come out byte for byte the same on every machine and engine.
 * ECMAScript leaves Math.sin, Math.pow and their kin to the engine, so none of them is used in here;
 * only + - * /, rounding, Math.imul and the square root, which every engine takes from IEEE 754.
 */

export function clamp(value: number, low = 0, high = 1): number {
  return value < low ? low : value > high ? high : value;
}

export function mix(from: number, to: number, amount: number): number {
  return from + (to - from) * amount;
}

/** 0 below `low`, 1 above `high`, with soft ends between. `low` above `high` turns it round. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low));
  return t * t * (3 - 2 * t);
}

export function fraction(value: number): number {
  return value - Math.floor(value);
}

/** Remainder that is never negative. */
export function wrap(value: number, period: number): number {
  const rest = value % period;
  return rest < 0 ? rest + period : rest;
}

/** The sine of an angle in turns (1 is a full circle), within 1e-7. */
export function sine(turns: number): number {
  let x = turns - Math.floor(turns) - 0.5;
  if (x > 0.25) x = 0.5 - x;
  else if (x < -0.25) x = -0.5 - x;
  const y = x * 6.283185307179586;
  const s = y * y;
  return -y * (1 - s * (1 / 6 - s * (1 / 120 - s * (1 / 5040 - s * (1 / 362880 - s / 39916800)))));
}

/** The cosine of an angle in turns, within 1e-7. */
export function cosine(turns: number): number {
  return sine(turns + 0.25);
}

/** The cube root of a number from 0 to 16, by Newton's method with a fixed number of steps. */
export function cubeRoot(value: number): number {
  if (value <= 0) return 0;
  let root = 1;
  for (let step = 0; step < 40; step++) root = (2 * root + value / (root * root)) / 3;
  return root;
}

/** Two to a power from -60 to 60, within one part in 1e12, by its series. */
export function power2(exponent: number): number {
  const whole = Math.floor(exponent);
  const x = (exponent - whole) * 0.6931471805599453;
  let result = 1;
  for (let n = 15; n > 0; n--) result = 1 + result * x / n;
  for (let n = whole; n > 0; n--) result *= 2;
  for (let n = whole; n < 0; n++) result /= 2;
  return result;
}
