/** Sounds of games: short, tuned, bright. */
import { arc, driven, fall, glide, hold, line, product, sum } from '../envelopes.ts';
import { bandpass, breath, formants, hiss, highpass, lowpass, rumble } from '../filters.ts';
import type { Kind } from '../kind.ts';
import { type Score, type Signal, semitones } from '../score.ts';
import { bar, modesOf, struck } from '../struck.ts';
import { pulseWave, sawWave, sineWave, sparks, sway, triangleWave, wander, whiteNoise } from '../waves.ts';

/** Two notes, the second one ringing. */
export const coin: Kind = {
  seconds: 0.75,
  every: 0.17,
  room: 0.08,
  takesMaterial: true,
  play(s) {
    const first = 988 * s.pitch * s.random.between(0.95, 1.06);
    const second = first * s.random.pick([4 / 3, 3 / 2, 5 / 4]);
    const turn = Math.min(s.random.between(0.055, 0.085), s.seconds * 0.2);
    const rest = s.seconds - turn;
    const note = (hertz: number): Signal => {
      const [edge, body, high] = [pulseWave(s, hertz), sineWave(s, hertz), sineWave(s, hertz * 2)];
      return () => edge() * 0.2 + body() * 0.5 + high() * 0.2;
    };
    s.play({ for: turn + 0.012, level: 0.75 }, product(note(first), fall(s, turn * 4)));
    s.play({ at: turn }, product(note(second), fall(s, rest * 1.3)));
    s.play({ level: 0.16, for: Math.min(0.25, s.seconds) }, struck(s, modesOf(first * 2.7, 0.2, bar)));
    s.play({ at: turn, level: 0.18 }, struck(s, modesOf(second * 2.74, rest * 0.6, bar)));
  },
};

export const jump: Kind = {
  seconds: 0.36,
  play(s) {
    const from = 230 * s.pitch * s.random.between(0.9, 1.15);
    const octaves = s.random.between(1.2, 1.7);
    const path = (factor: number): Signal => glide(s, from * factor, octaves, s.seconds * 0.85);
    const shape = (): Signal => hold(s, s.seconds, 0.006, s.seconds * 0.55);
    s.play({ level: 0.7 }, product(lowpass(s, pulseWave(s, path(1), s.random.between(0.25, 0.5)), path(9)), shape()));
    s.play({ level: 0.35 }, product(sineWave(s, path(2)), shape()));
    s.play({ level: 0.25 + s.force * 0.2, for: 0.05 }, product(breath(s, 900 * s.pitch, 1), fall(s, 0.05)));
  },
};

export const laser: Kind = {
  seconds: 0.42,
  every: 0.19,
  room: 0.08,
  play(s) {
    const from = 2300 * s.pitch * s.random.between(0.85, 1.2);
    const octaves = -s.random.between(2.6, 3.6);
    const path = (factor: number): Signal => glide(s, from * factor, octaves, s.seconds * 0.8);
    const ray = sum(product(sawWave(s, path(1)), 0.5), product(pulseWave(s, path(1.005), 0.3), 0.35));
    s.play({}, product(lowpass(s, ray, path(4), 1.6), fall(s, s.seconds * 1.8, 0.002), hold(s, s.seconds, 0.002, s.seconds * 0.6)));
    s.play({ level: 0.5 }, product(sineWave(s, path(0.5)), fall(s, s.seconds * 1.6)));
    s.play({ level: 0.3 + s.force * 0.3, for: 0.05 }, product(hiss(s, 3000), fall(s, 0.045)));
  },
};

const major = [0, 4, 7, 12, 16, 19, 24, 28];
const minorScale = [0, 3, 7, 12, 15, 19, 24, 27];

function chordOf(s: Score): readonly number[] {
  return s.minor ? minorScale : major;
}

/** Rising steps and a trembling last tone. */
export const powerup: Kind = {
  seconds: 1.0,
  room: 0.15,
  play(s) {
    const root = 262 * s.pitch * semitones(s.random.between(-2, 3));
    const steps = s.random.integer(4, 6);
    const step = s.seconds * 0.62 / steps;
    const tone = (hertz: number, seconds: number, tremble: number): Signal => {
      const pitch = sway(s, 7.5, hertz * (1 - tremble), hertz * (1 + tremble));
      const [edge, soft] = [pulseWave(s, pitch, 0.3), triangleWave(s, () => hertz)];
      return product(lowpass(s, () => edge() * 0.5 + soft() * 0.5, hertz * 5), hold(s, seconds, 0.004, seconds * 0.4));
    };
    for (let i = 0; i < steps; i++) {
      const last = i === steps - 1;
      const long = last ? s.seconds - i * step : step * 1.25;
      const hertz = root * semitones(chordOf(s)[i] ?? 0);
      s.play({ at: i * step, for: long, level: 0.8 }, tone(hertz, long, last ? 0.012 : 0));
      s.play({ at: i * step, for: long, level: 0.25 }, struck(s, modesOf(hertz * 2, long, bar)));
    }
  },
};

/** A short cry: a falling throat and the blow. */
export const hurt: Kind = {
  seconds: 0.42,
  every: 0.5,
  play(s) {
    const from = 330 * s.pitch * s.random.between(0.85, 1.2);
    const voice = driven(sawWave(s, glide(s, from, -1.3, s.seconds)), 1.5);
    const throat = formants(s, voice, [[glide(s, 900, -0.7, s.seconds), 4, 1], [glide(s, 1500, -0.4, s.seconds), 6, 0.6], [2700, 6, 0.25]]);
    s.play({}, product(throat, hold(s, s.seconds, 0.01, s.seconds * 0.6)));
    s.play({ level: 0.35 + 0.5 * s.force, for: 0.12 }, product(rumble(s, 1400), fall(s, 0.11)));
    s.play({ level: 0.5, for: 0.16 }, product(sineWave(s, glide(s, 170 * s.pitch, -1.2, 0.12)), fall(s, 0.15)));
  },
};

export const click: Kind = {
  seconds: 0.12,
  every: 0.13,
  play(s) {
    const tone = 2400 * s.pitch * s.random.between(0.85, 1.15);
    s.play({ level: 0.8, for: 0.02 }, product(breath(s, tone, 1.2), fall(s, 0.012, 0.0004)));
    s.play({ level: 0.7 }, struck(s, modesOf(tone * 0.42, s.seconds * 0.5, [[1, 0.6], [2.3, 0.35], [4.1, 0.2]])));
    const release = s.seconds * 0.45;
    s.play({ at: release, level: 0.35, for: s.seconds * 0.3 }, product(breath(s, tone * 1.4, 1.5), fall(s, 0.01, 0.0004)));
  },
};

export const beep: Kind = {
  seconds: 0.24,
  every: 0.34,
  play(s) {
    const hertz = 880 * s.pitch * semitones(s.random.between(-3, 3));
    const [body, third, fifth] = [sineWave(s, hertz), sineWave(s, hertz * 3), sineWave(s, hertz * 5)];
    s.play({}, product(() => body() + third() * 0.16 + fifth() * 0.06, hold(s, s.seconds, 0.006, Math.min(0.06, s.seconds * 0.4))));
  },
};

/** A warning that goes on: two tones in turn, a siren's arc, or one tone that comes and goes. */
export const alarm: Kind = {
  seconds: 3,
  goesOn: 'tone',
  play(s) {
    const low = 620 * s.pitch * s.random.between(0.9, 1.1);
    const turns = s.cycle((s.random.between(1.1, 1.5)) * s.pace);
    const style = s.random.integer(0, 2);
    const swing = sineWave(s, turns);
    const bent = style === 1 ? 0.42 : 0;
    const hertz = (): number => {
      const at = swing();
      if (style === 0) return s.cycle(at >= 0 ? low * 1.33 : low);
      return s.cycle(low * 1.15) * (1 + bent * at);
    };
    const shared = moved(hertz);
    const [edge, second] = [pulseWave(s, shared.first, 0.5), sawWave(s, shared.again)];
    const gate = style === 2 ? gateOf(s, turns * 2) : () => 1;
    s.play({}, product(lowpass(s, () => edge() * 0.5 + second() * 0.35, 3200 + 2500 * s.force), gate));
  },
};

/** One moving value for two listeners: the first moves it on, the other hears the same. */
function moved(value: Signal): { first: Signal; again: Signal } {
  let now = 0;
  return { first: () => { now = value(); return now; }, again: () => now };
}

function gateOf(s: Score, hertz: number): Signal {
  const swing = sineWave(s, hertz);
  let level = 0;
  return () => {
    level += ((swing() > 0 ? 1 : 0) - level) * 180 / s.rate;
    return level;
  };
}

/** No. */
export const buzzer: Kind = {
  seconds: 0.55,
  every: 0.5,
  play(s) {
    const hertz = 118 * s.pitch * s.random.between(0.9, 1.1);
    const halves = s.random.chance(0.5) ? [[0, 0.4], [0.48, 1]] as const : [[0, 1]] as const;
    for (const [from, to] of halves) {
      const seconds = (to - from) * s.seconds;
      const tones = sum(product(pulseWave(s, hertz, 0.5), 0.5), product(sawWave(s, hertz * 1.06), 0.5));
      s.play({ at: from * s.seconds, for: seconds }, product(lowpass(s, tones, 1900 + 1500 * s.force), hold(s, seconds, 0.006, 0.04)));
    }
  },
};

/** A rising glitter over a breath of air. */
export const magic: Kind = {
  seconds: 1.9,
  room: 0.3,
  play(s) {
    const root = 740 * s.pitch * semitones(s.random.between(-3, 3));
    const scale = s.minor ? [0, 1, 4, 7, 8, 12, 13, 16, 19, 20, 24] : [0, 2, 4, 7, 9, 12, 14, 16, 19, 21, 24, 26, 28];
    const count = Math.min(60, 6 + Math.round(s.seconds * 10));
    for (let i = 0; i < count; i++) {
      const way = i / count;
      const at = s.seconds * 0.68 * way + s.random.between(0, 0.03);
      const note = scale[Math.min(scale.length - 1, Math.floor(way * scale.length * 0.75 + s.random.between(0, 3)))] ?? 0;
      const ring = Math.min(s.seconds - at, s.random.between(0.4, 0.9));
      if (ring < 0.02) continue;
      s.play({ at, for: ring, pan: s.random.between(-0.8, 0.8), level: s.random.between(0.25, 0.6) }, struck(s, modesOf(root * semitones(note), ring, bar)));
    }
    s.wide({ level: 0.16 }, () => product(breath(s, glide(s, 1800 * s.pitch, 1.8, s.seconds), 2.5), arc(s, s.seconds, 0.4)));
    const pad = s.minor ? [0, 3, 7] : [0, 7, 16];
    for (const note of pad) s.play({ level: 0.12, pan: s.random.between(-0.5, 0.5) }, product(sineWave(s, root * 0.5 * semitones(note)), arc(s, s.seconds, 0.35)));
  },
};

function brass(s: Score, hertz: number, seconds: number): Signal {
  const [one, two, three] = [sawWave(s, hertz), sawWave(s, hertz * 1.004), pulseWave(s, hertz * 0.5, 0.5)];
  const shape = hold(s, seconds, 0.012, seconds * 0.5);
  const opening = fall(s, seconds * 2.5, 0.02);
  return product(lowpass(s, () => one() * 0.4 + two() * 0.4 + three() * 0.2, () => hertz * (1 + 6 * opening())), shape);
}

/** A small fanfare that ends on its chord. */
export const success: Kind = {
  seconds: 1.5,
  room: 0.22,
  play(s) {
    const root = 262 * s.pitch * semitones(s.random.between(-1, 5));
    const tune = s.random.pick([[0, 4, 7, 12], [7, 7, 7, 12], [0, 7, 4, 12], [4, 7, 9, 12]]);
    const step = Math.min(0.14, s.seconds * 0.1);
    tune.forEach((note, i) => {
      const last = i === tune.length - 1;
      const chord = last ? [note, note - 5, note - 8, note + 4] : [note];
      for (const [voice, tone] of chord.entries()) {
        const seconds = last ? s.seconds - i * step : step * 1.15;
        s.play({ at: i * step, for: seconds, level: (last ? 0.5 : 0.7) * (voice === 0 ? 1 : 0.6), pan: (voice - 1.5) * 0.25 }, brass(s, root * semitones(tone), seconds));
        s.play({ at: i * step, for: seconds, level: 0.16 }, struck(s, modesOf(root * 2 * semitones(tone), seconds, bar)));
      }
    });
  },
};

/** Three falling steps, the last one sinking away. */
export const failure: Kind = {
  seconds: 1.5,
  room: 0.12,
  play(s) {
    const root = 311 * s.pitch * semitones(s.random.between(-3, 2));
    const step = s.seconds * 0.2;
    for (let i = 0; i < 4; i++) {
      const last = i === 3;
      const seconds = last ? s.seconds - i * step : step * 0.92;
      const hertz = root * semitones(-i);
      const path = last ? product(glide(s, hertz, -0.35, seconds), sway(s, 5.5, 0.985, 1.015)) : (): number => hertz;
      const shared = moved(path);
      const [tone, low] = [sawWave(s, shared.first), pulseWave(s, shared.again, 0.4)];
      const mouth = line(s, [[0, 400], [seconds * 0.3, 1500], [seconds, 420]]);
      s.play({ at: i * step, for: seconds, level: 0.8 }, product(lowpass(s, () => tone() * 0.6 + low() * 0.3, mouth, 2), hold(s, seconds, 0.02, seconds * 0.4)));
    }
  },
};

/** A trembling that grows faster and higher until it is gone. */
export const teleport: Kind = {
  seconds: 1.3,
  room: 0.25,
  play(s) {
    const from = 170 * s.pitch * s.random.between(0.85, 1.2);
    const rising = s.random.chance(0.6) ? 3 : -2.6;
    const base = rising > 0 ? from : from * 7;
    const tremor = sineWave(s, glide(s, 5, 2.8, s.seconds));
    const carrier = sum(product(sineWave(s, glide(s, base, rising, s.seconds)), 0.6), product(triangleWave(s, glide(s, base * 1.503, rising, s.seconds)), 0.35));
    const shape = arc(s, s.seconds, 0.7);
    s.play({}, () => carrier() * (0.55 + 0.45 * tremor()) * shape());
    s.wide({ level: 0.35 }, () => product(breath(s, glide(s, base * 6, rising * 0.6, s.seconds), 3), arc(s, s.seconds, 0.75)));
    const end = s.seconds * 0.72;
    s.play({ at: end, level: 0.3 }, struck(s, modesOf(1480 * s.pitch, s.seconds - end, bar)));
  },
};

/** A discharge: a hard hum, torn by chance. */
export const zap: Kind = {
  seconds: 0.8,
  play(s) {
    const hertz = wander(s, 18, 70 * s.pitch, 150 * s.pitch);
    const torn = wander(s, 45, -0.5, 1);
    const arcing = product(highpass(s, sawWave(s, hertz), 900), () => Math.max(0, torn()));
    const crackle = bandpass(s, sparks(s, 900), wander(s, 30, 2500, 7000), 1.2);
    const shape = hold(s, s.seconds, 0.003, s.seconds * 0.35);
    s.play({}, product(driven(() => arcing() * 0.9 + crackle() * 1.6, 1.5 + 2 * s.force), shape));
    s.play({ level: 0.4, for: 0.06 }, product(hiss(s, 2500), fall(s, 0.06)));
  },
};

export const pop: Kind = {
  seconds: 0.16,
  every: 0.12,
  play(s) {
    const from = 380 * s.pitch * s.random.between(0.8, 1.3);
    const rise = Math.min(0.07, s.seconds * 0.6);
    s.play({}, product(sineWave(s, glide(s, from, s.random.between(1.2, 1.8), rise)), fall(s, s.seconds, 0.002)));
    s.play({ level: 0.3, for: 0.015 }, product(breath(s, from * 5, 1), fall(s, 0.012, 0.0004)));
  },
};

/** A gun: the crack, the body and what the surroundings give back. */
export const shot: Kind = {
  seconds: 0.9,
  every: 0.28,
  room: 0.2,
  play(s) {
    const boom = 150 * s.pitch * s.random.between(0.85, 1.15);
    const bang = sum(
      product(whiteNoise(s), fall(s, 0.05, 0.0003)),
      product(rumble(s, glide(s, 5200 * s.pitch, -3, s.seconds * 0.6)), fall(s, s.seconds * 0.6)),
      product(sineWave(s, glide(s, boom, -1.6, 0.14)), fall(s, 0.25)),
    );
    s.play({}, driven(bang, 2 + 2 * s.force));
    s.wide({ at: 0.05, level: 0.28 }, () => product(rumble(s, 1500 * s.pitch), fall(s, s.seconds * 0.9, 0.03)));
  },
};

/** Two quick notes: chosen, confirmed, opened. */
export const blip: Kind = {
  seconds: 0.2,
  every: 0.22,
  play(s) {
    const first = 660 * s.pitch * semitones(s.random.between(-2, 4));
    const turn = s.seconds * 0.36;
    const up = s.minor ? semitones(-5) : semitones(s.random.pick([5, 7, 4]));
    s.play({ for: turn, level: 0.8 }, product(triangleWave(s, first), hold(s, turn, 0.003, turn * 0.4)));
    s.play({ at: turn }, product(triangleWave(s, first * up), fall(s, s.seconds - turn)));
    s.play({ at: turn, level: 0.15 }, struck(s, modesOf(first * up * 2, s.seconds - turn, bar)));
  },
};
