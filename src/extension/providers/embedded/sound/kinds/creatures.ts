/** Voices and bodies of living things, and of some that no longer are. */
import { arc, driven, fall, glide, hold, line, product, sum } from '../envelopes.ts';
import { breath, formants, hiss, lowpass, rumble } from '../filters.ts';
import type { Kind } from '../kind.ts';
import type { Signal } from '../score.ts';
import { pulseWave, sawWave, sineWave, sway, triangleWave, wander } from '../waves.ts';

/** A large throat: rough, low, opening and closing. */
export const growl: Kind = {
  seconds: 1.7,
  every: 1.1,
  room: 0.15,
  play(s) {
    const hertz = 72 * s.pitch * s.random.between(0.85, 1.2);
    const rough = wander(s, 32, 0.82, 1.15);
    const bow = line(s, [[0, 0.75], [s.seconds * 0.3, 1.15], [s.seconds, 0.7]]);
    const cords = sawWave(s, () => hertz * rough() * bow());
    const air = rumble(s, 1600);
    const flutter = sway(s, 27 * s.random.between(0.85, 1.15), 0.35, 1);
    const mouth = arc(s, s.seconds, 0.4);
    let open = 0;
    const throat = formants(s, () => cords() * 0.9 + air() * 0.5, [
      [() => (330 + 420 * open) * s.pitch, 4, 1.1], [() => (850 + 600 * open) * s.pitch, 5, 0.8], [2300 * s.pitch, 5, 0.35], [120 * s.pitch, 1.5, 0.6],
    ]);
    const voice: Signal = () => {
      open = mouth();
      return throat() * flutter();
    };
    s.play({}, product(driven(voice, 1.6 + 2.2 * s.force), hold(s, s.seconds, s.seconds * 0.15, s.seconds * 0.4)));
    s.wide({ level: 0.2 }, () => product(breath(s, 900 * s.pitch, 0.8), arc(s, s.seconds, 0.5)));
  },
};

/** Somebody who is not there. */
export const ghost: Kind = {
  seconds: 2.8,
  room: 0.5,
  play(s) {
    const hertz = 420 * s.pitch * s.random.between(0.85, 1.2);
    const path = line(s, [[0, 0.8], [s.seconds * 0.35, s.random.between(1.15, 1.4)], [s.seconds * 0.7, 1.05], [s.seconds, 0.72]]);
    const tremble = sway(s, 5.2, 0.982, 1.018);
    let now = hertz;
    const moved: Signal = () => now;
    const [body, second, fifth] = [sineWave(s, moved), sineWave(s, () => now * 2.002), sineWave(s, () => now * 1.498)];
    const airy = breath(s, moved, 9);
    s.play({}, product(() => {
      now = hertz * path() * tremble();
      return body() * 0.6 + second() * 0.16 + fifth() * 0.1 + airy() * 0.5;
    }, arc(s, s.seconds, 0.45)));
    s.wide({ level: 0.22 }, () => product(breath(s, wander(s, 2, 500 * s.pitch, 1300 * s.pitch), 4), arc(s, s.seconds, 0.55)));
  },
};

/** Two beats: the valves close, one after the other. */
export const heartbeat: Kind = {
  seconds: 0.62,
  every: 0.86,
  beats: true,
  times: 3,
  play(s) {
    const hertz = 74 * s.pitch * s.random.between(0.95, 1.06);
    const second = Math.min(0.24 / s.pace, s.seconds * 0.42);
    for (const [at, level, tune] of [[0, 1, 1], [second, 0.7, 1.22]] as const) {
      s.play({ at, for: 0.2, level }, driven(product(sineWave(s, glide(s, hertz * tune, -0.6, 0.12)), fall(s, 0.22, 0.008)), 2.5));
      s.play({ at, for: 0.1, level: level * 0.7 }, product(rumble(s, 420 * s.pitch), fall(s, 0.09, 0.004)));
    }
  },
};

/** Something soft and wet. */
export const squelch: Kind = {
  seconds: 0.55,
  every: 0.45,
  play(s) {
    const wobble = s.random.between(9, 15);
    const mouth = product(glide(s, 480 * s.pitch, s.random.between(0.6, 1.5), s.seconds), sway(s, wobble, 0.6, 1.5));
    s.play({}, product(lowpass(s, rumble(s, 2600), mouth, 7), arc(s, s.seconds, 0.3)));
    const drops = 4;
    for (let i = 0; i < drops; i++) {
      const at = s.seconds * (0.1 + 0.75 * i / drops) * s.random.between(0.8, 1.15);
      s.play({ at, for: 0.07, level: 0.5 }, product(sineWave(s, glide(s, s.random.between(260, 620) * s.pitch, 0.9, 0.06)), fall(s, 0.06, 0.004)));
    }
    s.play({ level: 0.4 }, product(sineWave(s, glide(s, 130 * s.pitch, -0.7, s.seconds * 0.5)), fall(s, s.seconds * 0.5)));
  },
};

/** Short whistles in a motif that is sung again. */
export const bird: Kind = {
  seconds: 1.7,
  room: 0.15,
  play(s) {
    const base = 2900 * s.pitch * s.random.between(0.8, 1.25);
    const motif = Array.from({ length: s.random.integer(2, 4) }, () => ({
      hertz: base * s.random.between(0.75, 1.35), bend: s.random.between(-0.55, 0.55), seconds: s.random.between(0.05, 0.15), pause: s.random.between(0.02, 0.08),
      trill: s.random.chance(0.4) ? s.random.between(24, 42) : 0,
    }));
    const pan = s.random.between(-0.4, 0.4);
    let at = 0;
    while (at < s.seconds - 0.04) {
      for (const note of motif) {
        const seconds = Math.min(note.seconds / s.pace, s.seconds - at);
        if (s.seconds - at < 0.025) return;
        const trill = note.trill > 0 ? sway(s, note.trill, 0.9, 1.1) : (): number => 1;
        const path = glide(s, note.hertz, note.bend, seconds);
        const call = sineWave(s, () => path() * trill());
        const high = sineWave(s, glide(s, note.hertz * 2, note.bend, seconds));
        s.play({ at, for: seconds, pan, level: s.random.between(0.8, 1) }, product(() => call() + high() * 0.12, arc(s, seconds, 0.35)));
        at += seconds + note.pause / s.pace;
      }
      at += s.random.between(0.12, 0.3) / s.pace;
    }
  },
};

/** A field at night: pulses of one high tone. */
export const cricket: Kind = {
  seconds: 3,
  goesOn: 'tone',
  play(s) {
    for (const [detune, pan, level] of [[1, -0.4, 1], [1.06, 0.5, 0.55]] as const) {
      const hertz = s.cycle(4300 * s.pitch * detune * s.random.between(0.95, 1.05));
      const tone = sineWave(s, hertz);
      const legs = sineWave(s, s.cycle(31 * s.random.between(0.9, 1.1)));
      const chirps = sineWave(s, s.cycle(1.9 * s.pace * s.random.between(0.9, 1.1)));
      s.play({ pan, level }, () => {
        const pulse = legs();
        const chirp = chirps() + 0.25;
        return tone() * (pulse > 0 ? pulse : 0) * (chirp > 0 ? Math.min(1, chirp * 3) : 0);
      });
    }
    s.wide({ level: 0.05 }, () => hiss(s, 5200));
  },
};

/** Wings, coming near and going away. */
export const buzz: Kind = {
  seconds: 2.4,
  play(s) {
    const hertz = 205 * s.pitch * s.random.between(0.85, 1.2);
    const flight = wander(s, 1.8 * s.pace, 0, 1);
    let near = 0;
    const shared: Signal = () => near;
    const beat = sawWave(s, () => hertz * (0.92 + 0.14 * near));
    const wings = lowpass(s, beat, () => 900 + 3800 * shared(), 1.4);
    const flutter = sway(s, 41, 0.72, 1);
    s.play({ pan: s.random.between(-0.5, 0.5) }, product(() => {
      near = flight();
      return wings() * (0.25 + 0.75 * near) * flutter();
    }, hold(s, s.seconds, s.seconds * 0.2, s.seconds * 0.25)));
  },
};

/** A short rough call, as of a frog or a duck. */
export const croak: Kind = {
  seconds: 0.45,
  every: 0.55,
  room: 0.1,
  play(s) {
    const rate = 62 * s.pitch * s.random.between(0.85, 1.2);
    const pulses = pulseWave(s, glide(s, rate, 0.35, s.seconds), 0.12);
    const throat = formants(s, pulses, [[620 * s.pitch, 6, 1], [1250 * s.pitch, 7, 0.7], [2500 * s.pitch, 6, 0.3]]);
    s.play({}, product(driven(throat, 2), arc(s, s.seconds, 0.6)));
  },
};

/** A dog: the throat opens at once and closes again. */
export const bark: Kind = {
  seconds: 0.34,
  every: 0.42,
  room: 0.12,
  play(s) {
    const hertz = 260 * s.pitch * s.random.between(0.85, 1.2);
    const path = line(s, [[0, hertz * 0.8], [s.seconds * 0.25, hertz * 1.35], [s.seconds, hertz * 0.6]]);
    const rough = wander(s, 70, 0.88, 1.12);
    const cords = sum(product(sawWave(s, () => path() * rough()), 0.8), product(rumble(s, 2200), 0.5));
    const throat = formants(s, cords, [[line(s, [[0, 500], [s.seconds * 0.3, 1050 * s.pitch], [s.seconds, 450]]), 3.5, 1], [1700 * s.pitch, 5, 0.6], [2900 * s.pitch, 5, 0.25]]);
    s.play({}, product(driven(throat, 2 + s.force), arc(s, s.seconds, 0.22)));
  },
};

/** A soft voice between a and o. */
export const meow: Kind = {
  seconds: 0.85,
  every: 1,
  room: 0.08,
  play(s) {
    const hertz = 520 * s.pitch * s.random.between(0.85, 1.2);
    const path = line(s, [[0, hertz * 0.85], [s.seconds * 0.35, hertz * 1.3], [s.seconds, hertz * 0.75]]);
    const tremble = sway(s, 6, 0.99, 1.01);
    const [cords, soft] = [sawWave(s, () => path() * tremble()), triangleWave(s, line(s, [[0, hertz * 0.85], [s.seconds * 0.35, hertz * 1.3], [s.seconds, hertz * 0.75]]))];
    const mouth = formants(s, () => cords() * 0.6 + soft() * 0.4, [
      [line(s, [[0, 450], [s.seconds * 0.4, 1150], [s.seconds, 560]]), 4, 1], [line(s, [[0, 2100], [s.seconds * 0.45, 1750], [s.seconds, 950]]), 6, 0.6], [3300, 6, 0.2],
    ]);
    s.play({}, product(mouth, hold(s, s.seconds, s.seconds * 0.25, s.seconds * 0.4)));
  },
};
