/** What happens to the whole sound after it was played: its colour, where it is, what lies between. */
import { clamp, power2 } from '../arithmetic.ts';
import { fading } from './envelopes.ts';

/** Both channels at one moment; an effect changes them in place. */
export interface Frame {
  left: number;
  right: number;
}

export type Effect = (frame: Frame) => void;

/** The share of the way to the input that a smoothing filter goes in one sample. */
function smoothing(rate: number, hertz: number): number {
  return 1 - power2(-9.064720283654388 * Math.min(hertz / rate, 0.45));
}

function smooth(rate: number, hertz: number): (input: number) => number {
  const share = smoothing(rate, hertz);
  let value = 0;
  return input => {
    value += (input - value) * share;
    return value;
  };
}

/** Twice smoothed above a frequency. */
export function dulled(rate: number, hertz: number): Effect {
  const [l1, l2, r1, r2] = [smooth(rate, hertz), smooth(rate, hertz), smooth(rate, hertz), smooth(rate, hertz)];
  return frame => {
    frame.left = l2(l1(frame.left));
    frame.right = r2(r1(frame.right));
  };
}

/** More of what is above a frequency. */
export function brightened(rate: number, hertz: number, amount: number): Effect {
  const [left, right] = [smooth(rate, hertz), smooth(rate, hertz)];
  return frame => {
    frame.left += (frame.left - left(frame.left)) * amount;
    frame.right += (frame.right - right(frame.right)) * amount;
  };
}

/** Takes away what is too low to be heard. */
export function lifted(rate: number, hertz: number): Effect {
  const [l1, l2, r1, r2] = [smooth(rate, hertz), smooth(rate, hertz), smooth(rate, hertz), smooth(rate, hertz)];
  return frame => {
    frame.left -= l1(frame.left);
    frame.left -= l2(frame.left);
    frame.right -= r1(frame.right);
    frame.right -= r2(frame.right);
  };
}

export function distorted(amount: number): Effect {
  const press = (value: number): number => {
    const x = clamp(value * amount, -3, 3);
    return x * (27 + x * x) / (27 + 9 * x * x);
  };
  return frame => {
    frame.left = press(frame.left);
    frame.right = press(frame.right);
  };
}

/** Few samples and coarse steps, as in a console of the eighties. */
export function coarse(rate: number): Effect {
  const step = 11025 / rate;
  let way = 1;
  let left = 0;
  let right = 0;
  return frame => {
    way += step;
    if (way >= 1) {
      way -= Math.floor(way);
      left = Math.round(frame.left * 20) / 20;
      right = Math.round(frame.right * 20) / 20;
    }
    frame.left = left;
    frame.right = right;
  };
}

function delayLine(length: number): { read(): number; write(value: number): void } {
  const line = new Float64Array(Math.max(1, Math.round(length)));
  let at = 0;
  return {
    read: () => line[at] as number,
    write(value) {
      line[at] = value;
      at = at + 1 === line.length ? 0 : at + 1;
    },
  };
}

/** A metal tube or plate that sounds along. */
export function metallic(rate: number, amount: number): Effect {
  const side = (spread: number): ((input: number) => number) => {
    const tubes = [0.00131, 0.00197, 0.00283].map(seconds => delayLine(seconds * spread * rate));
    return input => {
      let total = 0;
      for (const tube of tubes) {
        const back = tube.read();
        tube.write(input * 0.5 + back * 0.82);
        total += back;
      }
      return input * (1 - amount * 0.4) + total * amount * 0.4;
    };
  };
  const [left, right] = [side(1), side(1.013)];
  return frame => {
    frame.left = left(frame.left);
    frame.right = right(frame.right);
  };
}

/** The sound again and again, softer and duller each time, from side to side. */
export function echoing(rate: number, seconds: number, amount: number): Effect {
  const [left, right] = [delayLine(seconds * rate), delayLine(seconds * rate)];
  const [dullLeft, dullRight] = [smooth(rate, 3200), smooth(rate, 3200)];
  return frame => {
    const [fromLeft, fromRight] = [dullLeft(left.read()), dullRight(right.read())];
    left.write(frame.left * 0.8 + frame.right * 0.2 + fromRight * 0.5);
    right.write(frame.right * 0.2 + fromLeft * 0.5);
    frame.left += fromLeft * amount;
    frame.right += fromRight * amount;
  };
}

/** Lengths of the ways through a room, in seconds; no two have a common measure. */
const ways = [0.0297, 0.0353, 0.0371, 0.0411, 0.0437, 0.0479, 0.0531, 0.0597];

/** A room: delays that feed one another. @param size 1 is a chamber @param seconds until it is silent again */
export function inRoom(rate: number, room: { size: number; seconds: number; amount: number }): Effect {
  const lines = ways.map(way => ({
    delay: delayLine(way * room.size * rate), dull: smooth(rate, 4800 / room.size), kept: fading(1, room.seconds / (way * room.size)),
  }));
  const returned = new Float64Array(lines.length);
  return frame => {
    let total = 0;
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] as (typeof lines)[number];
      const value = line.dull(line.delay.read()) * line.kept;
      returned[i] = value;
      total += value;
    }
    const mixed = total * 2 / lines.length;
    let left = 0;
    let right = 0;
    for (let i = 0; i < lines.length; i++) {
      const value = returned[i] as number;
      const even = (i & 1) === 0;
      (lines[i] as (typeof lines)[number]).delay.write((even ? frame.left : frame.right) * 0.4 + value - mixed);
      const sign = (i & 2) === 0 ? 1 : -1;
      if (even) left += value * sign;
      else right += value * sign;
    }
    frame.left += left * room.amount;
    frame.right += right * room.amount;
  };
}
