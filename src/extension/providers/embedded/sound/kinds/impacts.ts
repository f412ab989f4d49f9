/** Blows, breaks and steps. */
import { mix } from '../../arithmetic.ts';
import { arc, driven, fall, glide, product, sum } from '../envelopes.ts';
import { bandpass, breath, formants, hiss, highpass, lowpass, rumble } from '../filters.ts';
import type { Kind } from '../kind.ts';
import type { Material, Score, Signal } from '../score.ts';
import { bar, cup, modesOf, plank, plate, skin, struck } from '../struck.ts';
import { pulseWave, sawWave, sineWave, sparks, wander, whiteNoise } from '../waves.ts';

/** A low tone that sinks while it dies away: what a body gives when it is hit. */
function thump(s: Score, hertz: number, octaves: number, seconds: number): Signal {
  return product(sineWave(s, glide(s, hertz, octaves, seconds * 0.7)), fall(s, seconds, 0.002));
}

/** Many short pieces, more of them early than late when `early` is above 1. */
function scatter(s: Score, count: number, within: { from: number; to: number; early: number }, piece: (at: number, way: number) => void): void {
  for (let i = 0; i < count; i++) {
    let way = s.random.next();
    if (within.early >= 2) way *= s.random.next();
    if (within.early >= 3) way *= s.random.next();
    piece(mix(within.from, within.to, way), way);
  }
}

export const explosion: Kind = {
  seconds: 2.6,
  every: 0.7,
  room: 0.15,
  play(s) {
    const length = s.seconds;
    const blast = sum(
      product(whiteNoise(s), fall(s, 0.09, 0.0005), 0.8),
      product(thump(s, 115 * s.pitch * s.random.between(0.85, 1.15), -1.6, length * 0.8), 1.2),
      product(rumble(s, glide(s, 4600 * s.pitch, -4, length * 0.9)), fall(s, length * 1.5, 0.006), 1.7),
    );
    s.play({}, driven(blast, 1.6 + 2.4 * s.force));
    s.wide({ level: 0.6 }, () => product(rumble(s, glide(s, 1100 * s.pitch, -2, length)), fall(s, length * 1.7, 0.05), wander(s, 9, 0.4, 1)));
    scatter(s, Math.min(90, Math.round(length * 16)), { from: 0.15, to: length * 0.8, early: 2 }, (at, way) => {
      const seconds = s.random.between(0.03, 0.12);
      s.play({ at, for: seconds, pan: s.random.between(-0.9, 0.9), level: 0.3 * (1 - way) }, product(breath(s, s.random.between(400, 2600) * s.pitch, 2), fall(s, seconds)));
    });
  },
};

interface Ground {
  readonly thump: number;
  readonly tone: readonly (readonly [ratio: number, level: number])[] | null;
  readonly hertz: number;
  readonly ring: number;
  /** The noise of the sole. */
  readonly scrape: number;
  readonly grain: number;
}

const floor: Ground = { thump: 0.45, tone: plank, hertz: 260, ring: 0.06, scrape: 0.6, grain: 0 };
const grounds: Readonly<Record<Material, Ground>> = {
  stone: { ...floor, thump: 0.35, hertz: 420, ring: 0.04, scrape: 0.8 },
  wood: { thump: 0.5, tone: plank, hertz: 190, ring: 0.18, scrape: 0.3, grain: 0 },
  metal: { thump: 0.35, tone: plate, hertz: 410, ring: 0.5, scrape: 0.25, grain: 0 },
  glass: { thump: 0.4, tone: cup, hertz: 1500, ring: 0.12, scrape: 0.4, grain: 0.5 },
  water: { thump: 0.3, tone: null, hertz: 300, ring: 0.1, scrape: 1, grain: 0 },
  grain: { thump: 0.25, tone: null, hertz: 200, ring: 0.1, scrape: 0.35, grain: 1 },
  leaves: { thump: 0.2, tone: null, hertz: 200, ring: 0.1, scrape: 0.6, grain: 0.6 },
};

/** The heel, then the ball of the foot, and what they tread on. */
export const footstep: Kind = {
  seconds: 0.32,
  every: 0.52,
  beats: true,
  room: 0.06,
  takesMaterial: true,
  play(s) {
    const ground = s.material ? grounds[s.material] : floor;
    const second = Math.min(0.07, s.seconds * 0.25) * s.random.between(0.9, 1.3);
    for (const [at, share] of [[0, 1], [second, 0.6]] as const) {
      const rest = s.seconds - at;
      s.play({ at, level: ground.thump * share }, thump(s, s.random.between(95, 120) * s.pitch, -0.8, Math.min(0.11, rest)));
      if (ground.tone) s.play({ at, level: 0.45 * share }, struck(s, modesOf(ground.hertz * s.pitch * s.random.between(0.95, 1.05), ground.ring, ground.tone)));
      const wet = s.material === 'water';
      const centre = (wet ? 1400 : s.material === 'leaves' ? 4200 : 2300) * s.pitch * s.random.between(0.85, 1.15);
      const seconds = Math.min(rest, wet ? 0.22 : s.material === 'leaves' ? 0.16 : 0.07);
      s.play({ at, for: seconds, level: ground.scrape * share * (0.5 + 0.5 * s.force) }, product(breath(s, centre, 0.8), fall(s, seconds, 0.004)));
      if (ground.grain > 0) {
        const crunch = bandpass(s, sparks(s, 1500), centre * 1.2, 0.9);
        s.play({ at, level: ground.grain * share * 2.4 }, product(crunch, arc(s, Math.min(rest, 0.17), 0.25)));
      }
    }
  },
};

/** Hinges that stick and slip, then the leaf falls into its frame. */
export const door: Kind = {
  seconds: 1.7,
  room: 0.16,
  takesMaterial: true,
  play(s) {
    const metal = s.material === 'metal';
    const creaks = s.action !== 'close';
    const slams = s.action !== 'open';
    const shut = slams ? s.seconds * (creaks ? 0.58 : 0.06) : s.seconds;
    if (creaks) {
      const slow = wander(s, 4, 45 * s.pitch, 150 * s.pitch);
      const slips = highpass(s, pulseWave(s, slow, 0.06), 200);
      const wood = formants(s, slips, [
        [s.random.between(620, 760) * s.pitch, 9, 1], [s.random.between(1150, 1450) * s.pitch, 11, 0.9], [s.random.between(2100, 2700) * s.pitch, 12, 0.6],
      ]);
      const swell = arc(s, shut, 0.55);
      const catching = wander(s, 7, 0.15, 1);
      s.play({ for: shut, level: slams ? 1.1 : 0.9 }, () => wood() * swell() * catching());
    }
    if (!slams) return;
    const rest = s.seconds - shut;
    const latch = Math.min(0.05, rest * 0.2);
    s.play({ at: shut, level: 0.35, for: 0.03 }, struck(s, modesOf(1900 * s.pitch, 0.03, bar)));
    s.play({ at: shut + latch, level: 0.6 }, driven(thump(s, 105 * s.pitch * s.random.between(0.9, 1.1), -0.6, Math.min(0.4, rest)), 2));
    s.play({ at: shut + latch, level: 0.7 }, struck(s, modesOf((metal ? 240 : 185) * s.pitch, metal ? 1.1 : 0.3, metal ? plate : plank)));
    s.play({ at: shut + latch, level: 0.7, for: Math.min(0.2, rest - latch) }, product(rumble(s, 1800 * s.pitch), fall(s, 0.16)));
    s.wide({ at: shut + latch, level: 0.12 }, () => product(rumble(s, 500), fall(s, rest, 0.02)));
    s.play({ at: shut + latch * 2.4, level: 0.22, for: 0.05 }, struck(s, modesOf(2600 * s.pitch, 0.05, plate)));
  },
};

export const hit: Kind = {
  seconds: 0.32,
  every: 0.4,
  takesMaterial: true,
  play(s) {
    const blow = sum(
      product(thump(s, 175 * s.pitch * s.random.between(0.85, 1.15), -1.5, Math.min(0.2, s.seconds)), 1),
      product(breath(s, 1300 * s.pitch, 0.5), fall(s, 0.09, 0.0005), 1.8),
      product(rumble(s, 700 * s.pitch), fall(s, 0.16), 0.9),
    );
    s.play({}, driven(blow, 1.2 + 2 * s.force));
    if (s.material) s.play({ level: 0.5 }, struck(s, bodyOf(s, s.material, s.seconds)));
  },
};

function bodyOf(s: Score, material: Material, seconds: number): ReturnType<typeof modesOf> {
  const tune = s.pitch * s.random.between(0.92, 1.08);
  switch (material) {
    case 'metal': return modesOf(430 * tune, seconds, plate);
    case 'glass': return modesOf(1250 * tune, seconds * 0.8, cup);
    case 'wood': return modesOf(390 * tune, Math.min(0.16, seconds), plank);
    default: return modesOf(170 * tune, Math.min(0.1, seconds), plank);
  }
}

export const knock: Kind = {
  seconds: 0.24,
  every: 0.19,
  times: 3,
  room: 0.12,
  takesMaterial: true,
  play(s) {
    const material = s.material ?? 'wood';
    s.play({}, struck(s, bodyOf(s, material, material === 'wood' ? 0.16 : s.seconds)));
    s.play({ level: 0.4 }, thump(s, 160 * s.pitch, -0.6, Math.min(0.1, s.seconds)));
    s.play({ level: 0.5, for: 0.02 }, product(breath(s, 1900 * s.pitch, 0.9), fall(s, 0.018, 0.0004)));
  },
};

export const drum: Kind = {
  seconds: 0.7,
  every: 0.36,
  room: 0.08,
  play(s) {
    const hertz = 88 * s.pitch * s.random.between(0.92, 1.1);
    s.play({}, driven(thump(s, hertz * 1.7, -0.85, s.seconds * 0.9), 1.3 + s.force));
    s.play({ level: 0.6 }, struck(s, modesOf(hertz * 1.8, s.seconds * 0.7, skin)));
    s.play({ level: 0.6 + 0.6 * s.force, for: 0.04 }, product(breath(s, 1900, 0.6), fall(s, 0.035, 0.0004)));
  },
};

export const snare: Kind = {
  seconds: 0.34,
  every: 0.25,
  room: 0.08,
  play(s) {
    const hertz = 186 * s.pitch * s.random.between(0.95, 1.08);
    s.play({ level: 0.7 }, struck(s, modesOf(hertz, Math.min(0.2, s.seconds), skin)));
    s.play({ level: 0.9 }, product(hiss(s, 1900 * s.pitch), fall(s, s.seconds * 0.8, 0.0006)));
    s.play({ level: 0.6, for: 0.03 }, product(breath(s, 1200, 0.7), fall(s, 0.03, 0.0004)));
  },
};

/** Sheet metal: tones too many and too crooked to make a note. */
export const cymbal: Kind = {
  seconds: 1.6,
  every: 0.5,
  takesMaterial: true,
  play(s) {
    const base = 215 * s.pitch * s.random.between(0.95, 1.06);
    const tones = [2, 3.03, 4.16, 5.43, 6.79, 8.21].map(ratio => pulseWave(s, base * ratio * s.random.between(0.995, 1.005), 0.5));
    const sheet = highpass(s, product(sum(...tones), 0.2), 3200 * s.pitch);
    const air = hiss(s, 4200);
    s.play({}, product(() => sheet() + air() * 0.4, fall(s, s.seconds * 1.2, 0.0006)));
    s.wide({ level: 0.3 }, () => product(hiss(s, 5200), fall(s, s.seconds, 0.012)));
  },
};

/** It bursts, and the shards ring where they fall. */
export const glass: Kind = {
  seconds: 1.3,
  every: 0.4,
  room: 0.1,
  takesMaterial: true,
  play(s) {
    s.play({ level: 0.9, for: 0.1 }, product(hiss(s, 2600 * s.pitch), fall(s, 0.07, 0.0004)));
    s.play({ level: 0.4, for: 0.12 }, product(rumble(s, 900), fall(s, 0.08)));
    scatter(s, Math.min(90, 14 + Math.round(s.seconds * 22)), { from: 0.004, to: s.seconds * 0.85, early: 3 }, (at, way) => {
      const ring = Math.min(s.seconds - at, s.random.between(0.05, 0.28));
      const hertz = s.random.between(1700, 5200) * s.pitch;
      s.play({ at, for: ring, pan: s.random.between(-0.9, 0.9), level: s.random.between(0.12, 0.42) * (1 - way * 0.7) }, struck(s, modesOf(hertz, ring, cup)));
    });
  },
};

export const clang: Kind = {
  seconds: 1.7,
  every: 0.45,
  room: 0.12,
  takesMaterial: true,
  play(s) {
    const hertz = 390 * s.pitch * s.random.between(0.85, 1.2);
    const bent = plate.map(([ratio, level]) => [ratio * s.random.between(0.97, 1.03), level * s.random.between(0.6, 1.1)] as const);
    s.play({ pan: -0.15 }, struck(s, modesOf(hertz, s.seconds * 1.8, bent)));
    s.play({ pan: 0.2, level: 0.6 }, struck(s, modesOf(hertz * 1.007, s.seconds * 1.6, bent)));
    s.play({ level: 0.4 + 0.4 * s.force, for: 0.03 }, product(hiss(s, 2500), fall(s, 0.02, 0.0003)));
    s.play({ level: 0.4 }, thump(s, 150 * s.pitch, -0.5, 0.12));
  },
};

/** A blade through the air, and its long thin ring. */
export const sword: Kind = {
  seconds: 1.0,
  every: 0.45,
  room: 0.15,
  takesMaterial: true,
  play(s) {
    const turn = Math.min(0.16, s.seconds * 0.2);
    s.play({ for: turn * 2, level: 0.8 }, product(breath(s, glide(s, 1900 * s.pitch, 1.6, turn * 2), 2.2), arc(s, turn * 2, 0.6)));
    const hertz = 1950 * s.pitch * s.random.between(0.85, 1.15);
    const blade = [[1, 0.6], [1.52, 0.5], [2.27, 0.6], [3.11, 0.4], [4.03, 0.25]] as const;
    const rest = s.seconds - turn;
    for (const [detune, pan] of [[1, -0.3], [1.006, 0.3]] as const) {
      s.play({ at: turn, pan, level: 0.42 }, struck(s, modesOf(hertz * detune, rest * 1.7, blade)));
    }
    s.play({ at: turn, level: 0.4, for: 0.04 }, product(hiss(s, 4000), fall(s, 0.035)));
  },
};

/** Stones that come down over one another. */
export const crumble: Kind = {
  seconds: 2.2,
  play(s) {
    s.wide({ level: 0.4 }, () => product(rumble(s, glide(s, 700 * s.pitch, -1.5, s.seconds)), arc(s, s.seconds, 0.25), wander(s, 12, 0.2, 1)));
    scatter(s, Math.min(260, Math.round(s.seconds * 34)), { from: 0, to: s.seconds * 0.9, early: 2 }, (at, way) => {
      const size = s.random.next();
      const seconds = Math.min(s.seconds - at, 0.05 + size * 0.09);
      const hertz = mix(900, 150, size) * s.pitch * s.random.between(0.8, 1.2);
      s.play({ at, for: seconds, pan: s.random.between(-0.8, 0.8), level: (0.2 + 0.5 * size) * (1 - way * 0.5) }, sum(
        struck(s, modesOf(hertz, seconds * 0.7, plank)), product(breath(s, hertz * 4, 0.8), fall(s, seconds * 0.6), 0.7),
      ));
    });
  },
};

/** A branch, a bone or ice that breaks. */
export const crack: Kind = {
  seconds: 0.42,
  every: 0.3,
  takesMaterial: true,
  play(s) {
    const hertz = (s.material === 'glass' ? 1900 : 780) * s.pitch;
    scatter(s, 9, { from: 0, to: s.seconds * 0.5, early: 3 }, (at, way) => {
      const seconds = Math.min(s.seconds - at, 0.06);
      s.play({ at, for: seconds, level: 1 - way * 0.9 }, struck(s, modesOf(hertz * s.random.between(0.7, 1.6), 0.05, plank)));
      s.play({ at, for: 0.016, level: 0.9 - way * 0.8 }, product(hiss(s, 1500), fall(s, 0.012, 0.0002)));
    });
    s.play({ level: 0.5 }, thump(s, 190 * s.pitch, -0.8, Math.min(0.12, s.seconds)));
  },
};

/** Something crisp between teeth. */
export const crunch: Kind = {
  seconds: 0.55,
  every: 0.5,
  play(s) {
    const bites = 3;
    for (let i = 0; i < bites; i++) {
      const at = s.seconds * i * 0.3;
      const seconds = s.seconds * 0.34;
      const crisp = formants(s, sparks(s, 1100 - 250 * i), [[2100 * s.pitch, 1, 1.5], [900 * s.pitch, 1.5, 1], [4600 * s.pitch, 1, 0.9]]);
      s.play({ at, for: seconds, level: 1 - i * 0.22 }, product(crisp, arc(s, seconds, 0.2)));
      s.play({ at, for: seconds, level: 0.25 }, product(rumble(s, 500), arc(s, seconds, 0.25)));
    }
  },
};

/** Air that something fast pushes aside. */
export const whoosh: Kind = {
  seconds: 0.7,
  every: 0.55,
  play(s) {
    const peak = s.random.between(0.5, 0.65);
    const from = 420 * s.pitch * s.random.between(0.85, 1.2);
    const up = s.seconds * peak;
    const path = (): Signal => {
      const [rise, drop] = [glide(s, from, 1.9, up), glide(s, 1, -2.2, s.seconds - up)];
      let i = 0;
      return () => (i++ < up * s.rate ? rise() : rise() * drop());
    };
    s.play({ pan: s.random.between(-0.4, 0.4) }, product(breath(s, path(), 1.4), arc(s, s.seconds, peak), arc(s, s.seconds, peak)));
    s.wide({ level: 0.3 }, () => product(rumble(s, path()), arc(s, s.seconds, peak)));
  },
};

/** Paper, cloth or leaves in motion. */
export const rustle: Kind = {
  seconds: 0.9,
  play(s) {
    const moves = Math.max(2, Math.round(s.seconds * 3.2));
    for (let i = 0; i < moves; i++) {
      const seconds = Math.min(s.seconds * 0.6, s.random.between(0.14, 0.36));
      const at = Math.max(0, (s.seconds - seconds) * (i + s.random.between(-0.3, 0.3)) / Math.max(1, moves - 1));
      const fibres = bandpass(s, sparks(s, 2600), s.random.between(2800, 5200) * s.pitch, 0.7);
      const cloth = breath(s, s.random.between(1800, 3600) * s.pitch, 0.7);
      s.play({ at, for: seconds, pan: s.random.between(-0.4, 0.4), level: s.random.between(0.5, 1) }, product(() => fibres() * 1.3 + cloth() * 0.28, arc(s, seconds, 0.35)));
    }
  },
};

/** Keys under fast fingers. */
export const typing: Kind = {
  seconds: 1.8,
  play(s) {
    for (let at = 0; at === 0 || at < s.seconds - 0.06; at += s.random.between(0.07, 0.2) / s.pace) {
      const key = s.random.between(0.85, 1.2) * s.pitch * (s.random.chance(0.12) ? 0.6 : 1);
      const level = s.random.between(0.6, 1);
      s.play({ at, for: 0.05, level, pan: s.random.between(-0.4, 0.4) }, struck(s, modesOf(950 * key, 0.04, [[1, 0.5], [2.6, 0.5], [4.3, 0.4]])));
      s.play({ at, for: 0.02, level: level * 0.9 }, product(breath(s, 3400 * key, 1), fall(s, 0.014, 0.0003)));
      s.play({ at: at + 0.045, for: 0.015, level: level * 0.3 }, product(breath(s, 4200 * key, 1), fall(s, 0.01, 0.0003)));
    }
  },
};

/** A pawl over the teeth of a wheel. */
export const ratchet: Kind = {
  seconds: 1.0,
  play(s) {
    const step = s.random.between(0.045, 0.07) / s.pace;
    for (let i = 0; i * step < s.seconds - 0.03; i++) {
      const key = s.pitch * s.random.between(0.96, 1.05);
      s.play({ at: i * step, for: 0.05, level: 0.8 }, struck(s, modesOf(1300 * key, 0.04, plate)));
      s.play({ at: i * step, for: 0.012, level: 0.6 }, product(breath(s, 3000 * key, 1), fall(s, 0.01, 0.0003)));
    }
    s.play({ level: 0.06 }, lowpass(s, sawWave(s, 1 / step), 900));
  },
};
