/** What lies on a surface: moss, snow, rust, cracks. A coat changes the place the pattern has made. */
import { clamp, mix, smoothstep } from '../arithmetic.ts';
import { shadesOf } from '../colour.ts';
import type { CoatName } from '../names.ts';
import { emptySpot } from './cells.ts';
import type { Ground, Shader } from './ground.ts';

/** The coats the words ask for, from the surface outwards. */
export function coatsFor(ground: Ground, pattern: string): readonly Shader[] {
  return order.filter(name => ground.reading.coats.has(name) && name !== pattern).map(name => coats[name](ground));
}

const order: readonly CoatName[] = ['veins', 'cracks', 'rust', 'stains', 'dust', 'wet', 'moss', 'snow'];

const green = shadesOf({ hue: 125, chroma: 0.105, light: 0.44 }, 0.22);
const white = shadesOf({ hue: 240, chroma: 0.012, light: 0.92 }, 0.1);
const rusty = shadesOf({ hue: 46, chroma: 0.12, light: 0.42 }, 0.2);
const dusty = shadesOf({ hue: 75, chroma: 0.05, light: 0.68 }, 0.12);
const dark = shadesOf({ hue: 20, chroma: 0.03, light: 0.14 }, 0.06);
const blood = shadesOf({ hue: 22, chroma: 0.13, light: 0.3 }, 0.1);

const coats: Readonly<Record<CoatName, (ground: Ground) => Shader>> = {
  moss(ground) {
    const spread = ground.noise({ cells: 3.2, octaves: 6, gain: 0.58 });
    const tufts = ground.cells(52, { jitter: 1 });
    const grain = ground.noise({ cells: 60, octaves: 3, gain: 0.65 });
    const spot = emptySpot();
    return (u, v, texel) => {
      const fine = grain(u, v);
      tufts(u + fine * 0.004, v - fine * 0.004, spot);
      const tuft = 1 - spot.nearest;
      // It starts in the joints, where the water stays.
      const amount = smoothstep(0.06, 0.24, spread(u, v) * 0.95 - texel.height * 6 + tuft * 0.16 + 0.02);
      green.glaze(texel, 0.12 + tuft * 0.62 + fine * 0.2, amount * 0.94);
      texel.height = mix(texel.height, texel.height * 0.75 + 0.006 + tuft * 0.012 + fine * 0.003, amount);
      texel.gloss *= 1 - amount;
      texel.glow *= 1 - amount;
    };
  },

  snow(ground) {
    const spread = ground.noise({ cells: 2.8, octaves: 5, gain: 0.5 });
    const grain = ground.noise({ cells: 90, octaves: 2, gain: 0.7 });
    return (u, v, texel) => {
      const drift = spread(u, v);
      const fine = grain(u, v);
      const amount = smoothstep(0.02, 0.16, drift * 1.2 + texel.height * 3.5 - 0.06 + fine * 0.03);
      white.glaze(texel, 0.6 + drift * 0.2 + fine * 0.1, amount);
      texel.height = mix(texel.height, texel.height * 0.45 + 0.022 + drift * 0.02 + fine * 0.0008, amount);
      texel.gloss = mix(texel.gloss, 0.1, amount);
      texel.glow *= 1 - amount;
    };
  },

  rust(ground) {
    const spread = ground.noise({ cells: 3, octaves: 7, gain: 0.6 });
    const runs = ground.noise({ cells: 14, octaves: 4, tall: 6 });
    const grain = ground.noise({ cells: 40, octaves: 4, gain: 0.68 });
    return (u, v, texel) => {
      const fine = grain(u, v);
      const amount = smoothstep(0.02, 0.34, spread(u, v) + runs(u, v) * 0.3 + fine * 0.16 - texel.height * 2 + 0.06);
      rusty.glaze(texel, 0.42 + fine * 0.5 + amount * 0.1, amount * 0.92);
      dark.glaze(texel, 0.8, smoothstep(0.3, 0.7, -fine) * amount * 0.45);
      texel.height += amount * (fine * 0.004 - 0.0012);
      texel.gloss *= 1 - amount;
    };
  },

  cracks(ground) {
    const lines = ground.cells(3.4, { jitter: 1, borders: true });
    const branches = ground.cells(9, { jitter: 1, borders: true });
    const spot = emptySpot();
    const warp = ground.noise({ cells: 7, octaves: 5, gain: 0.56 });
    const warpAcross = ground.noise({ cells: 7, octaves: 5, gain: 0.56 });
    const where = ground.noise({ cells: 2.5, octaves: 3 });
    const hot = ground.reading.mood.glow;
    return (u, v, texel) => {
      const bendU = warp(u, v);
      const bendV = warpAcross(u, v);
      lines(u + bendU * 0.035, v + bendV * 0.035, spot);
      const here = where(u, v);
      const width = 0.014 + Math.max(0, here + 0.15) * 0.035;
      let crack = smoothstep(width, width * 0.25, spot.border);
      const shoulder = clamp(1 - spot.border / (width * 4));
      branches(u + bendV * 0.03, v + bendU * 0.03, spot);
      crack = Math.max(crack, smoothstep(0.035, 0.008, spot.border) * smoothstep(0.05, 0.35, here + shoulder * 0.3));
      texel.height -= crack * 0.02 + shoulder * shoulder * 0.004;
      if (hot > 0) {
        ground.colours.fire.glaze(texel, 0.35 + crack * 0.5, Math.max(crack, shoulder * 0.4));
        texel.glow = Math.max(texel.glow, crack);
      } else dark.glaze(texel, 0.5, crack * 0.85);
      texel.gloss *= 1 - crack;
    };
  },

  wet(ground) {
    const pools = ground.noise({ cells: 2.6, octaves: 4 });
    return (u, v, texel) => {
      const level = pools(u, v) * 0.022 + 0.012;
      const pool = smoothstep(-0.004, 0.004, level - texel.height);
      const soaked = 0.72 - pool * 0.14;
      texel.red *= soaked;
      texel.green *= soaked;
      texel.blue *= soaked + 0.05;
      texel.height = mix(texel.height, level, pool);
      texel.gloss = Math.max(texel.gloss, mix(0.55, 0.95, pool));
    };
  },

  dust(ground) {
    const spread = ground.noise({ cells: 3, octaves: 6, gain: 0.58 });
    const grain = ground.noise({ cells: 90, octaves: 3, gain: 0.7 });
    return (u, v, texel) => {
      const fine = grain(u, v);
      const amount = smoothstep(-0.1, 0.35, spread(u, v) - texel.height * 9 + fine * 0.12 + 0.12) * 0.85;
      dusty.glaze(texel, 0.5 + fine * 0.35, amount);
      texel.height = mix(texel.height, texel.height * 0.8 + 0.006 + fine * 0.0015, amount);
      texel.gloss *= 1 - amount;
    };
  },

  veins(ground) {
    const foldU = ground.noise({ cells: 3, octaves: 5 });
    const lines = ground.noise({ cells: 2.2, octaves: 5, gain: 0.5 });
    const hot = ground.reading.mood.glow;
    return (u, v, texel) => {
      const bend = foldU(u, v);
      const line = clamp(1 - Math.abs(lines(u + bend * 0.1, v - bend * 0.1)) * 14);
      const vein = smoothstep(0.15, 0.75, line) * clamp(0.75 + bend);
      ground.colours.accent.glaze(texel, 0.6 + line * 0.35, vein);
      texel.height += vein * 0.004;
      texel.gloss = mix(texel.gloss, 0.85, vein);
      texel.glow = Math.max(texel.glow, vein * hot * 0.8);
    };
  },

  stains(ground) {
    const spread = ground.noise({ cells: 3, octaves: 6, gain: 0.56 });
    const drops = ground.cells(15, { jitter: 1 });
    const spot = emptySpot();
    return (u, v, texel) => {
      const blot = spread(u, v);
      drops(u, v, spot);
      const drop = smoothstep(0.24, 0.16, spot.nearest) * smoothstep(0.05, 0.3, blot + 0.2);
      const amount = Math.max(smoothstep(0.2, 0.3, blot), drop);
      blood.glaze(texel, 0.5 - blot * 0.3, amount * 0.8);
      texel.gloss = Math.max(texel.gloss, amount * 0.6);
      texel.height *= 1 - amount * 0.15;
    };
  },
};
