/** Fire, frost and water. */
import { clamp, mix, smoothstep } from '../../arithmetic.ts';
import { share } from '../../random.ts';
import { emptySpot } from '../cells.ts';
import type { Pattern } from '../ground.ts';

/** A broken crust on molten rock: the light comes from below and dies along the cracks. */
export const lava: Pattern = {
  tint: { hue: 35, chroma: 0.02, light: 0.36 },
  accent: { hue: 45, chroma: 0.18, light: 0.6 },
  takesColour: 0,
  make(ground) {
    const { colours } = ground;
    const slabs = ground.cells(5, { jitter: 0.95, borders: true });
    const shards = ground.cells(14, { jitter: 1, borders: true });
    const spot = emptySpot();
    const warp = ground.noise({ cells: 5, octaves: 5, gain: 0.52 });
    const warpAcross = ground.noise({ cells: 5, octaves: 5, gain: 0.52 });
    const heat = ground.noise({ cells: 2.4, octaves: 4 });
    const crust = ground.ridges({ cells: 9, octaves: 6, gain: 0.58 });
    const grain = ground.noise({ cells: 36, octaves: 4, gain: 0.62 });
    return (u, v, texel) => {
      const bendU = warp(u, v);
      const bendV = warpAcross(u, v);
      slabs(u + bendU * 0.04, v + bendV * 0.04, spot);
      const tone = share(spot.hash, 1) - 0.5;
      const slant = (share(spot.hash, 2) - 0.5) * spot.dx + (share(spot.hash, 3) - 0.5) * spot.dy;
      const warm = heat(u, v);
      const fine = grain(u, v);
      const width = clamp(0.07 + warm * 0.09, 0.018, 0.2);
      const border = spot.border + fine * 0.012;
      shards(u + bendV * 0.02, v + bendU * 0.02, spot);
      const hairline = smoothstep(0.07, 0.0, spot.border + fine * 0.03) * smoothstep(0.45, 0.05, border);
      const crest = crust(u + bendU * 0.02, v);

      const flow = smoothstep(width * 1.25, width * 0.5, border);
      const ember = clamp(1 - border / (width * 3.6));
      const shell = 0.028 * Math.sqrt(clamp((border - width * 0.7) / 0.35)) + slant * 0.05 + (crest - 0.5) * 0.026 + fine * 0.007 - hairline * 0.008;
      texel.height = mix(shell, -0.006 + fine * 0.001, flow);
      colours.base.paint(texel, 0.42 + tone * 0.25 + (crest - 0.5) * 0.5 + fine * 0.22);
      const lit = ember * ember * ember * (0.7 + warm * 0.5);
      const fire = clamp(lit * 0.55 + hairline * clamp(0.22 + warm * 0.5) * 0.5);
      colours.fire.glaze(texel, 0.18 + fire * 0.6, clamp(fire * 1.35) * (1 - flow));
      texel.glow = clamp(fire * 1.4) * (1 - flow);
      const molten = clamp(1 - border / width);
      colours.fire.glaze(texel, 0.5 + molten * 0.42 + warm * 0.14 + bendU * 0.12 + fine * 0.05, flow);
      texel.glow = mix(texel.glow, 1, flow);
      texel.gloss = 0.03 * (1 - flow);
    };
  },
};

/** Deep ice: white cracks near the surface, fainter ones below, bubbles frozen in between. */
export const ice: Pattern = {
  tint: { hue: 238, chroma: 0.1, light: 0.55 },
  accent: { hue: 215, chroma: 0.025, light: 0.94 },
  takesColour: 0.9,
  make(ground) {
    const { colours } = ground;
    const sheets = ground.cells(3.6, { jitter: 1, borders: true });
    const below = ground.cells(7, { jitter: 1, borders: true });
    const splinters = ground.cells(15, { jitter: 1, borders: true });
    const bubbles = ground.cells(38, { jitter: 1 });
    const spot = emptySpot();
    const warp = ground.noise({ cells: 5, octaves: 6, gain: 0.55 });
    const warpAcross = ground.noise({ cells: 5, octaves: 6, gain: 0.55 });
    const depths = ground.noise({ cells: 2, octaves: 5, gain: 0.5 });
    const frost = ground.noise({ cells: 9, octaves: 6, gain: 0.62 });
    return (u, v, texel) => {
      const bendU = warp(u, v);
      const bendV = warpAcross(u, v);
      const deep = depths(u + bendV * 0.05, v + bendU * 0.05);
      const rime = frost(u + bendU * 0.03, v);
      colours.base.paint(texel, 0.4 + deep * 0.62 + rime * 0.16);

      below(u + bendV * 0.05, v + bendU * 0.05, spot);
      const far = smoothstep(0.07, 0, spot.border) * smoothstep(0.1, -0.5, deep) + (share(spot.hash, 1) - 0.5) * 0.16;
      colours.accent.glaze(texel, 0.3, clamp(far * 0.4));
      colours.deep.glaze(texel, 1, clamp(-far) * 0.6);
      bubbles(u, v, spot);
      const bubble = share(spot.hash, 2) > 0.78 ? smoothstep(0.2, 0.12, spot.nearest / (0.5 + share(spot.hash, 3))) : 0;
      colours.accent.glaze(texel, 0.7, bubble * 0.45);
      splinters(u + bendU * 0.03, v + bendV * 0.03, spot);
      const hair = smoothstep(0.035, 0, spot.border) * smoothstep(-0.15, 0.45, rime + deep * 0.4);
      sheets(u + bendU * 0.045, v + bendV * 0.045, spot);
      const width = 0.022 + Math.max(0, rime + 0.1) * 0.04;
      const crack = smoothstep(width, width * 0.2, spot.border);
      const halo = clamp(1 - spot.border / (width * 5)) * clamp(0.5 + rime);
      colours.accent.glaze(texel, 0.4, halo * 0.38);
      colours.accent.glaze(texel, 0.75 + rime * 0.2, clamp(crack * 0.92 + hair * 0.55));
      const slant = (share(spot.hash, 4) - 0.5) * spot.dx + (share(spot.hash, 5) - 0.5) * spot.dy;
      texel.height = deep * 0.01 + rime * 0.0035 + slant * 0.02 + crack * 0.006 - hair * 0.002;
      texel.gloss = 0.75 - crack * 0.5;
      texel.glow = 0.14 + crack * 0.12;
    };
  },
};

/** Shallow water in the sun: a net of light on the ground and ripples over it. */
export const water: Pattern = {
  tint: { hue: 230, chroma: 0.12, light: 0.5 },
  accent: { hue: 195, chroma: 0.06, light: 0.93 },
  takesColour: 0.95,
  make(ground) {
    const { colours } = ground;
    const nets = [ground.cells(5, { jitter: 1, borders: true, softness: 0.1 }), ground.cells(8, { jitter: 1, borders: true, softness: 0.1 })];
    const spot = emptySpot();
    const warp = ground.noise({ cells: 3, octaves: 4, gain: 0.45 });
    const warpAcross = ground.noise({ cells: 3, octaves: 4, gain: 0.45 });
    const depths = ground.noise({ cells: 2, octaves: 4 });
    const swell = ground.noise({ cells: 5, octaves: 3, gain: 0.45 });
    const chop = ground.ridges({ cells: 9, octaves: 3, gain: 0.45 });
    return (u, v, texel) => {
      const bendU = warp(u, v);
      const bendV = warpAcross(u, v);
      const deep = depths(u, v);
      const wave = swell(u + bendU * 0.03, v + bendV * 0.03);
      let caustic = 0;
      let strength = 1;
      for (const net of nets) {
        net(u + bendU * 0.06 + wave * 0.008, v + bendV * 0.06, spot);
        // Light is thinnest in the middle of a cell and gathers into a bright thread at its border.
        const near = clamp(1 - spot.border * 2.3);
        const thread = smoothstep(0.07, 0.012, spot.border);
        caustic += (near * near * near * 0.42 + thread * 0.42) * strength * clamp(0.75 + wave);
        strength *= 0.5;
      }
      const crest = chop(u + bendV * 0.03, v + bendU * 0.03);
      colours.base.paint(texel, 0.3 + deep * 0.4 + wave * 0.14 + caustic * 0.25);
      colours.accent.glaze(texel, 0.35 + caustic * 0.5, clamp(caustic * (0.62 + deep * 0.35)));
      texel.height = wave * 0.012 + crest * 0.008 + deep * 0.008;
      texel.gloss = 0.7;
      texel.glow = clamp(0.35 + caustic * 0.5);
    };
  },
};
