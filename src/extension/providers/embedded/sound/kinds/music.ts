/** Bells, strings and pipes, and the phrase that words without a sound of their own become. */
import { arc, fall, hold, line, product, sum } from '../envelopes.ts';
import { breath, hiss, rumble } from '../filters.ts';
import type { Kind } from '../kind.ts';
import { randomFrom } from '../../random.ts';
import { type Score, type Signal, semitones } from '../score.ts';
import { bar, bell as bellRatios, cup, modesOf, plank, plate, plucked, struck } from '../struck.ts';
import { sineWave, sway, triangleWave } from '../waves.ts';

export const bell: Kind = {
  seconds: 3.2,
  every: 0.9,
  room: 0.2,
  takesMaterial: true,
  play(s) {
    const hertz = 420 * s.pitch * s.random.between(0.85, 1.2);
    // Two of each tone, a little apart, make the slow beating of a cast bell.
    for (const [detune, pan] of [[1, -0.3], [1.0025, 0.3]] as const) {
      s.play({ pan, level: 0.5 }, struck(s, modesOf(hertz * detune, s.seconds * 1.7, bellRatios)));
    }
    s.play({ level: 0.15 + 0.2 * s.force, for: 0.04 }, struck(s, modesOf(hertz * 7.3, 0.04, plate)));
    s.play({ level: 0.15, for: 0.02 }, product(hiss(s, 3000), fall(s, 0.014, 0.0004)));
  },
};

/** Small bells that the wind touches. */
export const chime: Kind = {
  seconds: 2.4,
  room: 0.28,
  takesMaterial: true,
  play(s) {
    const root = 1050 * s.pitch * semitones(s.random.between(-2, 3));
    const scale = s.minor ? [0, 3, 5, 7, 10, 12, 15] : [0, 2, 4, 7, 9, 12, 14];
    const count = Math.min(40, 3 + Math.round(s.seconds * 2.2 * s.pace));
    for (let i = 0; i < count; i++) {
      const at = i === 0 ? 0 : s.seconds * 0.7 * s.random.next();
      const ring = Math.min(s.seconds - at, s.random.between(0.8, 1.6));
      s.play({ at, for: ring, pan: s.random.between(-0.7, 0.7), level: s.random.between(0.35, 0.8) }, struck(s, modesOf(root * semitones(s.random.pick(scale)), ring, bar)));
    }
  },
};

/** A large plate: the stroke is low, then the high tones wake. */
export const gong: Kind = {
  seconds: 4.5,
  room: 0.2,
  takesMaterial: true,
  play(s) {
    const hertz = 118 * s.pitch * s.random.between(0.85, 1.15);
    const ratios = [[1, 1], [1.47, 0.7], [2.09, 0.7], [2.56, 0.5], [3.02, 0.5], [3.9, 0.4]] as const;
    for (const [detune, pan] of [[1, -0.4], [1.004, 0.4]] as const) s.play({ pan, level: 0.5 }, struck(s, modesOf(hertz * detune, s.seconds * 1.7, ratios)));
    const high = Array.from({ length: 14 }, () => ({ hertz: hertz * s.random.between(5, 19), level: s.random.between(0.05, 0.16), seconds: s.seconds * s.random.between(0.8, 1.5) }));
    s.play({ level: 1 }, product(struck(s, high), line(s, [[0, 0.05], [0.35, 1], [s.seconds, 1]])));
    s.play({ level: 0.5, for: 0.2 }, product(rumble(s, 320), fall(s, 0.18)));
  },
};

/** A string, or a chord of them. */
export const pluck: Kind = {
  seconds: 1.5,
  every: 0.3,
  room: 0.12,
  play(s) {
    const root = 196 * s.pitch * semitones(s.random.between(-3, 4));
    const chord = s.random.chance(0.55) ? (s.minor ? [0, 7, 12, 15, 19] : [0, 7, 12, 16, 19]) : [0];
    chord.forEach((note, i) => {
      const at = i * s.random.between(0.022, 0.04);
      s.play({ at, pan: (i - 2) * 0.18, level: 0.7 }, product(plucked(s, root * semitones(note), (s.seconds - at) * 1.6, 0.35 + 0.4 * s.force), fall(s, s.seconds * 2)));
    });
  },
};

export const whistle: Kind = {
  seconds: 0.9,
  every: 0.8,
  room: 0.18,
  play(s) {
    const hertz = 1350 * s.pitch * s.random.between(0.85, 1.2);
    const shape = s.random.pick([[1, 1.35, 1.3], [0.8, 1.2, 0.85], [1, 1, 1.5]] as const);
    const path = line(s, [[0, shape[0]], [s.seconds * 0.45, shape[1]], [s.seconds, shape[2]]]);
    const tremble = sway(s, 5.6, 0.992, 1.008);
    let now = hertz;
    const tone = sineWave(s, () => now);
    const air = breath(s, () => now, 7);
    s.play({}, product(() => {
      now = hertz * path() * tremble();
      return tone() * 0.8 + air() * 0.35;
    }, hold(s, s.seconds, 0.05, s.seconds * 0.25)));
  },
};

/** A wooden pipe. */
export const flute: Kind = {
  seconds: 1.6,
  every: 0.5,
  room: 0.28,
  play(s) {
    const notes = Math.max(1, Math.min(12, Math.round(s.seconds * 2.2)));
    const scale = s.minor ? [0, 2, 3, 7, 8, 12] : [0, 2, 4, 7, 9, 12];
    const root = 523 * s.pitch * semitones(s.random.between(-3, 2));
    for (let i = 0; i < notes; i++) {
      const at = s.seconds * i / notes;
      const seconds = Math.min(s.seconds - at, s.seconds / notes * (i === notes - 1 ? 1 : 1.08));
      const hertz = root * semitones(i === notes - 1 ? s.random.pick([0, 7, 12]) : s.random.pick(scale));
      const tremble = sway(s, 5, 0.994, 1.006);
      const [body, second] = [triangleWave(s, () => hertz * tremble()), sineWave(s, hertz * 2)];
      const air = breath(s, hertz, 5);
      s.play({ at, for: seconds }, product(() => body() * 0.7 + second() * 0.12 + air() * 0.22, hold(s, seconds, 0.045, Math.min(0.12, seconds * 0.3))));
    }
  },
};

const timbres = ['wood', 'glass', 'string', 'soft', 'metal'] as const;

function toneOf(s: Score, timbre: (typeof timbres)[number], hertz: number, seconds: number): Signal {
  switch (timbre) {
    case 'wood': return sum(struck(s, modesOf(hertz, Math.min(seconds, 0.5), [[1, 0.9], [3.93, 0.25], [9.2, 0.08]])), product(struck(s, modesOf(hertz * 2.2, 0.03, plank)), 0.3));
    case 'glass': return sum(struck(s, modesOf(hertz * 2, seconds, bar)), product(struck(s, modesOf(hertz, seconds, cup)), 0.25));
    case 'string': return product(plucked(s, hertz, seconds, 0.6), 0.9);
    case 'metal': return struck(s, modesOf(hertz, seconds, [[1, 0.7], [2, 0.35], [3.01, 0.25], [4.17, 0.16], [5.43, 0.1]]));
    case 'soft': {
      const bend = fall(s, seconds * 0.6, 0.004);
      const over = sineWave(s, hertz * 2);
      return product(sineWave(s, hertz, () => over() * bend() * 0.16), fall(s, seconds, 0.006));
    }
  }
}

/** A phrase in a pentatonic scale. Its notes, rhythm and instrument belong to the words; the seed plays it a little differently each time. */
export const motif: Kind = {
  seconds: 1.4,
  room: 0.25,
  takesMaterial: true,
  play(s) {
    const chance = randomFrom(s.words);
    const timbre = s.material === 'wood' || s.material === 'glass' || s.material === 'metal' ? s.material : chance.pick(timbres);
    const scale = s.minor ? [0, 3, 5, 7, 10, 12, 15, 17] : [0, 2, 4, 7, 9, 12, 14, 16];
    const root = 330 * s.pitch * semitones(chance.integer(-4, 5)) * semitones(s.random.between(-0.4, 0.4));
    const count = chance.integer(2, 5);
    const step = Math.min(chance.pick([0.11, 0.14, 0.18]) / s.pace, s.seconds * 0.6 / count);
    let place = chance.integer(0, 4);
    let at = 0;
    for (let i = 0; i < count; i++) {
      const seconds = s.seconds - at;
      const level = (i === 0 || i === count - 1 ? 0.9 : 0.7) * s.random.between(0.85, 1.1);
      s.play({ at, level, pan: s.random.between(-0.3, 0.3) }, toneOf(s, timbre, root * semitones(scale[place] ?? 0), seconds));
      place = Math.max(0, Math.min(scale.length - 1, place + chance.pick([-2, -1, 1, 1, 2, 3])));
      at += step * (chance.chance(0.3) ? 2 : 1) * s.random.between(0.96, 1.05);
      if (at > s.seconds * 0.75) return;
    }
    s.play({ level: 0.05 }, product(sineWave(s, root / 2), arc(s, s.seconds, 0.3)));
  },
};
