/** A being for every word: symmetric, with a face, and with what its name or its luck gives it. */
import { sine } from '../../arithmetic.ts';
import type { Tint } from '../../colour.ts';
import { type FeatureName, featureNames } from '../../names.ts';
import { type Shape, box, both, circle, ellipse, grown, melt, mirrored, polygon, rod, union } from '../shapes.ts';
import { type Brush, type Subject, bone, gold, ink, steel, white } from '../subject.ts';
import { eyes } from './spirits.ts';

interface Build {
  readonly body: Shape;
  /** Where the head is, and how wide and tall the body is there. */
  readonly headY: number;
  readonly headHalf: number;
  readonly top: number;
  readonly bottom: number;
}

function build({ random }: Brush, boxy: boolean): Build {
  if (boxy) {
    const half = random.between(3.4, 4.4);
    return {
      body: union(box(8 - half, 3.4, 8 + half, 8.6, 0.7), box(8 - half * 0.86, 8.2, 8 + half * 0.86, 13, 0.6)),
      headY: 6, headHalf: half, top: 3.4, bottom: 13,
    };
  }
  const kind = random.integer(0, 3);
  if (kind === 0) {
    const r = random.between(4.2, 5);
    return { body: ellipse(8, 8.6, r, r * 0.98), headY: 7.6, headHalf: r, top: 8.6 - r, bottom: 13 };
  }
  if (kind === 1) {
    const half = random.between(3.3, 4);
    return { body: melt(1.2, circle(8, 6.2, half), ellipse(8, 10.6, half * 0.85, 3.2)), headY: 6.2, headHalf: half, top: 6.2 - half, bottom: 13.2 };
  }
  if (kind === 2) {
    const half = random.between(3.9, 4.6);
    return { body: melt(1.6, ellipse(8, 6.2, half * 0.74, 3), ellipse(8, 10.2, half, 3.4)), headY: 6, headHalf: half * 0.74, top: 3.2, bottom: 13.2 };
  }
  const half = random.between(4, 4.7);
  return { body: melt(1, ellipse(8, 6.6, half, 3.6), box(8 - half * 0.55, 8, 8 + half * 0.55, 13, 1.2)), headY: 6.6, headHalf: half, top: 3, bottom: 13 };
}

function featuresOf({ random, reading }: Brush): ReadonlySet<FeatureName> {
  if (reading.features.size > 0) return reading.features;
  const chosen = new Set<FeatureName>();
  for (let i = random.integer(2, 3); i > 0; i--) chosen.add(random.pick(featureNames));
  return chosen;
}

/** Whatever the words name that no template knows. */
export const creature: Subject = {
  main: { hue: 150, chroma: 0.13, light: 0.58 },
  accent: { hue: 80, chroma: 0.08, light: 0.86 },
  draw(brush) {
    const { canvas, random, main, accent } = brush;
    const has = featuresOf(brush);
    const boxy = has.has('boxy');
    const { body, headY, headHalf, top, bottom } = build(brush, boxy);
    const dark: Tint = { hue: main.hue - 14, chroma: main.chroma, light: main.light * 0.78 };
    const round = boxy ? 1.3 : 4;

    if (has.has('cape')) canvas.draw(
      polygon([5, 7], [11, 7], [13.4, 14.6], [2.6, 14.6]),
      { hue: accent.hue + 200, chroma: 0.16, light: 0.42 },
      { tone: x => sine(x * 0.3) * 0.08 },
    );
    if (has.has('wings')) drawWings(brush, dark);
    if (has.has('tail')) canvas.draw(melt(0.6, rod(9.4, 12.2, 13, 12.6, 0.85, 0.7), rod(13, 12.6, 13.9, 9.4, 0.7, 0.45)), dark, { round: 0.9 });
    if (has.has('spikes')) {
      for (let i = -2; i <= 2; i++) {
        const x = 8 + i * headHalf * 0.42;
        const y = top + Math.abs(i) * 0.55;
        canvas.draw(polygon([x - 0.9, y + 1.2], [x + i * 0.3, y - 1.5], [x + 0.9, y + 1.2]), accent, { tone: px => (px < x ? 0.1 : -0.1) });
      }
    }
    if (has.has('horns')) {
      const spread = headHalf * 0.62;
      const bend = 8 - spread - 1.1;
      const horn: Shape = melt(0.5, rod(bend + 1.1, top + 1.4, bend, top - 0.4, 0.85, 0.65), rod(bend, top - 0.4, bend + 0.6, top - 1.9, 0.65, 0.3));
      canvas.draw(mirrored(horn), bone, { round: 0.9 });
    }
    if (has.has('ears')) {
      const reach = random.between(0.9, 2);
      const tip = random.between(-1.7, 1.2);
      const ear = grown(polygon([8 - headHalf * 0.35, top + 0.7], [8 - headHalf * 0.8 - reach, top + tip], [8 - headHalf * 0.95, top + 2.8]), 0.25);
      canvas.draw(mirrored(ear), main, { round: 1.2 });
      canvas.draw(mirrored(grown(ear, -0.75)), accent, { inside: true, lift: -0.06 });
    }

    const legs = has.has('manyLegs') ? 3 : 1;
    for (let i = 0; i < legs; i++) {
      const knee = 8 - headHalf * (legs > 1 ? 1 : 0.45) - i * 0.7;
      const leg = legs > 1
        ? union(rod(6, 9 + i, knee - 0.9, 8.4 + i * 1.7, 0.5), rod(knee - 0.9, 8.4 + i * 1.7, knee - 1.3, 11.4 + i * 1.6, 0.5, 0.35))
        : union(rod(knee, bottom - 1.4, knee, bottom + 1, 0.95), ellipse(knee - 0.25, bottom + 1.2, 1.5, 0.85));
      canvas.draw(mirrored(leg), dark, { round: 0.9, lift: legs > 1 ? 0 : 0.04 });
    }

    canvas.draw(body, main, { round, tone: boxy ? (_, y) => (y < 8.2 ? 0.04 : -0.02) : skinOf(brush) });
    canvas.draw(both(grown(body, -0.9), ellipse(8, bottom - 1.6, headHalf * 0.62, 2.7)), accent, { inside: true, round: 2.4, lift: -0.04 });
    if (boxy) for (const x of [6.9, 9.1]) canvas.draw(circle(x, 10.4, 0.55), gold, { inside: true, lift: 0.1 });

    if (legs === 1) {
      const swing = random.between(-1.4, 1.6);
      const arm = rod(8 - headHalf * 0.86, 9.2, 8 - headHalf * 0.86 - 1.3, 10.6 + swing, 0.95, 0.8);
      canvas.draw(mirrored(arm), boxy ? steel : main, { round: 1, lift: 0.02 });
    }
    drawFace(brush, has, headY, headHalf);
    if (has.has('antenna')) {
      const thin = Math.max(0.3, canvas.cell * 0.5);
      canvas.draw(mirrored(rod(8 - headHalf * 0.4, top + 0.6, 8 - headHalf * 0.62, top - 1.3, thin)), dark, {});
      canvas.draw(mirrored(circle(8 - headHalf * 0.62, top - 1.4, 0.8)), accent, { round: 0.9, lift: 0.08 });
    }
    if (has.has('hat')) {
      const hat: Tint = { hue: accent.hue + 190, chroma: 0.14, light: 0.38 };
      canvas.draw(polygon([8 - headHalf * 0.72, top + 1.9], [8.8, top - 2.6], [8 + headHalf * 0.72, top + 1.9]), hat, { round: 2 });
      canvas.draw(box(8 - headHalf * 0.72, top + 0.7, 8 + headHalf * 0.72, top + 1.7), gold, { inside: true });
      canvas.draw(ellipse(8, top + 2, headHalf * 1.15, 0.85), hat, { round: 0.9, lift: 0.06 });
    }
  },
};

/** Smooth, spotted or striped. */
function skinOf({ random, canvas }: Brush): (x: number, y: number) => number {
  const kind = canvas.size < 24 ? 0 : random.integer(0, 2);
  const phase = random.next();
  if (kind === 1) return (x, y) => (sine(y * 0.32 + phase + Math.abs(x - 8) * 0.05) > 0.35 ? -0.15 : 0);
  if (kind === 2) return (x, y) => (sine(Math.abs(x - 8) * 0.38 + phase) * sine(y * 0.36 + phase * 2) > 0.45 ? -0.17 : 0);
  return () => 0;
}

function drawWings({ canvas, random }: Brush, tint: Tint): void {
  const lift = random.between(-1, 1.6);
  const wing = polygon(
    [7, 7.4], [4.6, 3.4 - lift], [0.9, 2.8 - lift], [1.8, 5 - lift * 0.6],
    [0.7, 8.4 - lift * 0.4], [2.7, 7.8], [2.9, 10.6], [4.7, 9.4], [6.4, 11.2],
  );
  canvas.draw(mirrored(wing), tint, { round: 1.4, tone: (x, y) => ((Math.abs(x - 8) * 0.8 + y * 0.35) % 2 < 0.7 ? -0.1 : 0.03) });
}

function drawFace(brush: Brush, has: ReadonlySet<FeatureName>, headY: number, headHalf: number): void {
  const { canvas, random, main } = brush;
  const size = random.between(0.9, 1.45);
  if (has.has('oneEye')) {
    canvas.draw(circle(8, headY, 1.95), white, { inside: true, lift: 0.1 });
    canvas.draw(circle(8, headY + 0.2, 1.15), { hue: main.hue + 150, chroma: 0.16, light: 0.5 }, { inside: true });
    canvas.draw(circle(8, headY + 0.2, 0.6), ink, { inside: true, lift: -0.3 });
    canvas.draw(circle(7.5, headY - 0.5, 0.45), white, { inside: true, lift: 0.3 });
  } else eyes(brush, headY, Math.min(headHalf * 0.46, 2.2), size);

  const mouthY = headY + size + 1.2;
  if (has.has('beak')) {
    canvas.draw(
      polygon([6.5, mouthY - 0.8], [9.5, mouthY - 0.8], [8, mouthY + 1.4]),
      gold,
      { tone: (x, y) => (y < mouthY - 0.1 ? 0.1 : -0.1) + (8 - x) * 0.05 },
    );
  } else if (has.has('beard')) {
    canvas.draw(
      melt(0.8, ellipse(8, mouthY + 0.6, headHalf * 0.8, 1.4), polygon([5.6, mouthY + 0.6], [10.4, mouthY + 0.6], [8, mouthY + 4.6])),
      white,
      { round: 1.8, tone: x => sine(x * 0.45) * 0.05 },
    );
  } else {
    const wide = random.between(0.9, headHalf * 0.5);
    const open = random.between(0.5, 1.1);
    canvas.draw(both(ellipse(8, mouthY, wide, open + 0.3), (_, y) => mouthY - 0.3 - y), ink, { inside: true, lift: -0.2 });
    if (has.has('fangs')) {
      canvas.draw(
        mirrored(polygon([8 - wide * 0.85, mouthY - 0.5], [8 - wide * 0.85 + 1, mouthY - 0.5], [8 - wide * 0.85 + 0.5, mouthY + 1.1])),
        white,
        { inside: true, lift: 0.2 },
      );
    }
  }
}
