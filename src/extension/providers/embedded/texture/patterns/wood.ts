/** Wood, sawn and grown. */
import { clamp, mix, sine, smoothstep } from '../../arithmetic.ts';
import { shadesOf } from '../../colour.ts';
import { share } from '../../random.ts';
import { emptySpot } from '../cells.ts';
import type { Pattern } from '../ground.ts';
import { bevel, boxDistance, courses, emptyBlock } from '../layout.ts';

/** Boards with grain that bends around knots, nailed at their ends. */
export const planks: Pattern = {
  tint: { hue: 60, chroma: 0.08, light: 0.47 },
  accent: { hue: 50, chroma: 0.06, light: 0.3 },
  takesColour: 0.7,
  make(ground) {
    const { colours, reading } = ground;
    const { age, rough } = reading.mood;
    const layout = courses(ground, { rows: 5, aspect: 4.2, unevenRows: 0.06, unevenColumns: 0.3, upright: true });
    const block = emptyBlock();
    const sway = ground.noise({ cells: 2.5, octaves: 3, tall: 2.5 });
    const grain = ground.noise({ cells: 30, octaves: 5, gain: 0.6, tall: 14 });
    const fibre = ground.noise({ cells: 110, octaves: 3, gain: 0.7, tall: 18 });
    const patches = ground.noise({ cells: 3, octaves: 4, tall: 2 });
    const edge = ground.noise({ cells: 14, octaves: 3, tall: 3 });
    return (u, v, texel) => {
      layout(u, v, block);
      const { hash, x, y } = block;
      const shift = share(hash, 1);
      const distance = boxDistance(block, 0.006) + 0.004 + Math.max(0, edge(u + shift, v)) * 0.005 * (0.4 + rough + age);
      const inside = smoothstep(0.002, -0.003, distance);

      // The grain runs around up to two knots, as water runs around stones.
      let across = x + shift * 3;
      let knot = 0;
      let rings = 0;
      for (let i = 0; i < 2; i++) {
        if (share(hash, 5 + i) > 0.42) continue;
        const dx = x - (share(hash, 7 + i) - 0.5) * block.halfX * 1.1;
        const dy = y - (share(hash, 9 + i) - 0.5) * block.halfY * 1.4;
        const size = 0.013 + share(hash, 11 + i) * 0.012;
        const square = dx * dx + dy * dy * 0.22;
        across += dx * size * size * -2.6 / (square + size * size * 0.9);
        const radius = Math.sqrt(square) / size;
        const here = smoothstep(1.25, 0.55, radius);
        if (here <= knot) continue;
        knot = here;
        rings = radius;
      }
      const drift = sway(u + shift, v);
      const fine = fibre(u + shift, v);
      const streak = grain(u + shift, v + share(hash, 2));
      const phase = across * mix(30, 46, share(hash, 3)) + drift * 1.9 + streak * 0.35;
      const line = sine(phase);
      const early = 1 - line * line * (line > 0 ? 1 : 0.35);
      const ring = knot > 0 ? sine(rings * 2.4 + streak * 0.3) * 0.5 + 0.5 : 0;
      const figure = mix(early, ring * 0.6, knot);

      const tone = 0.5 + (share(hash, 0) - 0.5) * 0.34 + (figure - 0.6) * 0.3 + streak * 0.22 + fine * 0.14 + patches(u + shift, v) * 0.16 - knot * 0.26;
      const wood = 0.012 * bevel(-distance, 0.012) + share(hash, 4) * 0.004 + (figure - 0.5) * mix(0.0008, 0.003, rough) * (1 + age)
        + streak * mix(0.0006, 0.0028, rough) + fine * 0.0007 - knot * 0.001 + x * (share(hash, 13) - 0.5) * 0.05;
      texel.height = wood * inside;
      colours.deep.paint(texel, 0.2);
      colours.base.glaze(texel, tone, inside);
      colours.accent.glaze(texel, 0.3 + ring * 0.3, inside * knot * 0.75);
      texel.gloss = inside * clamp(0.28 - rough * 0.2 - age * 0.2) * (0.6 + figure * 0.4);

      // Two nails at each end.
      const nailX = Math.abs(x) - block.halfX * 0.62;
      const nailY = Math.abs(y) - block.halfY + 0.024;
      const nail = Math.sqrt(nailX * nailX + nailY * nailY);
      const head = smoothstep(0.0075, 0.006, nail);
      if (head > 0) {
        nailColours.glaze(texel, 0.5 + fine * 0.2, head);
        texel.height += head * (0.003 - nail * 0.25);
        texel.gloss = Math.max(texel.gloss, head * 0.5);
      }
    };
  },
};

const nailColours = shadesOf({ hue: 250, chroma: 0.012, light: 0.36 }, 0.15);

/** The rind of an old tree: long plates between deep fissures. */
export const bark: Pattern = {
  tint: { hue: 58, chroma: 0.045, light: 0.4 },
  accent: { hue: 125, chroma: 0.06, light: 0.5 },
  takesColour: 0.6,
  make(ground) {
    const { colours } = ground;
    const plates = ground.cells(9, { jitter: 1, borders: true, tall: 3.2 });
    const spot = emptySpot();
    const sway = ground.noise({ cells: 4, octaves: 4, tall: 2 });
    const tear = ground.noise({ cells: 12, octaves: 4, tall: 1.6 });
    const ridge = ground.ridges({ cells: 16, octaves: 5, tall: 5, gain: 0.6 });
    const flake = ground.noise({ cells: 26, octaves: 5, gain: 0.62, tall: 2.5 });
    const lichen = ground.noise({ cells: 4, octaves: 5 });
    return (u, v, texel) => {
      const bend = sway(u, v) * 0.035;
      const rip = tear(u, v);
      plates(u + bend + rip * 0.01, v + rip * 0.02, spot);
      const crest = ridge(u + bend, v);
      const chip = flake(u + bend, v);
      const depth = spot.border - 0.07 + rip * 0.07;
      const plate = bevel(depth, 0.26);
      const open = smoothstep(-0.04, 0.06, depth);
      texel.height = plate * 0.045 * (0.75 + share(spot.hash, 1) * 0.5) + crest * 0.016 + chip * 0.009 + open * 0.006;
      const tone = 0.34 + plate * 0.12 + (crest - 0.5) * 0.5 + chip * 0.26 + (share(spot.hash, 2) - 0.5) * 0.2;
      colours.deep.paint(texel, 0.3 + chip * 0.3);
      colours.base.glaze(texel, tone, 0.25 + open * 0.75);
      colours.accent.glaze(texel, 0.5 + chip * 0.4, open * smoothstep(0.22, 0.5, lichen(u, v) + chip * 0.25) * 0.5);
    };
  },
};
