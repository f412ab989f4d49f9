/** Hard and shiny: marble, metal, crystal. */
import { clamp, fraction, mix, smoothstep } from '../../arithmetic.ts';
import { share } from '../../random.ts';
import { emptySpot } from '../cells.ts';
import type { Pattern } from '../ground.ts';
import { bevel, boxDistance, courses, emptyBlock } from '../layout.ts';
import { strew } from '../scatter.ts';

/** Folded stone with dark veins and, where a second colour or veins are named, bright ones. */
export const marble: Pattern = {
  tint: { hue: 80, chroma: 0.008, light: 0.85 },
  accent: { hue: 80, chroma: 0.1, light: 0.66 },
  takesColour: 1,
  make(ground) {
    const { colours, reading } = ground;
    const foldU = ground.noise({ cells: 2, octaves: 6, gain: 0.52 });
    const foldV = ground.noise({ cells: 2, octaves: 6, gain: 0.52 });
    const cloud = ground.noise({ cells: 2.4, octaves: 6, gain: 0.5 });
    const veins = ground.noise({ cells: 1.6, octaves: 4, gain: 0.42 });
    const hairs = ground.noise({ cells: 4, octaves: 5, gain: 0.5 });
    const seams = ground.noise({ cells: 2.2, octaves: 5, gain: 0.5 });
    const grain = ground.noise({ cells: 70, octaves: 2 });
    const pale = reading.colours.every(({ light }) => light > 0.45);
    return (u, v, texel) => {
      const bendU = foldU(u, v);
      const bendV = foldV(u, v);
      const x = u + bendU * 0.13 + bendV * 0.05;
      const y = v + bendV * 0.13 - bendU * 0.05;
      const body = cloud(x, y);
      const fine = grain(u, v);
      colours.base.paint(texel, 0.55 + body * 0.5 + fine * 0.04);
      const strength = clamp(0.55 + body * 0.7);
      const distance = Math.abs(veins(x, y));
      const vein = clamp(1 - distance * 16) * 0.85 + clamp(1 - distance * 4) * (pale ? 0.32 : 0.06);
      const hair = clamp(1 - Math.abs(hairs(x, y)) * 22) * clamp(body + 0.45) * 0.6;
      const dark = clamp((vein + hair) * strength);
      if (pale) colours.deep.glaze(texel, 0.55, dark * 0.85);
      else colours.accent.glaze(texel, 0.9, dark * 0.7);
      const seam = clamp(1 - Math.abs(seams(x + body * 0.05, y)) * 20) * clamp(0.15 - body * 1.2);
      const wash = smoothstep(0.2, 0.6, seams(y, x)) * 0.22;
      colours.accent.glaze(texel, 0.5 + fine * 0.3, clamp(seam * 1.1 + wash));
      texel.height = body * 0.0012 - dark * 0.0007;
      texel.gloss = 0.6;
      texel.glow = 0.12;
    };
  },
};

/** Riveted plates: brushed, scratched, each at its own angle to the light. */
export const metal: Pattern = {
  tint: { hue: 250, chroma: 0.014, light: 0.58 },
  accent: { hue: 45, chroma: 0.09, light: 0.44 },
  takesColour: 0.75,
  make(ground) {
    const { colours, reading } = ground;
    const { rough, age } = reading.mood;
    const layout = courses(ground, { rows: 3, aspect: 1.25, unevenRows: 0.14, unevenColumns: 0.24 });
    const block = emptyBlock();
    const brushed = ground.noise({ cells: 150, octaves: 2, gain: 0.7, wide: 40 });
    const brushedDown = ground.noise({ cells: 150, octaves: 2, gain: 0.7, tall: 40 });
    const clouds = ground.noise({ cells: 3, octaves: 6, gain: 0.55 });
    const dents = ground.noise({ cells: 7, octaves: 4 });
    const scratches = strew(ground, {
      cells: 7, share: 0.75,
      lie: random => ({ turn: random.next(), halfLength: random.between(0.2, 0.9), halfWidth: random.between(0.006, 0.013) }),
      outline: along => 1 - along * along,
    });
    return (u, v, texel) => {
      layout(u, v, block);
      const { hash, x, y } = block;
      const distance = boxDistance(block, 0.02) + 0.006;
      const inside = smoothstep(0.002, -0.002, distance);
      const streak = (share(hash, 1) < 0.65 ? brushed : brushedDown)(u + share(hash, 2), v + share(hash, 2));
      const cloud = clouds(u + share(hash, 3), v);
      const dent = dents(u, v);
      let scratch = 0;
      scratches.at(u, v, hit => { scratch = Math.max(scratch, (1 - Math.abs(hit.across)) * (0.4 + hit.chance)); });

      // A panel pressed into the plate, on some of them.
      const panel = share(hash, 4) < 0.55 ? smoothstep(-0.036, -0.043, distance) : 0;
      texel.height = inside * (0.016 * bevel(-distance, 0.012) - panel * 0.006 + share(hash, 5) * 0.006)
        + inside * (streak * 0.0006 * (0.4 + rough) + dent * mix(0.0006, 0.003, rough) - scratch * 0.0014)
        + inside * (x * (share(hash, 6) - 0.5) + y * (share(hash, 7) - 0.5)) * 0.07;
      colours.deep.paint(texel, 0.1);
      const wear = smoothstep(-0.016, -0.004, distance) * clamp(0.5 + cloud * 1.2);
      colours.base.glaze(texel, 0.46 + (share(hash, 0) - 0.5) * 0.26 + streak * 0.14 + cloud * 0.16 + scratch * 0.25 + wear * 0.3 - panel * 0.07, inside);
      texel.gloss = inside * clamp(0.75 + streak * 0.2 - rough * 0.2 - age * 0.25);

      // Rivets along the rim: the place is folded to the nearest one.
      const pitchX = rivetPitch(block.halfX);
      const pitchY = rivetPitch(block.halfY);
      const nearX = fold(x, block.halfX - 0.024, pitchX);
      const nearY = fold(y, block.halfY - 0.024, pitchY);
      const onRow = Math.abs(y) - block.halfY + 0.024;
      const onColumn = Math.abs(x) - block.halfX + 0.024;
      const rivet = Math.sqrt(Math.min(nearX * nearX + onRow * onRow, nearY * nearY + onColumn * onColumn));
      const head = smoothstep(0.0102, 0.0088, rivet);
      texel.height += head * 0.006 * Math.sqrt(clamp(1 - (rivet / 0.0105) * (rivet / 0.0105))) - smoothstep(0.016, 0.01, rivet) * (1 - head) * 0.0015;
      if (head > 0) colours.base.glaze(texel, 0.58 + streak * 0.1, head);
      const grime = clamp(smoothstep(0.024, 0.01, rivet) * (1 - head) * 0.5 + smoothstep(-0.02, 0, distance) * 0.35 + (cloud - 0.35) * age);
      colours.accent.glaze(texel, 0.25 + cloud * 0.3, inside * grime * mix(0.35, 1, age));
      texel.gloss *= 1 - grime * 0.6;
    };
  },
};

function rivetPitch(half: number): number {
  const span = 2 * (half - 0.024);
  return span / Math.max(1, Math.round(span / 0.085));
}

/** Distance to the nearest of the evenly spaced points between -half and half. */
function fold(position: number, half: number, pitch: number): number {
  const steps = clamp((position + half) / pitch, 0, Math.round((2 * half) / pitch));
  return (steps - Math.round(steps)) * pitch + (Math.abs(position) > half ? Math.abs(position) - half : 0);
}

/** Grown crystals seen from above: every facet a plane with its own shine, brighter towards the edges. */
export const crystal: Pattern = {
  tint: { hue: 298, chroma: 0.15, light: 0.52 },
  accent: { hue: 330, chroma: 0.08, light: 0.9 },
  takesColour: 1,
  make(ground) {
    const { colours, reading } = ground;
    const large = ground.cells(4.5, { jitter: 1, borders: true });
    const small = ground.cells(11, { jitter: 1, borders: true });
    const outer = emptySpot();
    const inner = emptySpot();
    const haze = ground.noise({ cells: 3, octaves: 5 });
    const flaws = ground.noise({ cells: 14, octaves: 5, gain: 0.6 });
    return (u, v, texel) => {
      large(u, v, outer);
      // Splits the large crystals along lines of their own.
      small(u + share(outer.hash, 1), v + share(outer.hash, 2), inner);
      const cloud = haze(u, v);
      const flaw = flaws(u + share(inner.hash, 1), v);
      const border = Math.min(outer.border * 2.4, inner.border);
      const slopeX = (share(outer.hash, 3) - 0.5) * 1.1 + (share(inner.hash, 4) - 0.5) * 1.5;
      const slopeY = (share(outer.hash, 5) - 0.5) * 1.1 + (share(inner.hash, 6) - 0.5) * 1.5;
      const size = 1 / 11;
      texel.height = (slopeX * inner.dx + slopeY * inner.dy) * size * 0.55 + bevel(border, 0.06) * 0.003 + outer.border * 0.05;
      const across = inner.dx * (share(inner.hash, 7) - 0.5) + inner.dy * (share(inner.hash, 8) - 0.5);
      const tone = 0.44 + (share(inner.hash, 9) - 0.5) * 0.46 + across * 0.6 + cloud * 0.16 + flaw * 0.09 - smoothstep(0.18, 0, outer.border) * 0.12;
      colours.base.paint(texel, tone);
      colours.accent.glaze(texel, tone, smoothstep(0.55, 1, share(inner.hash, 10)) * 0.4 + clamp(across) * 0.5);
      const edge = smoothstep(0.06, 0.01, inner.border) * 0.22 * share(inner.hash, 12) + smoothstep(0.03, 0.008, outer.border) * 0.2;
      colours.accent.glaze(texel, 0.85, edge * clamp(0.6 + cloud));
      texel.gloss = 0.95;
      texel.glow = clamp(0.2 + fraction(share(inner.hash, 11) * 3) * 0.18 + reading.mood.glow * 0.4 * clamp(tone));
    };
  },
};
