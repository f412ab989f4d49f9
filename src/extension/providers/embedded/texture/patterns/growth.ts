/** What grows: moss, grass, leaves. */
import { clamp, mix, smoothstep } from '../../arithmetic.ts';
import { shadesOf } from '../../colour.ts';
import { share } from '../../random.ts';
import { emptySpot } from '../cells.ts';
import type { Pattern, Texel } from '../ground.ts';
import { bevel, soil } from '../layout.ts';
import { type Hit, strew } from '../scatter.ts';

/** Cushions of moss in three sizes over earth and a few stones. */
export const moss: Pattern = {
  tint: { hue: 130, chroma: 0.105, light: 0.42 },
  accent: { hue: 116, chroma: 0.13, light: 0.62 },
  takesColour: 0.85,
  make(ground) {
    const { colours } = ground;
    const cushions = ground.cells(11, { jitter: 1 });
    const tufts = ground.cells(30, { jitter: 1 });
    const sprigs = ground.cells(75, { jitter: 1 });
    const spot = emptySpot();
    const spread = ground.noise({ cells: 2.6, octaves: 6, gain: 0.55 });
    const warp = ground.noise({ cells: 12, octaves: 4, gain: 0.6 });
    const crumbs = ground.noise({ cells: 40, octaves: 4, gain: 0.68 });
    const stones = ground.cells(8, { jitter: 1, borders: true });
    return (u, v, texel) => {
      const bend = warp(u, v);
      const crumb = crumbs(u, v);
      cushions(u + bend * 0.02, v - bend * 0.02, spot);
      const cushion = 1 - spot.nearest;
      const hue = share(spot.hash, 1);
      tufts(u + bend * 0.008, v + crumb * 0.003, spot);
      const tuft = 1 - spot.nearest;
      const tuftTone = share(spot.hash, 2);
      sprigs(u + crumb * 0.004, v + bend * 0.004, spot);
      const sprig = 1 - spot.nearest;
      const wide = spread(u, v);
      const cover = wide + cushion * 0.35 + tuft * 0.12 + 0.12;
      const grown = smoothstep(0.02, 0.16, cover);

      soil.paint(texel, 0.5 + crumb * 0.45);
      texel.height = crumb * 0.007 + bend * 0.006;
      stones(u + bend * 0.01, v, spot);
      if (share(spot.hash, 3) > 0.72) {
        const depth = spot.border - 0.18;
        const inside = smoothstep(-0.02, 0.03, depth);
        pebble.glaze(texel, 0.5 + crumb * 0.3 + (share(spot.hash, 4) - 0.5) * 0.4, inside);
        texel.height = mix(texel.height, 0.02 * bevel(depth, 0.3) + crumb * 0.002, inside);
      }
      const pile = cushion * 0.03 + tuft * 0.024 + sprig * 0.013 + crumb * 0.004;
      texel.height = mix(texel.height, 0.008 + pile * (0.5 + grown * 0.5), grown);
      const tone = cushion * 0.3 + tuft * 0.26 + sprig * 0.22 + crumb * 0.1 + (tuftTone - 0.5) * 0.2 + wide * 0.16;
      colours.base.glaze(texel, tone, grown);
      colours.accent.glaze(texel, tone, grown * clamp(smoothstep(0.5, 1, tuft * 0.6 + sprig * 0.5) * 0.4 + (hue - 0.55) * 0.5 + wide * 0.4));
      texel.gloss = 0.04;
    };
  },
};

const pebble = shadesOf({ hue: 75, chroma: 0.015, light: 0.55 }, 0.2);

/** Blades in six layers, combed by the wind. */
export const grass: Pattern = {
  tint: { hue: 132, chroma: 0.13, light: 0.5 },
  accent: { hue: 112, chroma: 0.14, light: 0.74 },
  takesColour: 0.9,
  make(ground) {
    const { colours } = ground;
    const wind = ground.noise({ cells: 2.4, octaves: 3 });
    const lush = ground.noise({ cells: 3, octaves: 4 });
    const crumbs = ground.noise({ cells: 40, octaves: 3 });
    const layers = Array.from({ length: 6 }, (_, depth) => strew(ground, {
      cells: 20 - depth,
      share: 0.92,
      lie: (random, u, v) => ({
        turn: 0.25 + wind(u, v) * 0.16 + (random.next() - 0.5) * 0.34,
        halfLength: random.between(0.6, 0.95),
        halfWidth: random.between(0.07, 0.12),
      }),
      outline: along => Math.sqrt(clamp((along + 1) * 0.52)) * 1.05,
    }));
    let top: Texel;
    let level = 0;
    let shadeTone = 0;
    const lay = ({ along, across, chance }: Hit): void => {
      const rise = (1 - along) * 0.5;
      const fold = 1 - Math.abs(across);
      const height = level + rise * 0.016 + fold * 0.0045 + chance * 0.006;
      if (height <= top.height) return;
      top.height = height;
      const tone = shadeTone + rise * 0.3 + (chance - 0.5) * 0.3 + (across > 0 ? 0.07 : -0.05);
      colours.base.paint(top, tone);
      colours.accent.glaze(top, tone, clamp(rise * 0.55 + (chance - 0.7) * 0.9) * 0.8);
    };
    return (u, v, texel) => {
      const crumb = crumbs(u, v);
      soil.paint(texel, 0.3 + crumb * 0.3);
      texel.height = -0.01 + crumb * 0.003;
      top = texel;
      const patch = lush(u, v);
      for (let depth = 0; depth < layers.length; depth++) {
        level = depth * 0.0075;
        shadeTone = 0.1 + depth * 0.075 + patch * 0.16;
        layers[depth]?.at(u, v, lay);
      }
      texel.gloss = 0.1;
    };
  },
};

/** A bed of leaves, each with a midrib and a curl. */
export const leaves: Pattern = {
  tint: { hue: 135, chroma: 0.125, light: 0.48 },
  accent: { hue: 105, chroma: 0.14, light: 0.62 },
  takesColour: 0.95,
  make(ground) {
    const { colours } = ground;
    const veins = ground.noise({ cells: 26, octaves: 4, gain: 0.6 });
    const hues = ground.noise({ cells: 3, octaves: 3 });
    const layers = Array.from({ length: 5 }, (_, depth) => strew(ground, {
      cells: 9 - depth * 0.6,
      share: 0.85,
      lie: random => ({ turn: random.next(), halfLength: random.between(0.55, 0.9), halfWidth: random.between(0.24, 0.38) }),
      outline: along => {
        const square = (along + 0.12) * (along + 0.12);
        return square < 1 ? (1 - square) * (0.9 + along * 0.25) : 0;
      },
    }));
    let top: Texel;
    let level = 0;
    let bed = 0;
    let grain = 0;
    let hue = 0;
    const lay = ({ along, across, chance }: Hit): void => {
      const side = Math.abs(across);
      const rim = smoothstep(1, 0.82, side);
      const height = level + chance * 0.012 + (1 - side) * 0.01 * (chance > 0.5 ? 1 : -1) + along * (chance - 0.5) * 0.024;
      if (height <= top.height) return;
      const rib = smoothstep(0.12, 0.03, side);
      const branch = (along * 5.5 + side * 2.1) - Math.floor(along * 5.5 + side * 2.1);
      const twig = smoothstep(0.14, 0.04, Math.abs(branch - 0.5)) * (1 - side) * 0.8;
      top.height = height + rib * 0.0016 + twig * 0.0006 - (1 - rim) * 0.002;
      const tone = bed + (chance - 0.5) * 0.36 + rib * 0.2 + twig * 0.1 + grain * 0.14 - (1 - rim) * 0.12;
      colours.base.paint(top, tone);
      colours.accent.glaze(top, tone, clamp(hue + (chance * 7.3 - Math.floor(chance * 7.3)) * 1.1 - 0.45) * 0.85);
      top.gloss = 0.22 * rim;
    };
    return (u, v, texel) => {
      grain = veins(u, v);
      hue = hues(u, v) * 0.5 + 0.2;
      soil.paint(texel, 0.2 + grain * 0.3);
      texel.height = -0.03;
      top = texel;
      for (let depth = 0; depth < layers.length; depth++) {
        level = depth * 0.015;
        bed = 0.22 + depth * 0.075;
        layers[depth]?.at(u, v, lay);
      }
    };
  },
};
