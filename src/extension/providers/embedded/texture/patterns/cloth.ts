/** Worn and woven: cloth, leather, scales. */
import { clamp, fraction, mix, sine, smoothstep, wrap } from '../../arithmetic.ts';
import { hashAt, share } from '../../random.ts';
import { emptySpot } from '../cells.ts';
import type { Pattern } from '../ground.ts';
import { bevel } from '../layout.ts';

/** Ways to weave: 1 where the warp lies on top. The rows repeat. */
const weaves = [
  ['10', '01'],
  ['1100', '0110', '0011', '1001'],
  ['1100', '1100', '0011', '0011'],
  ['11100001', '11000011', '10000111', '00001111', '00011110', '00111100', '01111000', '11110000'],
] as const;

/** Where the second colour lies, warp and weft alike: stripes, squares, tartan. */
const stripes = ['00001111', '000100010', '0000110110000000', '0000000011111110', '01', '000000110'] as const;

/** Threads over and under each other, in one of several weaves, with coloured stripes that make checks. */
export const weave: Pattern = {
  tint: { hue: 255, chroma: 0.07, light: 0.42 },
  accent: { hue: 80, chroma: 0.09, light: 0.72 },
  takesColour: 1,
  make(ground) {
    const { colours, random, reading } = ground;
    const order = random.pick(weaves);
    const plain = reading.colours.length < 2 && random.chance(0.5);
    const stripe = plain ? '0' : random.pick(stripes);
    const repeat = leastCommon(order.length, stripe.length);
    const columns = Math.max(1, Math.round(ground.columns(24) / repeat)) * repeat;
    const rows = Math.max(1, Math.round(ground.rows(24) / repeat)) * repeat;
    const seed = random.seed();
    const fibres = ground.noise({ cells: 120, octaves: 2, gain: 0.7, wide: 10 });
    const fibresDown = ground.noise({ cells: 120, octaves: 2, gain: 0.7, tall: 10 });
    const sag = ground.noise({ cells: 5, octaves: 4 });
    const fuzz = ground.noise({ cells: 60, octaves: 3, gain: 0.6 });
    const size = ground.down / rows;
    return (u, v, texel) => {
      const slack = sag(u, v);
      const x = wrap(u * columns + slack * 0.14, columns);
      const y = wrap(v * rows + sag(v, u) * 0.14, rows);
      const column = Math.floor(x);
      const row = Math.floor(y);
      const fx = x - column - 0.5;
      const fy = y - row - 0.5;
      const line = order[row % order.length] ?? '1';
      const up = line[column % line.length] === '1';
      const across = up ? fx : fy;
      const along = up ? fy : fx;
      const index = up ? column : row;
      const hash = hashAt(index, up ? 1 : 2, seed);
      const thick = 0.47 + share(hash, 1) * 0.04;
      const profile = Math.sqrt(clamp(1 - (across / thick) * (across / thick)));
      // The thread dives where its neighbour along the way crosses over it.
      const before = order[wrap(row - (up ? 1 : 0), order.length)]?.[wrap(column - (up ? 0 : 1), line.length)] === '1';
      const after = order[(row + (up ? 1 : 0)) % order.length]?.[(column + (up ? 0 : 1)) % line.length] === '1';
      const dives = along < 0 ? before !== up : after !== up;
      const arch = dives ? Math.sqrt(clamp(1 - along * along * 3.4)) : 1;
      const fibre = (up ? fibresDown : fibres)(u + share(hash, 2), v + share(hash, 2));
      const twist = sine(along * 1.5 + across * 1.2 + share(hash, 3));
      const fluff = fuzz(u, v);
      texel.height = size * (0.42 * profile * (0.35 + arch * 0.65)) + fibre * size * 0.06 + twist * size * 0.025 * profile + fluff * size * 0.03;
      const tone = 0.3 + profile * arch * 0.24 + fibre * 0.16 + twist * 0.05 + (share(hash, 4) - 0.5) * 0.16 + slack * 0.08 + fluff * 0.06;
      const second = stripe[index % stripe.length] === '1';
      if (second) colours.accent.paint(texel, tone);
      else colours.base.paint(texel, tone);
      colours.deep.glaze(texel, 0.2, (1 - profile * arch) * 0.7);
      texel.gloss = 0.12 * profile;
    };
  },
};

function leastCommon(a: number, b: number): number {
  let result = a;
  while (result % b !== 0) result += a;
  return result;
}

/** Tanned hide: little cushions between creases. */
export const leather: Pattern = {
  tint: { hue: 48, chroma: 0.085, light: 0.42 },
  accent: { hue: 62, chroma: 0.08, light: 0.56 },
  takesColour: 0.9,
  make(ground) {
    const { colours, reading } = ground;
    const grains = ground.cells(38, { jitter: 1, borders: true });
    const folds = ground.cells(9, { jitter: 1, borders: true });
    const spot = emptySpot();
    const warp = ground.noise({ cells: 9, octaves: 4, gain: 0.55 });
    const swell = ground.noise({ cells: 2.4, octaves: 4 });
    const pores = ground.noise({ cells: 90, octaves: 2, gain: 0.7 });
    const worn = ground.noise({ cells: 3.5, octaves: 5, gain: 0.55 });
    return (u, v, texel) => {
      const bend = warp(u, v);
      const wave = swell(u, v);
      const pore = pores(u, v);
      grains(u + bend * 0.012, v - bend * 0.012, spot);
      const cushion = bevel(spot.border, 0.3);
      const own = share(spot.hash, 1) - 0.5;
      folds(u + bend * 0.05, v + wave * 0.03, spot);
      const crease = smoothstep(0.06, 0, spot.border) * clamp(0.55 + bend);
      const rub = smoothstep(0.05, 0.5, worn(u, v)) * (0.45 + reading.mood.age * 0.5);
      texel.height = wave * 0.022 + cushion * 0.0075 - crease * 0.009 + pore * 0.0008 + own * 0.002;
      const tone = 0.36 + cushion * 0.22 + wave * 0.14 + own * 0.14 - crease * 0.22 + pore * 0.06;
      colours.base.paint(texel, tone);
      colours.accent.glaze(texel, tone, rub * cushion);
      texel.gloss = clamp(0.42 - rub * 0.3) * cushion;
    };
  },
};

/** Scales in rows, the upper over the lower, each with a keel and a rim. */
export const scales: Pattern = {
  tint: { hue: 165, chroma: 0.09, light: 0.45 },
  accent: { hue: 95, chroma: 0.12, light: 0.74 },
  takesColour: 1,
  make(ground) {
    const { colours, random } = ground;
    const columns = ground.columns(9);
    const rows = ground.rows(11, true);
    const seed = random.seed();
    const sheen = ground.noise({ cells: 2.2, octaves: 4 });
    const lines = ground.noise({ cells: 60, octaves: 3, gain: 0.65, tall: 5 });
    const wear = ground.noise({ cells: 12, octaves: 4, gain: 0.6 });
    const pointed = random.between(0.05, 0.45);
    const keel = random.between(0.2, 1);
    return (u, v, texel) => {
      const y = v * rows;
      const t = y - Math.floor(y);
      let row = Math.floor(y) - 1;
      let dx = inScale(u * columns, row);
      // The tip of the scale above hangs over this row.
      const round = Math.sqrt(clamp(1 - t * t));
      const reach = mix(round, 1 - t, pointed) * 0.5;
      let along = t + 1;
      if (Math.abs(dx) > reach) {
        row++;
        dx = inScale(u * columns, row);
        along = t;
      }
      const column = Math.floor(u * columns + (wrap(row, 2) === 1 ? 0.5 : 0));
      const hash = hashAt(wrap(column, columns), wrap(row, rows), seed);
      const tip = along > 1 ? along - 1 : 0;
      const limit = mix(Math.sqrt(clamp(1 - tip * tip)), 1 - tip, pointed) * 0.5;
      const rim = along > 1 ? limit - Math.abs(dx) : 0.5 - Math.abs(dx) * 0.6;
      const ridge = clamp(1 - Math.abs(dx) * 2);
      const streak = lines(u, v);
      const scuff = wear(u, v);
      const gleam = sheen(u, v);
      const size = ground.down / rows;
      texel.height = size * (along * 0.2 + bevel(rim, 0.16) * 0.16 + ridge * keel * 0.16 + (share(hash, 1) - 0.5) * 0.07) + streak * 0.0011 + scuff * 0.0016;
      const tone = 0.2 + along * 0.2 + ridge * 0.1 * keel + (share(hash, 2) - 0.5) * 0.2 + streak * 0.12 + gleam * 0.18 + scuff * 0.06;
      colours.base.paint(texel, tone);
      const patch = smoothstep(0.3, 0.9, gleam + share(hash, 3) * 0.4) * 0.5;
      const edge = smoothstep(0.16, 0.02, rim) * 0.3 * smoothstep(0.9, 1.3, along);
      colours.accent.glaze(texel, tone + 0.1, clamp(patch + edge));
      texel.gloss = clamp(0.5 + gleam * 0.3 - Math.max(0, scuff) * 0.4);
    };
  },
};

/** Where a place lies in its scale of that row: -0.5 to 0.5. */
function inScale(x: number, row: number): number {
  return fraction(x + (wrap(row, 2) === 1 ? 0.5 : 0)) - 0.5;
}
