/** Air, water and fire. */
import { mix } from '../../arithmetic.ts';
import { randomFrom } from '../../random.ts';
import { arc, driven, fall, glide, line, product, sum } from '../envelopes.ts';
import { bandpass, breath, hiss, lowpass, rumble } from '../filters.ts';
import type { Kind } from '../kind.ts';
import type { Score, Signal } from '../score.ts';
import { cup, modesOf, plate, struck } from '../struck.ts';
import { pinkNoise, sineWave, sparks, sway, wander, whiteNoise } from '../waves.ts';

/** A bubble of air in water: a tone that rises as the bubble comes up. The smaller, the higher. */
function bubble(s: Score, hertz: number, octaves: number, seconds: number): Signal {
  return product(sineWave(s, glide(s, hertz, octaves, seconds)), fall(s, seconds, 0.003));
}

/** So many a second on average, at random times all along. */
function strew(s: Score, perSecond: number, seconds: number, piece: (at: number) => void): void {
  const count = Math.min(900, Math.round(perSecond * s.seconds));
  for (let i = 0; i < count; i++) {
    const at = s.seconds * (i + s.random.next()) / count;
    if (at + seconds * 0.3 < s.seconds) piece(at);
  }
}

export const wind: Kind = {
  seconds: 5,
  goesOn: 'noise',
  play(s) {
    const gusts = 0.45 * s.pace * (0.7 + s.force);
    // The same gusts come to both ears, with the air of each.
    const weather = s.random.seed();
    s.wide({ level: 0.8 }, () => {
      const gust = wander({ rate: s.rate, random: randomFrom(weather) }, gusts, 0, 1);
      let now = 0;
      const body = breath(s, () => (190 + 520 * now) * s.pitch, 1.1);
      return () => {
        now = gust();
        return body() * (0.12 + 0.88 * now * now);
      };
    });
    s.play({ level: 0.22 + 0.25 * s.force, pan: s.random.between(-0.4, 0.4) }, product(breath(s, wander(s, gusts * 1.6, 480 * s.pitch, 1050 * s.pitch), 14), wander(s, gusts * 1.3, 0, 1)));
    s.wide({ level: 0.12 }, () => product(hiss(s, 2600 * s.pitch), wander(s, gusts * 2, 0.1, 1)));
  },
};

export const rain: Kind = {
  seconds: 5,
  goesOn: 'noise',
  takesMaterial: true,
  play(s) {
    const heavy = s.force;
    const surface = s.material;
    s.wide({ level: 0.25 + 0.4 * heavy }, () => product(hiss(s, 2600 * s.pitch), wander(s, 1.2, 0.75, 1)));
    s.wide({ level: 0.1 + 0.35 * heavy }, () => product(breath(s, 750 * s.pitch, 0.5), wander(s, 0.8, 0.6, 1)));
    s.wide({ level: 1.5 }, () => bandpass(s, sparks(s, 160 + 380 * heavy), s.random.between(3000, 4200) * s.pitch, 2.4));
    strew(s, 26 + 26 * heavy, 0.04, at => {
      const seconds = s.random.between(0.02, 0.05);
      const hertz = s.random.between(1100, 3600) * s.pitch;
      const place = { at, for: seconds, pan: s.random.between(-0.9, 0.9), level: s.random.between(0.08, 0.3) };
      if (surface === 'metal') s.play(place, struck(s, modesOf(hertz * 0.7, seconds * 3, plate)));
      else if (surface === 'glass') s.play(place, struck(s, modesOf(hertz, seconds * 2, cup)));
      else s.play(place, bubble(s, hertz, 0.5, seconds));
    });
  },
};

export const thunder: Kind = {
  seconds: 5,
  room: 0.3,
  play(s) {
    const strike = s.force > 0.3;
    const begin = strike ? 0.02 : 0.15;
    if (strike) {
      for (let at = 0, i = 0; i < 5; i++, at += s.random.between(0.02, 0.09)) {
        s.play({ at, for: 0.5, level: 0.5 - i * 0.08, pan: s.random.between(-0.5, 0.5) }, driven(product(rumble(s, glide(s, 6500 * s.pitch, -4, 0.4)), fall(s, 0.4, 0.001)), 2.5));
      }
    }
    const rolls = 3 + Math.round(s.seconds * 0.7);
    s.wide({ level: 0.9 }, () => product(rumble(s, glide(s, 520 * s.pitch, -1.6, s.seconds)), fall(s, s.seconds * 2, 0.12), wander(s, 5, 0.25, 1)));
    for (let i = 0; i < rolls; i++) {
      const at = begin + (s.seconds * 0.75) * i / rolls * s.random.between(0.7, 1.2);
      const seconds = Math.min(s.seconds - at, s.random.between(0.6, 1.6));
      const level = (1 - at / s.seconds) * s.random.between(0.8, 1.5);
      if (seconds > 0.05) s.play({ at, for: seconds, level, pan: s.random.between(-0.7, 0.7) }, product(rumble(s, s.random.between(90, 260) * s.pitch), arc(s, seconds, 0.2)));
    }
    s.play({ level: 0.6 }, product(sineWave(s, wander(s, 6, 32 * s.pitch, 58 * s.pitch)), fall(s, s.seconds, 0.1), wander(s, 4, 0.1, 1)));
  },
};

export const fire: Kind = {
  seconds: 5,
  goesOn: 'noise',
  play(s) {
    s.wide({ level: 0.35 + 0.3 * s.force }, () => product(rumble(s, wander(s, 3, 130 * s.pitch, 420 * s.pitch)), wander(s, 7, 0.4, 1)));
    s.wide({ level: 0.1 }, () => product(hiss(s, 3200 * s.pitch), wander(s, 5, 0.1, 1)));
    s.wide({ level: 1.1 }, () => bandpass(s, sparks(s, 38 * s.pace), wander(s, 20, 1500 * s.pitch, 5200 * s.pitch), 1.6));
    strew(s, 4 + 5 * s.force, 0.05, at => {
      const seconds = s.random.between(0.012, 0.06);
      const pan = s.random.between(-0.8, 0.8);
      const level = s.random.between(0.2, 0.75);
      s.play({ at, for: seconds, pan, level }, product(breath(s, s.random.between(900, 3200) * s.pitch, 1.2), fall(s, seconds, 0.0005)));
      s.play({ at, for: seconds, pan, level: level * 0.5 }, struck(s, modesOf(s.random.between(260, 700) * s.pitch, seconds, [[1, 1], [2.4, 0.4]])));
    });
  },
};

/** A brook: bubbles of all sizes over the rush of the current. */
export const water: Kind = {
  seconds: 5,
  goesOn: 'noise',
  play(s) {
    s.wide({ level: 0.2 + 0.3 * s.force }, () => product(breath(s, wander(s, 1.5, 480 * s.pitch, 900 * s.pitch), 0.6), wander(s, 2.5, 0.6, 1)));
    s.wide({ level: 0.1 + 0.1 * s.force }, () => hiss(s, 3000 * s.pitch));
    strew(s, 42 * s.pace, 0.08, at => {
      const size = s.random.next();
      const seconds = mix(0.03, 0.12, size);
      const place = { at, for: seconds, pan: s.random.between(-0.8, 0.8), level: s.random.between(0.1, 0.45) };
      s.play(place, bubble(s, mix(1700, 380, size) * s.pitch * s.random.between(0.8, 1.25), s.random.between(0.1, 0.7), seconds));
    });
  },
};

/** Breakers on a beach, one after the other. */
export const waves: Kind = {
  seconds: 8,
  goesOn: 'noise',
  play(s) {
    s.wide({ level: 0.14 }, () => rumble(s, 380 * s.pitch));
    const count = Math.max(1, Math.round(s.seconds * s.pace / 4));
    const period = s.seconds / count;
    for (let i = 0; i < count; i++) {
      const at = Math.max(0, period * i + s.random.between(-0.15, 0.15) * period);
      const seconds = Math.min(s.seconds - at, period * 1.25);
      const top = s.random.between(1500, 2600) * s.pitch;
      s.wide({ at, for: seconds, level: s.random.between(0.6, 0.9) }, () => {
        const swell = arc(s, seconds, 0.38);
        let now = 0;
        const surf = rumble(s, () => 220 + top * now * now);
        return () => {
          now = swell();
          return surf() * now * now;
        };
      });
      s.wide({ at: at + period * 0.35, for: seconds * 0.6, level: 0.12 }, () => product(hiss(s, 4500), arc(s, seconds * 0.6, 0.3)));
    }
  },
};

export const bubbles: Kind = {
  seconds: 2.5,
  play(s) {
    strew(s, 9 * s.pace, 0.12, at => {
      const size = s.random.next();
      const seconds = mix(0.05, 0.17, size);
      const place = { at, for: seconds, pan: s.random.between(-0.6, 0.6), level: s.random.between(0.4, 0.9) };
      s.play(place, bubble(s, mix(900, 260, size) * s.pitch * s.random.between(0.85, 1.2), s.random.between(0.6, 1.3), seconds));
    });
    // The first one comes at once, so that even a short sound has one.
    s.play({ for: Math.min(0.12, s.seconds), level: 0.8 }, bubble(s, 420 * s.pitch, 1, Math.min(0.12, s.seconds)));
  },
};

export const drip: Kind = {
  seconds: 0.5,
  every: 0.62,
  beats: true,
  room: 0.35,
  takesMaterial: true,
  play(s) {
    const hertz = 980 * s.pitch * s.random.between(0.75, 1.35);
    const tick = 0.012;
    s.play({ for: tick, level: 0.35 }, product(breath(s, hertz * 5, 1.5), fall(s, tick, 0.0003)));
    s.play({ at: tick, for: 0.16 }, bubble(s, hertz, s.random.between(0.35, 0.8), 0.15));
    if (s.random.chance(0.7)) s.play({ at: tick + 0.07, for: 0.1, level: 0.4 }, bubble(s, hertz * 1.5, 0.5, 0.09));
    if (s.material === 'metal') s.play({ level: 0.3 }, struck(s, modesOf(hertz * 0.8, s.seconds, plate)));
  },
};

export const splash: Kind = {
  seconds: 1.5,
  play(s) {
    const body = Math.min(0.5, s.seconds * 0.5);
    s.play({ level: 0.6 + 0.4 * s.force, for: 0.2 }, product(sineWave(s, glide(s, 210 * s.pitch, -1.2, 0.15)), fall(s, 0.18)));
    s.wide({ level: 0.9 }, () => product(rumble(s, glide(s, 5200 * s.pitch, -3, body * 1.6)), fall(s, s.seconds * 0.75, 0.012)));
    s.wide({ at: 0.03, level: 0.35 }, () => product(hiss(s, 3500), fall(s, s.seconds * 0.55, 0.05)));
    const count = Math.min(80, Math.round(10 + s.seconds * 14));
    for (let i = 0; i < count; i++) {
      const way = s.random.next() * s.random.next();
      const seconds = s.random.between(0.03, 0.11);
      s.play({ at: 0.06 + way * s.seconds * 0.8, for: seconds, pan: s.random.between(-0.8, 0.8), level: 0.45 * (1 - way) + 0.05 },
        bubble(s, s.random.between(420, 1700) * s.pitch, s.random.between(0.2, 0.9), seconds));
    }
  },
};

export const steam: Kind = {
  seconds: 1.6,
  play(s) {
    const valve = line(s, [[0, 0], [0.03, 1], [s.seconds * 0.5, 0.75], [s.seconds, 0]]);
    s.wide({ level: 0.8 }, () => product(hiss(s, glide(s, 4200 * s.pitch, -0.7, s.seconds)), wander(s, 30, 0.8, 1)));
    s.play({ level: 0.35 }, product(breath(s, glide(s, 1500 * s.pitch, -0.6, s.seconds), 1.2), valve));
    s.play({ level: 0.25, for: 0.06 }, struck(s, modesOf(520 * s.pitch, 0.06, plate)));
  },
};

/** An open throttle of flame: rockets, jets, torches. */
export const jet: Kind = {
  seconds: 3,
  goesOn: 'noise',
  play(s) {
    s.wide({ level: 0.8 }, () => driven(sum(product(rumble(s, 320 * s.pitch), wander(s, 14, 0.6, 1)), product(breath(s, 1150 * s.pitch, 0.5), wander(s, 25, 0.3, 0.55))), 1.5 + s.force));
    s.play({ level: 0.25 }, product(rumble(s, 70 * s.pitch), wander(s, 11, 0.3, 1)));
    s.wide({ level: 0.12 }, () => hiss(s, 4000));
  },
};

/** Between two stations. */
export const radio: Kind = {
  seconds: 3,
  goesOn: 'noise',
  play(s) {
    s.wide({ level: 0.5 }, () => product(lowpass(s, pinkNoise(s), 5200 * s.pitch), wander(s, 9, 0.35, 1)));
    s.wide({ level: 0.9 }, () => bandpass(s, sparks(s, 120 * s.pace), wander(s, 8, 1200, 5200), 1.4));
    s.play({ level: 0.16, pan: 0.1 }, product(sineWave(s, wander(s, 1.5, 700 * s.pitch, 2300 * s.pitch)), wander(s, 4, -0.8, 1), sway(s, 3.3, 0, 1)));
    s.play({ level: 0.15 }, product(whiteNoise(s), wander(s, 14, -0.5, 0.8)));
  },
};
