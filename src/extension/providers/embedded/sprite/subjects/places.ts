/** What people build: ships and houses. */
import { sine } from '../../arithmetic.ts';
import { box, both, circle, ellipse, polygon, rod, union, without } from '../shapes.ts';
import { type Subject, cream, darkWood, gold, iron, stone, white, wood } from '../subject.ts';

/** One mast or two under full sail. */
export const ship: Subject = {
  main: { hue: 85, chroma: 0.03, light: 0.9 },
  accent: { hue: 22, chroma: 0.18, light: 0.48 },
  draw({ canvas, random, main, accent }) {
    const two = random.chance(0.5);
    const masts = two ? [5.6, 10.4] : [8];
    for (const x of masts) canvas.draw(box(x - 0.45, two ? 2.4 : 1.6, x + 0.45, 11), darkWood, { round: 0.6 });
    const stripes = random.chance(0.5);
    for (const x of masts) {
      const half = two ? 2.5 : 4.4;
      const top = two ? 3.6 : 3;
      const sail = (upper: number, lower: number, width: number): void => {
        const belly = ellipse(x, (upper + lower) / 2, width + 0.6, (lower - upper) * 0.72);
        const foot = ellipse(x - width * 0.2, lower + 1.3, width * 1.2, 1.7);
        const shape = both(without(belly, foot), box(x - width, upper, x + width, lower));
        canvas.draw(shape, main, { round: 1.9 });
        if (stripes) canvas.draw(
          both(shape, union(box(x - width * 0.72, 0, x - width * 0.34, 16), box(x + width * 0.3, 0, x + width * 0.68, 16))),
          accent,
          { inside: true, lift: 0 },
        );
      };
      sail(top, top + 2.6, half * 0.78);
      sail(top + 2.9, 10.2, half);
    }
    canvas.draw(polygon([masts[0] ?? 8, 0.8], [(masts[0] ?? 8) + 2.8, 1.7], [masts[0] ?? 8, 2.6]), accent, { tone: x => (x % 2) * -0.05 });
    const hull = polygon([0.9, 9.6], [3.4, 10.6], [12.4, 10.6], [15.2, 8.8], [13.6, 13.4], [11.8, 14.8], [4, 14.8], [2.2, 13]);
    canvas.draw(hull, wood, { round: 2.2, tone: (x, y) => (Math.floor(y * 0.9) % 2) * -0.08 + sine(x * 0.3) * 0.02 });
    canvas.draw(both(hull, (x, y) => Math.abs(y - 11.2 + (x - 8) * (x - 8) * 0.012) - 0.42), gold, { inside: true });
    for (const x of [5, 8, 11]) canvas.draw(circle(x, 12.9, Math.max(0.5, canvas.cell * 0.5)), darkWood, { inside: true, lift: -0.3 });
    const sea = { hue: 235, chroma: 0.12, light: 0.58 };
    canvas.draw(
      (x, y) => Math.max(14.2 + sine(x * 0.28 + 0.1) * 0.35 - y, y - 15.4, Math.abs(x - 8) - 7),
      sea,
      { lift: 0.06, tone: (_, y) => (y < 14.6 ? 0.2 : -0.08) },
    );
  },
};

/** Timber frame, a steep roof, a lit window. */
export const house: Subject = {
  main: { hue: 30, chroma: 0.14, light: 0.46 },
  accent: { hue: 85, chroma: 0.035, light: 0.84 },
  draw({ canvas, random, main, accent }) {
    const chimney = random.chance(0.5) ? 11 : 4;
    canvas.draw(box(chimney - 0.9, 2, chimney + 0.9, 7), stone, { round: 1, tone: (_, y) => (Math.floor(y * 1.2) % 2) * -0.1 });
    const walls = box(3, 8, 13, 14.8);
    canvas.draw(walls, accent, { tone: x => (8 - x) * 0.025 });
    if (random.chance(0.6)) {
      canvas.draw(
        both(walls, union(
          rod(3.4, 8, 3.4, 15, 0.5), rod(12.6, 8, 12.6, 15, 0.5), rod(3, 11, 6, 14.8, 0.4), rod(13, 11, 10, 14.8, 0.4), box(3, 10.6, 13, 11.4),
        )),
        darkWood,
        { inside: true },
      );
    } else canvas.draw(both(walls, box(3, 13, 13, 14.8)), stone, { inside: true, tone: x => (Math.floor(x * 0.9) % 2) * -0.1 });
    canvas.draw(polygon([8, 1.2], [15, 8.4], [14, 9.6], [2, 9.6], [1, 8.4]), main, {
      tone: (x, y) => (8 - x) * 0.022 + (Math.floor(y * 0.85 + 0.3) % 2) * -0.1 + (Math.floor(x * 0.9 + Math.floor(y * 0.85) * 0.5) % 2) * -0.05,
    });
    canvas.draw(union(rod(8, 1.4, 15, 8.6, 0.42), rod(8, 1.4, 1, 8.6, 0.42)), main, { inside: true, lift: 0.14 });
    const left = random.chance(0.5);
    const door = left ? 5.6 : 10.4;
    const window = left ? 10.4 : 5.6;
    canvas.draw(union(box(door - 1.4, 11, door + 1.4, 14.8), circle(door, 11.2, 1.4)), wood, { round: 0.7, tone: x => (Math.floor(x * 1.1) % 2) * -0.09 });
    canvas.draw(circle(door + 0.7, 12.8, 0.4), gold, { inside: true, lift: 0.1 });
    canvas.draw(box(window - 1.4, 10.4, window + 1.4, 13.2, 0.2), wood, { lift: -0.06 });
    canvas.draw(
      box(window - 0.9, 10.9, window + 0.9, 12.7),
      { hue: 92, chroma: 0.14, light: 0.88 },
      { inside: true, tone: (x, y) => (window - x + 11.8 - y) * 0.08 },
    );
    if (canvas.size >= 24) canvas.draw(
      union(box(window - 0.15, 10.9, window + 0.15, 12.7), box(window - 0.9, 11.65, window + 0.9, 11.95)),
      darkWood,
      { inside: true },
    );
    canvas.draw(circle(8, 6.6, 1.05), random.chance(0.5) ? cream : white, { inside: true, lift: -0.1 });
    canvas.draw(circle(8, 6.6, 0.6), iron, { inside: true, lift: -0.3 });
  },
};
