/** Light without a surface: clouds, nebulae, and paint that flows. */
import { clamp, mix, smoothstep } from '../../arithmetic.ts';
import { shadesOf } from '../../colour.ts';
import { share } from '../../random.ts';
import { emptySpot } from '../cells.ts';
import type { Pattern } from '../ground.ts';

/** Cumulus against the sky; the side turned to the sun is bright, the depth is grey. */
export const clouds: Pattern = {
  tint: { hue: 245, chroma: 0.105, light: 0.62 },
  accent: { hue: 80, chroma: 0.01, light: 0.9 },
  takesColour: 0.9,
  make(ground) {
    const { colours } = ground;
    const foldU = ground.noise({ cells: 3, octaves: 4 });
    const foldV = ground.noise({ cells: 3, octaves: 4 });
    const seed = ground.random.seed();
    // The light is reckoned on the large forms alone; on the small ones it would only scratch.
    const billow = ground.noise({ cells: 2.2, octaves: 8, gain: 0.53 }, seed);
    const shape = ground.noise({ cells: 2.2, octaves: 4, gain: 0.5 }, seed);
    const wisps = ground.noise({ cells: 3, octaves: 6, gain: 0.55, wide: 2.5 });
    const haze = ground.noise({ cells: 1.4, octaves: 3 });
    const density = (u: number, v: number): number => {
      const bendU = foldU(u, v) * 0.05;
      const bendV = foldV(u, v) * 0.05;
      return billow(u + bendU, v + bendV);
    };
    const form = (u: number, v: number): number => shape(u + foldU(u, v) * 0.05, v + foldV(u, v) * 0.05);
    const towards = 0.03;
    return (u, v, texel) => {
      const thick = density(u, v);
      const mass = form(u, v);
      const ahead = form(u - towards * 0.6 / ground.across, v - towards / ground.down);
      const cover = smoothstep(-0.06, 0.26, thick);
      const sun = clamp(0.6 + (mass - ahead) * 2.4 + (thick - mass) * 0.5 - Math.max(0, thick - 0.3) * 0.5);
      colours.base.paint(texel, 0.5 + haze(u, v) * 0.22);
      const veil = smoothstep(0.0, 0.6, wisps(u, v));
      colours.accent.glaze(texel, 0.7, veil * 0.3);
      const shaded = mix(0.05, 1, sun);
      colours.accent.glaze(texel, shaded, cover);
      colours.base.glaze(texel, 0.35, cover * clamp(0.5 - sun) * 0.9);
      texel.glow = 1;
    };
  },
};

const starlight = shadesOf({ hue: 240, chroma: 0.03, light: 0.95 }, 0.05);
const warmStarlight = shadesOf({ hue: 75, chroma: 0.06, light: 0.93 }, 0.05);

/** Gas in two colours with dark lanes, and stars of all sizes, the nearest with a cross of light. */
export const nebula: Pattern = {
  tint: { hue: 345, chroma: 0.15, light: 0.46 },
  accent: { hue: 235, chroma: 0.13, light: 0.62 },
  takesColour: 1,
  make(ground) {
    const { colours } = ground;
    const foldU = ground.noise({ cells: 2, octaves: 6, gain: 0.52 });
    const foldV = ground.noise({ cells: 2, octaves: 6, gain: 0.52 });
    const gas = ground.noise({ cells: 1.7, octaves: 7, gain: 0.52 });
    const second = ground.noise({ cells: 1.7, octaves: 6, gain: 0.5 });
    const lanes = ground.ridges({ cells: 2.4, octaves: 6, gain: 0.55 });
    const layers = [
      { cells: ground.cells(46, { jitter: 1 }), share: 0.3, size: 0.09, flare: 0 },
      { cells: ground.cells(19, { jitter: 1 }), share: 0.3, size: 0.055, flare: 0 },
      { cells: ground.cells(6, { jitter: 0.8 }), share: 0.14, size: 0.022, flare: 0.3 },
    ];
    const spot = emptySpot();
    return (u, v, texel) => {
      const bendU = foldU(u, v);
      const bendV = foldV(u, v);
      const x = u + bendU * 0.12;
      const y = v + bendV * 0.12;
      const cloud = gas(x, y);
      const other = second(x + bendV * 0.08, y);
      const lane = lanes(x, y);
      const depth = smoothstep(-0.45, 0.55, cloud);
      colours.deep.paint(texel, 0.25 + depth * 0.3);
      texel.red *= 0.5;
      texel.green *= 0.45;
      texel.blue *= 0.65;
      colours.base.glaze(texel, depth * 0.85 + lane * 0.15 - 0.05, depth * depth);
      const tint = smoothstep(0.02, 0.5, other);
      colours.accent.glaze(texel, 0.15 + depth * 0.5 + lane * 0.2, tint * clamp(depth * 1.25));
      const bright = clamp(lane * lane * depth * 1.25 - 0.3);
      colours.accent.add(texel, 0.85, bright * 0.75);
      const dust = smoothstep(0.16, 0.42, bendU * 0.8 - bendV * 0.5) * 0.75;
      texel.red *= 1 - dust * 0.85;
      texel.green *= 1 - dust * 0.9;
      texel.blue *= 1 - dust * 0.8;
      for (const layer of layers) {
        layer.cells(u, v, spot);
        if (share(spot.hash, 1) > layer.share) continue;
        const magnitude = 0.35 + share(spot.hash, 2) * share(spot.hash, 2) * 0.65;
        let light = smoothstep(layer.size * (0.6 + magnitude), 0, spot.nearest);
        if (layer.flare > 0) {
          const dx = Math.abs(spot.dx);
          const dy = Math.abs(spot.dy);
          const beam = clamp(1 - Math.min(dx, dy) / 0.012) * clamp(1 - Math.max(dx, dy) / (layer.flare * magnitude));
          const halo = clamp(1 - spot.nearest / 0.16);
          light += beam * beam * 0.7 + halo * halo * halo * 0.35;
        }
        if (light > 0) (share(spot.hash, 3) > 0.75 ? warmStarlight : starlight).add(texel, 0.7, light * magnitude);
      }
      texel.glow = 1;
    };
  },
};

/** Poured paint: bands that fold into each other, with a wet shine. */
export const flow: Pattern = {
  tint: { hue: 200, chroma: 0.12, light: 0.5 },
  accent: { hue: 40, chroma: 0.15, light: 0.72 },
  takesColour: 1,
  make(ground) {
    const { colours, reading, random } = ground;
    const foldU = ground.noise({ cells: 1.6, octaves: 4, gain: 0.45 });
    const foldV = ground.noise({ cells: 1.6, octaves: 4, gain: 0.45 });
    const againU = ground.noise({ cells: 2, octaves: 4, gain: 0.45 });
    const againV = ground.noise({ cells: 2, octaves: 4, gain: 0.45 });
    const body = ground.noise({ cells: 1.5, octaves: 5, gain: 0.45 });
    const mixture = ground.noise({ cells: 1.4, octaves: 4 });
    const bands = random.between(3, 6);
    return (u, v, texel) => {
      const u1 = u + foldU(u, v) * 0.16;
      const v1 = v + foldV(u, v) * 0.16;
      const u2 = u1 + againU(u1, v1) * 0.13;
      const v2 = v1 + againV(u1, v1) * 0.13;
      const paint = body(u2, v2);
      const position = paint * bands;
      const step = position - Math.floor(position);
      const band = Math.floor(position);
      const lip = smoothstep(0.5, 0.42, Math.abs(step - 0.5));
      const which = ((band % 3) + 3) % 3;
      const blend = smoothstep(-0.25, 0.35, mixture(u2, v2));
      const tone = 0.28 + step * 0.34 + paint * 0.2;
      colours.base.paint(texel, tone + (which === 0 ? 0.12 : -0.06));
      colours.accent.glaze(texel, tone, which === 1 ? 0.35 + blend * 0.65 : blend * 0.22);
      colours.deep.glaze(texel, 0.4 + step * 0.5, which === 2 ? 0.75 - blend * 0.4 : 0);
      colours.accent.glaze(texel, 1, (1 - lip) * 0.28);
      texel.height = paint * 0.03 + lip * 0.002 + step * 0.003;
      texel.gloss = 0.7;
      texel.glow = 0.15 + reading.mood.glow * clamp((1 - lip) * 0.6 + blend * 0.25);
    };
  },
};
