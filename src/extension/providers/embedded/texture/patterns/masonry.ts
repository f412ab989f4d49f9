/** What people lay: bricks, cobbles, tiles. */
import { clamp, fraction, mix, smoothstep } from '../../arithmetic.ts';
import { shadesOf } from '../../colour.ts';
import { share } from '../../random.ts';
import { emptySpot } from '../cells.ts';
import type { Ground, Pattern, Shader } from '../ground.ts';
import { bevel, boxDistance, courses, emptyBlock, jointColours } from '../layout.ts';

/** Staggered courses of hewn blocks with rounded edges, each with a tilt, a tone and a grain of its own. */
export const bricks: Pattern = {
  tint: { hue: 38, chroma: 0.095, light: 0.47 },
  accent: { hue: 75, chroma: 0.02, light: 0.62 },
  takesColour: 0.75,
  make(ground: Ground): Shader {
    const { colours, reading } = ground;
    const layout = courses(ground, { rows: 6, aspect: 1.9, unevenRows: 0.16, unevenColumns: 0.22 });
    const block = emptyBlock();
    const wobble = ground.noise({ cells: 9, octaves: 3 });
    const nibble = ground.noise({ cells: 40, octaves: 2 });
    const face = ground.noise({ cells: 11, octaves: 7, gain: 0.62 });
    const pits = ground.noise({ cells: 34, octaves: 4, gain: 0.6 });
    const stains = ground.noise({ cells: 3, octaves: 4 });
    const rough = reading.mood.rough;
    const joint = jointColours(ground);
    const hot = reading.mood.glow;
    return (u, v, texel) => {
      const push = wobble(u, v);
      const chip = nibble(u, v);
      layout(u + push * 0.004, v + chip * 0.0025 + push * 0.003, block);
      const { hash } = block;
      const distance = boxDistance(block, 0.018) + 0.012 + chip * 0.004 * (0.4 + rough) + push * 0.004;
      const inside = smoothstep(0.004, -0.006, distance);
      const grain = face(u, v);
      const pit = pits(u, v);
      const tilt = (share(hash, 1) - 0.5) * 0.16 * block.x + (share(hash, 2) - 0.5) * 0.16 * block.y;
      const body = 0.034 * bevel(-distance, 0.03) + tilt + share(hash, 3) * 0.008
        + grain * mix(0.006, 0.015, rough) * smoothstep(0, -0.03, distance) + Math.min(0, pit + 0.25) * 0.012;
      const bed = 0.004 + pit * 0.003 + chip * 0.002;
      texel.height = mix(bed, body, inside);

      joint.paint(texel, 0.5 + pit * 0.35);
      if (hot > 0) {
        const heat = smoothstep(0.004, 0.02, distance) * (0.75 + push * 0.3);
        colours.fire.glaze(texel, 0.35 + heat * 0.55, heat);
        texel.glow = heat;
      }
      const tone = 0.5 + (share(hash, 0) - 0.5) * 0.42 + grain * 0.22 + pit * 0.14 + stains(u, v) * 0.12;
      colours.base.glaze(texel, tone, inside);
      colours.accent.glaze(texel, tone * 0.8, inside * smoothstep(0.72, 1, share(hash, 4)) * 0.35);
      texel.glow *= 1 - inside;
      texel.gloss = 0.08 * inside;
    };
  },
};

/** Rounded stones in a bed of earth, as they were found. */
export const cobble: Pattern = {
  tint: { hue: 75, chroma: 0.014, light: 0.55 },
  accent: { hue: 55, chroma: 0.045, light: 0.5 },
  takesColour: 0.65,
  make(ground) {
    const { colours, reading } = ground;
    const stones = ground.cells(7, { jitter: 0.8, borders: true, softness: 0.22 });
    const spot = emptySpot();
    const warp = ground.noise({ cells: 8, octaves: 3 });
    const warpAcross = ground.noise({ cells: 8, octaves: 3 });
    const face = ground.noise({ cells: 14, octaves: 6, gain: 0.6 });
    const grit = ground.noise({ cells: 60, octaves: 3, gain: 0.65 });
    const rough = reading.mood.rough;
    const hot = reading.mood.glow;
    const joint = jointColours(ground);
    return (u, v, texel) => {
      stones(u + warp(u, v) * 0.012, v + warpAcross(u, v) * 0.012, spot);
      const { hash } = spot;
      const grain = face(u, v);
      const sandy = grit(u, v);
      const gap = 0.02 + share(hash, 1) * 0.05 + grain * 0.015;
      const depth = spot.border - gap;
      const inside = smoothstep(-0.015, 0.02, depth);
      const dome = bevel(depth, 0.32);
      const slant = (share(hash, 2) - 0.5) * spot.dx + (share(hash, 3) - 0.5) * spot.dy;
      const stone = dome * mix(0.04, 0.055, share(hash, 5)) + slant * 0.02 + grain * mix(0.004, 0.013, rough) + sandy * 0.0018;
      texel.height = mix(sandy * 0.0025 + grain * 0.004, stone, inside);

      joint.paint(texel, 0.45 + sandy * 0.4 + grain * 0.2);
      if (hot > 0) {
        const heat = smoothstep(0.02, -0.05, depth) * (0.8 + grain * 0.3);
        colours.fire.glaze(texel, 0.3 + heat * 0.6, heat);
        texel.glow = heat * (1 - inside);
      }
      const tone = 0.48 + (share(hash, 0) - 0.5) * 0.5 + grain * 0.24 + sandy * 0.12 + (dome - 0.7) * 0.2;
      colours.base.glaze(texel, tone, inside);
      colours.accent.glaze(texel, tone, inside * smoothstep(0.55, 0.95, share(hash, 4)) * 0.55);
      texel.gloss = 0.12 * inside;
    };
  },
};

const grout = shadesOf({ hue: 70, chroma: 0.012, light: 0.3 }, 0.1);

/** Laid floor: bevelled squares with a cloudy glaze, chequered when two colours are named. */
export const tiles: Pattern = {
  tint: { hue: 60, chroma: 0.03, light: 0.66 },
  accent: { hue: 250, chroma: 0.035, light: 0.4 },
  takesColour: 0.9,
  make(ground) {
    const { colours, reading } = ground;
    const columns = ground.columns(4, true);
    const rows = ground.rows(4, true);
    const sizeX = ground.across / columns;
    const sizeY = ground.down / rows;
    const cloudy = ground.noise({ cells: 5, octaves: 6, gain: 0.55 });
    const bend = ground.noise({ cells: 3, octaves: 4 });
    const grit = ground.noise({ cells: 70, octaves: 3, gain: 0.6 });
    const worn = ground.noise({ cells: 16, octaves: 4, gain: 0.6 });
    const chequered = reading.colours.length !== 1 || ground.random.chance(0.3);
    const hashSeed = ground.random.seed();
    const { rough, age } = reading.mood;
    return (u, v, texel) => {
      const x = fraction(u) * columns;
      const y = fraction(v) * rows;
      const column = Math.floor(x);
      const row = Math.floor(y);
      const hash = (Math.imul(column + 1, 0x9e3779b1) ^ Math.imul(row + 1, 0x85ebca77) ^ hashSeed) >>> 0;
      const px = (x - column - 0.5) * sizeX;
      const py = (y - row - 0.5) * sizeY;
      const wear = worn(u, v);
      const nick = Math.max(0, wear - 0.25) * 0.05 * (0.3 + rough + age);
      const distance = boxDistance({ x: px, y: py, halfX: sizeX / 2, halfY: sizeY / 2 }, 0.012) + 0.007 + nick;
      const inside = smoothstep(0.002, -0.003, distance);
      const sand = grit(u, v);
      // Each tile is cut from another place of the same slab.
      const shiftU = share(hash, 1);
      const shiftV = share(hash, 2);
      const swirl = cloudy(u + shiftU + bend(u + shiftV, v) * 0.12, v + shiftV + bend(u, v + shiftU) * 0.12);
      const tilt = (share(hash, 3) - 0.5) * 0.035 * px + (share(hash, 4) - 0.5) * 0.035 * py;
      texel.height = mix(sand * 0.0022, 0.014 * bevel(-distance, 0.016) + tilt + swirl * 0.0012 * (0.3 + rough) - age * Math.max(0, wear) * 0.004, inside);

      grout.paint(texel, 0.5 + sand * 0.4);
      const vein = clamp(1 - Math.abs(swirl) * 9) * 0.16;
      const tone = 0.5 + (share(hash, 5) - 0.5) * 0.2 + swirl * 0.34 - vein + sand * 0.05;
      if (chequered && (column + row) % 2 === 1) colours.accent.glaze(texel, tone, inside);
      else colours.base.glaze(texel, tone, inside);
      texel.gloss = inside * clamp(0.6 - rough * 0.45 - age * 0.3 - Math.max(0, wear) * 0.3);
    };
  },
};
