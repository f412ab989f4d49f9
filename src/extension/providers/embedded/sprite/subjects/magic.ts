/** Things of magic: potions, runes, scrolls, books, stars, hearts. */
import { sine } from '../../arithmetic.ts';
import { box, both, circle, ellipse, grown, melt, polygon, rod, starPoints, turned, union, without } from '../shapes.ts';
import { type Subject, bone, cream, glass, gold, ink, leather, paper, stone, white, wood } from '../subject.ts';

/** A flask of one of three forms, more or less full. */
export const potion: Subject = {
  main: { hue: 15, chroma: 0.2, light: 0.52 },
  accent: gold,
  draw({ canvas, random, main, accent }) {
    const body = random.pick([
      circle(8, 10, 4.7),
      grown(polygon([7, 6], [9, 6], [12.2, 13.6], [3.8, 13.6]), 0.9),
      box(4, 6.8, 12, 14.7, 1.8),
    ]);
    const level = random.between(7.6, 9.4);
    canvas.draw(melt(1.2, body, box(6.5, 2.8, 9.5, 7)), glass, { round: 2.2, lift: 0.02 });
    const inner = grown(body, -0.95);
    canvas.draw(both(inner, (_, y) => level - y), main, { inside: true, tone: (x, y) => (7.4 - x) * 0.07 + (10.5 - y) * 0.035 });
    canvas.draw(both(inner, (_, y) => Math.abs(y - level - 0.5) - 0.5), main, { inside: true, lift: 0.26 });
    for (const [x, y] of [[9.8, 11.2], [7.4, 12.8], [8.4, 10.6]] as const) {
      if (random.chance(0.6)) canvas.draw(both(inner, circle(x + random.between(-0.3, 0.3), y, random.between(0.38, 0.6))), main, { inside: true, lift: 0.34 });
    }
    canvas.draw(box(5.6, 2.7, 10.4, 4.1, 0.4), glass, { round: 1.2, lift: 0.1 });
    if (random.chance(0.5)) canvas.draw(box(6.4, 5, 9.6, 6), accent, { round: 1 });
    canvas.draw(box(6.7, 0.9, 9.3, 2.9, 0.4), wood, { round: 1.4 });
    canvas.draw(rod(5.5, 8.4, 5.3, 10, 0.62), white, { inside: true, lift: 0.4 });
    canvas.draw(circle(6.1, 12.2, 0.5), white, { inside: true, lift: 0.3 });
  },
};

/** A standing stone with a carved sign that shines. */
export const rune: Subject = {
  main: { hue: 200, chroma: 0.14, light: 0.8 },
  accent: stone,
  draw({ canvas, random, main, accent }) {
    const lean = random.between(-0.6, 0.6);
    const slab = grown(polygon([4.4, 4 + lean], [7 + lean, 1.9], [10.6, 2.4 - lean], [12.2, 6], [11.8, 13.8], [4, 14]), 0.5);
    canvas.draw(slab, accent, { round: 2, tone: (x, y) => (sine(x * 0.31 + 0.2) + sine(y * 0.27 + x * 0.13)) * 0.05 });
    const stem: readonly [number, number, number, number] = [8, 4.6, 8, 12];
    const strokes: (readonly [number, number, number, number])[] = [stem];
    const turns = random.integer(2, 3);
    for (let i = 0; i < turns; i++) {
      const at = random.integer(0, 3) * 1.8 + 5;
      const side = random.chance(0.5) ? 1 : -1;
      const reach = random.between(1.8, 2.6) * side;
      strokes.push([8, at, 8 + reach, at + random.pick([-1.8, 1.8, 0])]);
      if (random.chance(0.55)) strokes.push([8, at, 8 - reach, at + random.pick([-1.8, 1.8])]);
    }
    const width = Math.max(0.45, canvas.cell * 0.55);
    const glyph = union(...strokes.map(([x0, y0, x1, y1]) => rod(x0, y0, x1, y1, width)));
    canvas.draw(both(grown(glyph, 0.7), slab), accent, { inside: true, lift: -0.26 });
    canvas.draw(glyph, main, { inside: true, lift: 0.22, tone: (_, y) => (8 - y) * 0.03 });
  },
};

/** A parchment, rolled at both ends, with writing or a map, and a seal. */
export const scroll: Subject = {
  main: { hue: 22, chroma: 0.18, light: 0.46 },
  accent: paper,
  draw({ canvas, random, main, accent }) {
    canvas.draw(box(3.6, 2.6, 12.4, 13.4), accent, { tone: x => (8 - x) * 0.012 });
    const lines = canvas.size >= 24 ? 5 : 3;
    for (let i = 0; i < lines; i++) {
      const y = 5.2 + i * (5.4 / (lines - 0.4));
      canvas.draw(box(5, y, random.between(8.5, 11), y + Math.max(0.45, canvas.cell)), ink, { inside: true, lift: 0.25 });
    }
    canvas.draw(circle(10.4, 11, 1.5), main, { round: 1.2, inside: true });
    canvas.draw(circle(10, 10.6, 0.5), main, { inside: true, lift: 0.3 });
    for (const y of [2.6, 13.4]) {
      canvas.draw(box(2.6, y - 1.3, 13.4, y + 1.3, 1.2), accent, { round: 1.6, lift: -0.03 });
      canvas.draw(box(1.5, y - 0.75, 2.8, y + 0.75, 0.4), wood, { round: 0.9 });
      canvas.draw(box(13.2, y - 0.75, 14.5, y + 0.75, 0.4), wood, { round: 0.9 });
    }
  },
};

/** A bound book with metal corners and a sign on its cover. */
export const book: Subject = {
  main: { hue: 25, chroma: 0.13, light: 0.4 },
  accent: gold,
  draw({ canvas, random, main, accent }) {
    canvas.draw(box(3, 2.4, 13.6, 14.4, 0.8), main, { round: 0.8, lift: -0.16 });
    canvas.draw(box(4.4, 11.8, 13.2, 13.7, 0.2), cream, { lift: 0.02, tone: (_, y) => (Math.floor(y * 2.2) % 2) * -0.14 });
    canvas.draw(box(3, 1.6, 13.2, 12.2, 0.7), main, { round: 1.3, tone: (x, y) => (14 - x - y) * 0.015 });
    canvas.draw(box(3, 1.6, 5, 12.2, 0.6), main, { inside: true, lift: -0.14, round: 0.8 });
    for (const y of [3.6, 9.6]) canvas.draw(box(3, y, 5, y + 0.9), accent, { inside: true });
    for (const [x, y] of [[12.4, 2.4], [12.4, 11.4]] as const) {
      canvas.draw(
        polygon([x + 1, y - 1 + (y > 6 ? 2 : 0)], [x - 1.6, y + (y > 6 ? 1 : -1)], [x + 1, y + (y > 6 ? -1.6 : 1.6)]),
        accent,
        { inside: true, lift: 0.05 },
      );
    }
    const sign = random.pick([
      polygon(...starPoints(9, 6.9, 4, 2.7, 1)), polygon(...starPoints(9, 6.9, 5, 2.7, 1.2)),
      without(circle(9, 6.9, 2.4), circle(9.9, 6.3, 1.9)), polygon([9, 4.4], [11, 6.9], [9, 9.4], [7, 6.9]),
    ]);
    canvas.draw(sign, accent, { inside: true, lift: 0.08, tone: (x, y) => (15.9 - x - y) * 0.05 });
  },
};

/** Five or more points, every facet at its own angle. */
export const star: Subject = {
  main: { hue: 92, chroma: 0.16, light: 0.82 },
  accent: white,
  draw({ canvas, random, main, accent }) {
    const count = random.pick([5, 5, 5, 4, 6]);
    const inner = count === 4 ? 2.2 : 3.1;
    const points = starPoints(8, 8.3, count, 7, inner);
    canvas.draw(grown(polygon(...points), 0.15), main, {});
    points.forEach((point, i) => {
      const next = points[(i + 1) % points.length] ?? point;
      const towards = (point[0] + next[0]) / 2 - 8 + ((point[1] + next[1]) / 2 - 8.3) * 1.3;
      canvas.draw(polygon([8, 8.3], point, next), main, { inside: true, lift: -towards * 0.055 + (i % 2 === 0 ? 0 : -0.1) });
    });
    canvas.draw(circle(7, 7, 0.7), accent, { inside: true, lift: 0.3 });
  },
};

/** A heart as games count lives. */
export const heart: Subject = {
  main: { hue: 20, chroma: 0.21, light: 0.54 },
  accent: white,
  draw({ canvas, random, main, accent }) {
    const plump = random.between(3.5, 3.9);
    const shape = melt(0.4, circle(4.9, 5.7, plump), circle(11.1, 5.7, plump), polygon([1.75, 7.2], [14.25, 7.2], [8, 14.4]), polygon([4, 4], [12, 4], [8, 9]));
    const dent = polygon([7, 1], [9, 1], [8, 4.5]);
    canvas.draw(without(shape, dent), main, { tone: (x, y) => lobe(x, y, 4.2, 4.4) });
    canvas.draw(rod(3.9, 5.5, 5, 4.2, 0.75), accent, { inside: true, lift: 0.35 });
    canvas.draw(circle(3.6, 7.1, 0.5), accent, { inside: true, lift: 0.2 });
  },
};

/** Brightest at one place and darker all around, with the far side a little lit again. */
function lobe(x: number, y: number, cx: number, cy: number): number {
  const distance = Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy));
  return 0.3 - Math.min(distance, 10) * 0.068;
}

/** Flames in three layers on a bound stick. */
export const torch: Subject = {
  main: { hue: 48, chroma: 0.18, light: 0.66 },
  accent: { hue: 95, chroma: 0.13, light: 0.92 },
  draw({ canvas, random, main, accent }) {
    canvas.draw(rod(8, 8.5, 8, 14.6, 1.15, 0.85), wood, { round: 1.2, tone: (_, y) => sine(y * 0.33) * 0.06 });
    canvas.draw(box(6, 8.4, 10, 10.6, 0.5), leather, { round: 1.6 });
    canvas.draw(box(6, 9.2, 10, 9.8), bone, { inside: true, lift: -0.1 });
    const lick = random.between(-1, 1);
    const flame = (grow: number): ReturnType<typeof polygon> => grown(melt(1.2,
      circle(8, 6.6, 2.2), polygon([5.6, 6.4], [6.6 + lick * 0.4, 3.6], [8 + lick, 1.2], [9.4 + lick * 0.2, 3.8], [10.4, 6.4]),
      polygon([5.4, 6.6], [4.6 - lick * 0.3, 4], [7, 6]), polygon([10.6, 6.6], [11.3 - lick * 0.3, 4.4], [9, 6])), grow);
    canvas.draw(flame(0.5), { hue: main.hue - 18, chroma: main.chroma, light: main.light - 0.12 }, {});
    canvas.draw(flame(-0.45), main, { inside: true, lift: 0.1 });
    canvas.draw(flame(-1.3), accent, { inside: true, lift: 0.2 });
  },
};

/** A sphere with a lit fuse. */
export const bomb: Subject = {
  main: { hue: 275, chroma: 0.02, light: 0.32 },
  accent: { hue: 60, chroma: 0.17, light: 0.74 },
  draw({ canvas, random, main, accent }) {
    canvas.draw(circle(7.6, 9.6, 5.1), main, { round: 5.4 });
    canvas.draw(turned(box(6, 3, 9.2, 5.2, 0.3), 0.06, 7.6, 9.6), main, { round: 1.4, lift: 0.14 });
    const bend = random.between(-0.5, 0.8);
    canvas.draw(union(rod(8.8, 3.4, 10.4, 2 + bend, 0.5), rod(10.4, 2 + bend, 12, 2.6, 0.5)), paper, { lift: -0.1 });
    canvas.draw(polygon(...starPoints(12.6, 2.7, 4, 2.3, 0.8)), accent, { lift: 0.05 });
    canvas.draw(circle(12.6, 2.7, 0.75), white, { inside: true, lift: 0.3 });
    canvas.draw(ellipse(5.6, 7.2, 1.2, 0.9), white, { inside: true, lift: 0.1 });
    canvas.draw(circle(4.4, 9, 0.45), white, { inside: true });
  },
};
