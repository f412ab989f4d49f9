/** The ground underfoot: rock, gravel, sand, snow. */
import { clamp, mix, sine, smoothstep } from '../../arithmetic.ts';
import { share } from '../../random.ts';
import { emptySpot } from '../cells.ts';
import type { Pattern } from '../ground.ts';
import { bevel, soil } from '../layout.ts';

/** Broken rock: planes that meet at edges, in two sizes, under a fine grain. */
export const rock: Pattern = {
  tint: { hue: 75, chroma: 0.016, light: 0.52 },
  accent: { hue: 50, chroma: 0.05, light: 0.46 },
  takesColour: 0.7,
  make(ground) {
    const { colours, reading } = ground;
    const rough = reading.mood.rough;
    const large = ground.cells(3.4, { jitter: 1 });
    const small = ground.cells(9, { jitter: 1 });
    const spot = emptySpot();
    const warp = ground.noise({ cells: 4, octaves: 5, gain: 0.55 });
    const warpAcross = ground.noise({ cells: 4, octaves: 5, gain: 0.55 });
    const swell = ground.noise({ cells: 2, octaves: 5 });
    const crest = ground.ridges({ cells: 5, octaves: 6, gain: 0.55 });
    const grain = ground.noise({ cells: 24, octaves: 5, gain: 0.66 });
    return (u, v, texel) => {
      const bendU = warp(u, v);
      const bendV = warpAcross(u, v);
      const place = u + bendU * 0.045;
      const placeDown = v + bendV * 0.045;
      large(place, placeDown, spot);
      const slab = (share(spot.hash, 1) - 0.5) * spot.dx + (share(spot.hash, 2) - 0.5) * spot.dy;
      const slabTone = share(spot.hash, 3) - 0.5;
      const slabEdge = spot.second - spot.nearest;
      small(place + bendV * 0.02, placeDown, spot);
      const chip = (share(spot.hash, 1) - 0.5) * spot.dx + (share(spot.hash, 2) - 0.5) * spot.dy;
      const chipTone = share(spot.hash, 3) - 0.5;
      const wave = swell(u, v);
      const fine = grain(u, v);
      const ridge = crest(u + bendV * 0.02, v);
      const crack = smoothstep(0.09, 0, slabEdge + fine * 0.05);
      texel.height = wave * 0.02 + slab * 0.12 + chip * 0.042 * (0.4 + rough) + (ridge - 0.5) * 0.035 + fine * mix(0.003, 0.011, rough) - crack * 0.012;
      const tone = 0.5 + wave * 0.14 + slabTone * 0.14 + chipTone * 0.14 + fine * 0.24 + (ridge - 0.45) * 0.3 - crack * 0.18;
      colours.base.paint(texel, tone);
      colours.accent.glaze(texel, tone, smoothstep(0.1, 0.6, bendU + fine * 0.3) * 0.4);
      texel.gloss = 0.06;
    };
  },
};

/** Pebbles of three sizes, the larger ones on top, in soil. */
export const gravel: Pattern = {
  tint: { hue: 65, chroma: 0.022, light: 0.56 },
  accent: { hue: 50, chroma: 0.05, light: 0.5 },
  takesColour: 0.6,
  make(ground) {
    const { colours } = ground;
    const layers = [
      { cells: ground.cells(30, { jitter: 1, borders: true, softness: 0.25 }), share: 0.55, height: 0.012 },
      { cells: ground.cells(18, { jitter: 1, borders: true, softness: 0.25 }), share: 0.45, height: 0.022 },
      { cells: ground.cells(10, { jitter: 1, borders: true, softness: 0.25 }), share: 0.3, height: 0.04 },
    ];
    const spot = emptySpot();
    const warp = ground.noise({ cells: 16, octaves: 3 });
    const crumbs = ground.noise({ cells: 44, octaves: 4, gain: 0.66 });
    const patches = ground.noise({ cells: 3, octaves: 4 });
    const face = ground.noise({ cells: 22, octaves: 5, gain: 0.6 });
    return (u, v, texel) => {
      const crumb = crumbs(u, v);
      const patch = patches(u, v);
      const bend = warp(u, v) * 0.007;
      texel.height = patch * 0.012 + crumb * 0.006;
      soil.paint(texel, 0.55 + crumb * 0.4 + patch * 0.2);
      for (const layer of layers) {
        layer.cells(u + bend, v - bend, spot);
        const { hash } = spot;
        if (share(hash, 1) > layer.share + patch * 0.3) continue;
        const depth = spot.border - 0.03 - share(hash, 2) * 0.1;
        const inside = smoothstep(-0.01, 0.035, depth);
        if (inside <= 0) continue;
        const grain = face(u + share(hash, 3), v);
        const slant = (share(hash, 5) - 0.5) * spot.dx + (share(hash, 6) - 0.5) * spot.dy;
        texel.height = mix(texel.height, patch * 0.012 + layer.height * (0.35 + bevel(depth, 0.3) + slant * 0.7) + grain * 0.003, inside);
        const tone = 0.5 + (share(hash, 4) - 0.5) * 0.6 + grain * 0.22;
        colours.base.glaze(texel, tone, inside);
        colours.accent.glaze(texel, tone, inside * smoothstep(0.5, 1, share(hash, 7)) * 0.7);
        texel.gloss = 0.1 * inside;
      }
    };
  },
};

/** Wind ripples over low dunes, grain by grain. */
export const sand: Pattern = {
  tint: { hue: 76, chroma: 0.075, light: 0.74 },
  accent: { hue: 60, chroma: 0.06, light: 0.5 },
  takesColour: 0.7,
  make(ground) {
    const { colours, reading } = ground;
    const ripples = ground.rows(14);
    const bend = ground.noise({ cells: 2.2, octaves: 4, gain: 0.48 });
    const fork = ground.noise({ cells: 5, octaves: 3 });
    const dunes = ground.noise({ cells: 1.6, octaves: 3 });
    const grains = ground.noise({ cells: 130, octaves: 3, gain: 0.8 });
    const fade = ground.noise({ cells: 2, octaves: 3 });
    const rough = reading.mood.rough;
    return (u, v, texel) => {
      const dune = dunes(u, v);
      const grain = grains(u, v);
      const phase = v * ripples + bend(u, v) * 1.5 + fork(u, v) * 0.4;
      // A ripple is steep on its lee side: the phase runs ahead of itself.
      const wave = sine(phase + sine(phase) * 0.085);
      const strength = clamp(0.75 + fade(u, v) * 0.6, 0.12, 1);
      texel.height = dune * 0.03 + wave * 0.0085 * strength + grain * mix(0.0009, 0.0024, rough);
      colours.base.paint(texel, 0.52 + wave * 0.13 * strength + dune * 0.1 + grain * 0.22);
      colours.accent.glaze(texel, 0.4, smoothstep(0.55, 0.9, grain) * 0.35);
      texel.gloss = smoothstep(0.5, 0.9, -grain) * 0.4;
    };
  },
};

/** Fresh snow: soft drifts with blue shade and single sparks. */
export const snow: Pattern = {
  tint: { hue: 240, chroma: 0.012, light: 0.9 },
  accent: { hue: 250, chroma: 0.05, light: 0.74 },
  takesColour: 0.35,
  make(ground) {
    const { colours } = ground;
    const drifts = ground.noise({ cells: 2.5, octaves: 4, gain: 0.42 });
    const crust = ground.noise({ cells: 11, octaves: 5, gain: 0.5 });
    const grains = ground.noise({ cells: 120, octaves: 2, gain: 0.7 });
    const sparks = ground.cells(70, { jitter: 1 });
    const spot = emptySpot();
    return (u, v, texel) => {
      const drift = drifts(u, v);
      const rim = crust(u, v);
      const grain = grains(u, v);
      const lip = smoothstep(-0.3, 0.3, drift + rim * 0.2);
      texel.height = drift * 0.05 + lip * 0.02 + rim * 0.0045 + grain * 0.0007;
      colours.base.paint(texel, 0.42 + drift * 0.22 + lip * 0.14 + grain * 0.06);
      colours.accent.glaze(texel, 0.5 + rim * 0.3, (1 - lip) * 0.5);
      sparks(u, v, spot);
      if (share(spot.hash, 1) > 0.9) texel.glow = smoothstep(0.2, 0.06, spot.nearest);
      if (texel.glow > 0) colours.base.glaze(texel, 1, texel.glow);
      texel.gloss = 0.12;
    };
  },
};
