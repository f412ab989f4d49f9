/** Motors, clocks and other things that run. */
import { arc, fall, hold, product, sum } from '../envelopes.ts';
import { breath, highpass, lowpass, rumble } from '../filters.ts';
import type { Kind } from '../kind.ts';
import { semitones } from '../score.ts';
import { bar, cup, modesOf, plank, struck } from '../struck.ts';
import { pulseWave, sawWave, sineWave, sway, triangleWave, wander } from '../waves.ts';

/** Firing cylinders that are never quite alike. */
export const engine: Kind = {
  seconds: 3,
  goesOn: 'tone',
  play(s) {
    const turns = s.cycle(21 * s.pitch * s.pace * s.random.between(0.85, 1.2));
    const uneven = Array.from({ length: 4 }, () => s.random.between(0.65, 1));
    const [firing, body, deep] = [sawWave(s, turns * 2), pulseWave(s, turns * 4, 0.3), sineWave(s, turns)];
    const cycle = sineWave(s, turns / 2);
    const exhaust = lowpass(s, () => firing() * 0.7 + body() * 0.3, 800 * s.pitch + 1200 * s.force, 1.3);
    s.play({}, () => {
      const stroke = cycle();
      const pick = stroke > 0.5 ? 0 : stroke > 0 ? 1 : stroke > -0.5 ? 2 : 3;
      return exhaust() * (uneven[pick] ?? 1) + deep() * 0.2;
    });
    s.wide({ level: 0.25 }, () => product(rumble(s, 900 * s.pitch), sway(s, turns * 2, 0.25, 1)));
    s.wide({ level: 0.07 }, () => product(breath(s, 2600 * s.pitch, 1.5), sway(s, turns * 4, 0.2, 1)));
  },
};

/** Rotor blades. */
export const rotor: Kind = {
  seconds: 3,
  goesOn: 'tone',
  play(s) {
    const turns = s.cycle(10.5 * s.pace * s.random.between(0.9, 1.1));
    s.wide({ level: 0.9 }, () => {
      const blade = sineWave(s, turns);
      const air = rumble(s, 950 * s.pitch);
      return () => {
        const beat = Math.max(0, blade());
        return air() * beat * beat * 1.4;
      };
    });
    s.play({ level: 0.5 }, product(sineWave(s, s.cycle(68 * s.pitch)), sway(s, turns, 0.1, 1)));
    s.play({ level: 0.12 }, lowpass(s, sawWave(s, s.cycle(310 * s.pitch)), 1200));
    s.wide({ level: 0.08 }, () => product(breath(s, 2200 * s.pitch, 0.7), sway(s, turns, 0.2, 1)));
  },
};

/** A room with something running in it. */
export const hum: Kind = {
  seconds: 4,
  goesOn: 'tone',
  play(s) {
    const root = s.cycle(s.random.pick([82, 87, 98, 110]) * s.pitch);
    const chord = s.minor ? [1, 1.19, 1.5, 2.12] : [1, 1.5, 2, 3];
    chord.forEach((ratio, i) => {
      const hertz = s.cycle(root * ratio);
      const [one, two] = [sawWave(s, hertz), sawWave(s, s.cycle(hertz) + s.cycle(0.4 + 0.2 * i))];
      const opening = sway(s, s.cycle(0.18 + 0.11 * i), 320 * s.pitch, (1000 + 700 * s.force) * s.pitch);
      s.play({ level: 0.6 / (i + 1), pan: (i - 1.5) * 0.4 }, lowpass(s, () => one() * 0.5 + two() * 0.5, opening, 1.4));
    });
    s.play({ level: 0.35 }, sineWave(s, root));
    s.wide({ level: 0.06 }, () => breath(s, 900 * s.pitch, 0.6));
  },
};

/** Tick, and at the next stroke tock. */
export const clock: Kind = {
  seconds: 3,
  play(s) {
    const step = 0.5 / s.pace;
    const count = Math.max(1, Math.round(s.seconds / step));
    const key = s.pitch * s.random.between(0.92, 1.1);
    for (let i = 0; i < count; i++) {
      const hertz = (i % 2 === 0 ? 2350 : 1780) * key;
      const at = s.seconds * i / count;
      s.play({ at, for: 0.09 }, struck(s, modesOf(hertz, 0.05, [[1, 0.7], [1.62, 0.5], [2.9, 0.35]])));
      s.play({ at, for: 0.09, level: 0.4 }, struck(s, modesOf(hertz * 0.26, 0.07, plank)));
      s.play({ at, for: 0.01, level: 0.6 }, product(breath(s, 5200 * key, 1), fall(s, 0.007, 0.0002)));
    }
  },
};

/** A hammer between two bells, as long as somebody is calling. */
export const phone: Kind = {
  seconds: 2.6,
  takesMaterial: true,
  play(s) {
    const hertz = 1150 * s.pitch * s.random.between(0.9, 1.15);
    const stroke = 1 / 23;
    const ring = Math.min(1.1, s.seconds * 0.75);
    for (let begin = 0; begin < s.seconds - 0.2; begin += ring * 1.75) {
      const end = Math.min(begin + ring, s.seconds - 0.1);
      for (let at = begin, i = 0; at < end; at += stroke, i++) {
        const seconds = Math.min(s.seconds - at, 0.4);
        s.play({ at, for: seconds, level: 0.3, pan: i % 2 === 0 ? -0.25 : 0.25 }, struck(s, modesOf(hertz * (i % 2 === 0 ? 1 : 1.19), seconds, cup)));
      }
    }
    if (s.seconds <= 0.2) s.play({}, struck(s, modesOf(hertz, s.seconds, cup)));
  },
};

/** A small machine that thinks aloud. */
export const robot: Kind = {
  seconds: 1.1,
  play(s) {
    const notes = Math.max(2, Math.round(s.seconds * 8 * s.pace));
    const step = s.seconds / notes;
    for (let i = 0; i < notes; i++) {
      const hertz = 420 * s.pitch * semitones(s.random.pick([0, 3, 5, 7, 10, 12, 15, 19, 22]));
      const seconds = step * s.random.between(0.55, 0.95);
      const bend = s.random.chance(0.3) ? s.random.between(-0.25, 0.35) : 0;
      let i2 = 0;
      const length = seconds * s.rate;
      const wave = s.random.chance(0.5) ? pulseWave : triangleWave;
      const tone = wave(s, () => hertz * (1 + bend * (i2++ / length)));
      s.play({ at: i * step, for: seconds, level: 0.8 }, product(lowpass(s, tone, hertz * 6), hold(s, seconds, 0.004, seconds * 0.3)));
    }
  },
};

/** Gears and a motor: doors of spaceships, lifts, arms. */
export const servo: Kind = {
  seconds: 1.1,
  every: 1,
  play(s) {
    const speed = hold(s, s.seconds * 0.9, s.seconds * 0.16, s.seconds * 0.2);
    const top = 290 * s.pitch * s.random.between(0.85, 1.2);
    let now = 0;
    const turning = (factor: number) => (): number => 40 + top * factor * now;
    const [motor, gear] = [sawWave(s, turning(1)), pulseWave(s, turning(3.02), 0.3)];
    const whine = sineWave(s, turning(7.1));
    const body = highpass(s, lowpass(s, () => motor() * 0.5 + gear() * 0.3 + whine() * 0.2, 3200), 120);
    s.play({ for: s.seconds * 0.9 }, () => {
      now = speed();
      return body() * (0.3 + 0.7 * now) * (now > 0.02 ? 1 : now * 50);
    });
    s.play({ at: s.seconds * 0.86, level: 0.5, for: s.seconds * 0.14 }, struck(s, modesOf(210 * s.pitch, 0.1, plank)));
    s.play({ at: s.seconds * 0.86, level: 0.3, for: 0.03 }, struck(s, modesOf(1500 * s.pitch, 0.03, bar)));
    s.wide({ level: 0.1 }, () => product(sum(rumble(s, 700)), arc(s, s.seconds, 0.4)));
  },
};

/** A bell of air in a horn: cars below, ships deeper. */
export const horn: Kind = {
  seconds: 1.2,
  every: 1,
  room: 0.2,
  play(s) {
    const root = 294 * s.pitch * s.random.between(0.92, 1.1);
    const opening = hold(s, s.seconds, 0.05, s.seconds * 0.3);
    for (const [ratio, pan] of [[1, -0.2], [1.26, 0.2]] as const) {
      const [one, two] = [sawWave(s, root * ratio), pulseWave(s, root * ratio * 1.003, 0.35)];
      const drift = wander(s, 5, 0.96, 1.04);
      s.play({ pan, level: 0.6 }, product(lowpass(s, () => (one() * 0.6 + two() * 0.4) * drift(), 1500 * s.pitch + 1200 * s.force, 1.2), hold(s, s.seconds, 0.03, Math.min(0.25, s.seconds * 0.3))));
    }
    s.play({ level: 0.08 }, product(breath(s, 1800 * s.pitch, 0.8), opening));
  },
};
