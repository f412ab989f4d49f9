/** What lies in a hoard. */
import { sine } from '../../arithmetic.ts';
import { type Point, type Shape, box, both, circle, ellipse, grown, polygon, rod, starPoints, union, without } from '../shapes.ts';
import { type Subject, darkWood, gold, iron, white, wood } from '../subject.ts';

/** A banded chest, shut or with gold showing. */
export const chest: Subject = {
  main: wood,
  accent: gold,
  draw({ canvas, random, main, accent }) {
    const open = random.chance(0.4);
    const boards = (x: number, y: number): number => (Math.floor((y + 40) * 0.7) % 2) * -0.07 + sine(x * 0.37 + y * 0.09) * 0.03;
    if (open) {
      canvas.draw(union(box(2, 1.4, 14, 6.6, 1.8)), main, { round: 1.6, lift: -0.12, tone: boards });
      canvas.draw(box(3.2, 2.6, 12.8, 7, 1), darkWood, { inside: true, lift: -0.24 });
      for (let i = 0; i < 9; i++) canvas.draw(circle(3.6 + i * 1.1, 7.4 - random.between(0, 1.3), 1), gold, { round: 1, tone: () => 0.06 });
      canvas.draw(polygon([5, 6.4], [6.2, 4.8], [7.4, 6.4], [6.2, 8]), { hue: 20, chroma: 0.2, light: 0.55 }, { tone: x => (x < 6.2 ? 0.2 : -0.1) });
    } else {
      canvas.draw(union(box(1.8, 4, 14.2, 8), both(ellipse(8, 6.4, 6.2, 4.2), box(0, 0, 16, 7))), main, { round: 3, tone: boards });
    }
    canvas.draw(box(1.8, 7.6, 14.2, 14.4, 0.5), main, { round: 1.1, tone: boards });
    for (const x of [3.4, 12.6]) {
      if (!open) canvas.draw(both(box(x - 0.8, 0, x + 0.8, 7.6), box(1.8, 2, 14.2, 8)), accent, { inside: true, round: 1, lift: 0.04 });
      canvas.draw(box(x - 0.8, 7.6, x + 0.8, 14.4), accent, { inside: true, round: 1 });
    }
    canvas.draw(box(1.8, 7.3, 14.2, 8.5), accent, { inside: true, lift: -0.08 });
    canvas.draw(box(6.5, 6.6, 9.5, 10.6, 0.5), accent, { round: 1.3, lift: 0.08 });
    canvas.draw(union(circle(8, 8.2, 0.6), box(7.6, 8.2, 8.4, 9.7)), darkWood, { inside: true, lift: -0.3 });
  },
};

/** One cut stone, or a cluster of shards. Each facet has one tone. */
export const gem: Subject = {
  main: { hue: 300, chroma: 0.19, light: 0.56 },
  accent: white,
  draw({ canvas, random, main, accent }) {
    const facet = (lift: number, ...points: readonly Point[]): void => canvas.draw(grown(polygon(...points), 0.02), main, { lift, casts: false });
    const kind = random.integer(0, 2);
    if (kind === 0) {
      facet(0, [4.6, 3], [11.4, 3], [14.8, 6.8], [8, 14.8], [1.2, 6.8]);
      facet(0.34, [4.6, 3], [6, 6.8], [1.2, 6.8]);
      facet(0.22, [4.6, 3], [8, 3], [6, 6.8]);
      facet(0.4, [8, 3], [10, 6.8], [6, 6.8]);
      facet(0.1, [8, 3], [11.4, 3], [10, 6.8]);
      facet(-0.04, [11.4, 3], [14.8, 6.8], [10, 6.8]);
      facet(0.16, [1.2, 6.8], [6, 6.8], [8, 14.8]);
      facet(0, [6, 6.8], [10, 6.8], [8, 14.8]);
      facet(-0.26, [10, 6.8], [14.8, 6.8], [8, 14.8]);
    } else if (kind === 1) {
      facet(0, [5, 1.6], [11, 1.6], [13.8, 4.6], [13.8, 11.4], [11, 14.4], [5, 14.4], [2.2, 11.4], [2.2, 4.6]);
      facet(0.3, [5, 1.6], [11, 1.6], [10, 4.6], [6, 4.6]);
      facet(0.5, [5, 1.6], [6, 4.6], [5, 6], [2.2, 4.6]);
      facet(0.22, [2.2, 4.6], [5, 6], [5, 10], [2.2, 11.4]);
      facet(-0.02, [11, 1.6], [13.8, 4.6], [11, 6], [10, 4.6]);
      facet(-0.25, [13.8, 4.6], [13.8, 11.4], [11, 10], [11, 6]);
      facet(-0.5, [13.8, 11.4], [11, 14.4], [10, 11.4], [11, 10]);
      facet(-0.28, [11, 14.4], [5, 14.4], [6, 11.4], [10, 11.4]);
      facet(-0.05, [5, 14.4], [2.2, 11.4], [5, 10], [6, 11.4]);
      canvas.draw(
        polygon([5, 6], [6, 4.6], [10, 4.6], [11, 6], [11, 10], [10, 11.4], [6, 11.4], [5, 10]),
        main,
        { casts: false, lift: 0.06, tone: (x, y) => (x - y > 0.9 && x - y < 2.6 ? 0.3 : (16 - x - y) * 0.02) },
      );
    } else {
      const shards = random.integer(3, 4);
      for (let i = 0; i < shards; i++) {
        const last = i === shards - 1;
        const x = last ? 8 : random.between(4.4, 11.6);
        const lean = last ? random.between(-0.5, 0.5) : (x - 8) * 0.45;
        const top = last ? 1.2 : random.between(4, 7.4);
        const half = last ? 2.4 : random.between(1.3, 1.9);
        facet(0.16, [x - half, 14.4], [x + lean - half, top + 2.8], [x + lean * 1.3, top], [x + lean * 0.6 + half * 0.2, top + 3.4], [x + half * 0.2, 14.4]);
        facet(-0.2, [x + half * 0.2, 14.4], [x + lean * 0.6 + half * 0.2, top + 3.4], [x + lean * 1.3, top], [x + lean + half, top + 2.8], [x + half, 14.4]);
        facet(0.36, [x + lean - half, top + 2.8], [x + lean * 1.3, top], [x + lean * 0.6 + half * 0.2, top + 3.4]);
      }
      canvas.draw(ellipse(8, 14.2, 5.6, 1.1), { hue: main.hue, chroma: 0.02, light: 0.42 }, { round: 1.2 });
    }
    canvas.draw(circle(5.6, 5.4, 0.55), accent, { inside: true, lift: 0.4 });
  },
};

/** A ring, a shaft and teeth that fit no other lock. */
export const key: Subject = {
  main: gold,
  accent: { hue: 22, chroma: 0.2, light: 0.52 },
  slanted: true,
  draw({ canvas, random, main, accent }) {
    canvas.draw(rod(8, 4, 8, 16.4, 0.8), main, { round: 0.95 });
    const teeth = random.integer(2, 3);
    for (let i = 0; i < teeth; i++) canvas.draw(box(8, 15.6 - i * 2, 8 + random.between(2, 3.2), 16.9 - i * 2, 0.2), main, { round: 0.8, lift: 0.04 });
    const bow = random.integer(0, 2);
    const head: Shape = bow === 0
      ? without(circle(8, 1.6, 3.8), circle(8, 1.6, 1.9))
      : bow === 1
        ? without(
          union(circle(8, -0.6, 2.2), circle(5.7, 2.6, 2.2), circle(10.3, 2.6, 2.2)),
          circle(8, -0.6, 0.9), circle(5.7, 2.6, 0.9), circle(10.3, 2.6, 0.9),
        )
        : without(polygon([8, -2.6], [11.8, 1.4], [8, 5.4], [4.2, 1.4]), polygon([8, -0.4], [9.8, 1.4], [8, 3.2], [6.2, 1.4]));
    canvas.draw(head, main, { round: 1.1 });
    canvas.draw(box(6.7, 5, 9.3, 6.4, 0.3), main, { round: 0.9, lift: 0.05 });
    if (bow !== 1) canvas.draw(circle(8, 1.5, 0.95), accent, { round: 1 });
  },
};

/** A struck coin, a little turned. */
export const coin: Subject = {
  main: gold,
  accent: gold,
  draw({ canvas, random, main }) {
    canvas.draw(ellipse(8.7, 8.3, 6, 6.5), main, { lift: -0.28 });
    canvas.draw(ellipse(7.6, 8, 6, 6.5), main, { round: 1.3, lift: 0.06 });
    canvas.draw(ellipse(7.6, 8, 4.6, 5), main, { inside: true, lift: -0.2, tone: (x, y) => (x + y - 15.6) * 0.02 });
    const sign = random.pick([
      polygon(...starPoints(7.6, 8.1, 5, 3.5, 1.5)),
      box(6.6, 5, 8.6, 11, 0.2),
      union(polygon([4.8, 10.4], [4.8, 6], [6.4, 7.6], [7.6, 5.4], [8.8, 7.6], [10.4, 6], [10.4, 10.4])),
      polygon([7.6, 4.8], [10, 8], [7.6, 11.2], [5.2, 8]),
    ]);
    canvas.draw((x, y) => sign(x - 0.45, y - 0.45), main, { inside: true, lift: -0.3 });
    canvas.draw(sign, main, { inside: true, lift: 0.3 });
    canvas.draw(rod(3.6, 5.6, 4.6, 4.2, 0.5), white, { inside: true, lift: 0.1 });
  },
};

/** Points with pearls, stones in the band, velvet inside. */
export const crown: Subject = {
  main: gold,
  accent: { hue: 20, chroma: 0.2, light: 0.5 },
  draw({ canvas, random, main, accent }) {
    const count = random.pick([3, 5]);
    canvas.draw(ellipse(8, 9, 5.2, 2.4), { hue: accent.hue, chroma: accent.chroma * 0.8, light: accent.light * 0.7 }, { lift: -0.1 });
    const points: Point[] = [[2, 13.6], [1.6, 6]];
    for (let i = 0; i < count - 1; i++) {
      const x = 1.6 + (12.8 * (i + 0.5)) / (count - 1);
      points.push([x, 9.2]);
      const next = 1.6 + (12.8 * (i + 1)) / (count - 1);
      points.push([next, i + 1 === count - 1 ? 6 : Math.abs(next - 8) < 0.5 ? 3.4 : 5]);
    }
    points.push([14, 13.6]);
    canvas.draw(grown(polygon(...points), 0.25), main, { round: 1.4, tone: x => (6 - x) * 0.02 });
    for (const [x, y] of points) {
      if (y < 7) canvas.draw(circle(x, y - 0.5, 0.95), random.chance(0.5) ? main : white, { round: 1 });
    }
    canvas.draw(box(1.9, 11.2, 14.1, 14.2, 0.4), main, { round: 1.2, lift: 0.05 });
    canvas.draw(polygon([8, 11], [9.7, 12.7], [8, 14.4], [6.3, 12.7]), accent, { inside: true, tone: x => (x < 8 ? 0.2 : -0.14) });
    for (const x of [4, 12]) canvas.draw(circle(x, 12.7, 0.85), { hue: accent.hue + 180, chroma: 0.15, light: 0.55 }, { inside: true, round: 0.9 });
  },
};

/** A band with a stone in claws. */
export const ring: Subject = {
  main: { hue: 260, chroma: 0.19, light: 0.56 },
  accent: gold,
  draw({ canvas, random, main, accent }) {
    canvas.draw(without(ellipse(8, 10, 5, 4.9), ellipse(8, 10, 3.3, 3.2)), accent, { round: 1 });
    canvas.draw(polygon([5.6, 5.6], [10.4, 5.6], [9.4, 7.4], [6.6, 7.4]), accent, { round: 0.9, lift: 0.1 });
    const round = random.chance(0.35);
    if (round) canvas.draw(circle(8, 4.2, 2.7), main, { round: 3 });
    else {
      canvas.draw(polygon([6, 1.2], [10, 1.2], [11.6, 3.4], [8, 7], [4.4, 3.4]), main, {});
      canvas.draw(polygon([6, 1.2], [10, 1.2], [9, 3.4], [7, 3.4]), main, { inside: true, lift: 0.34 });
      canvas.draw(polygon([4.4, 3.4], [7, 3.4], [8, 7]), main, { inside: true, lift: 0.14 });
      canvas.draw(polygon([9, 3.4], [11.6, 3.4], [8, 7]), main, { inside: true, lift: -0.24 });
    }
    canvas.draw(circle(6.8, 2.8, 0.5), white, { inside: true, lift: 0.3 });
    if (random.chance(0.4)) for (const x of [3.9, 12.1]) canvas.draw(circle(x, 8.4, 0.5), iron, { inside: true, lift: 0.2 });
  },
};
