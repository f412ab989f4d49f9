/** Slime, ghost and skull: simple beings with a face. */
import { sine } from '../../arithmetic.ts';
import { box, both, circle, ellipse, melt, mirrored, polygon, rod, turned, union } from '../shapes.ts';
import { type Brush, type Subject, bone, ink, white } from '../subject.ts';

/** Eyes that look the same way, for round beings. */
export function eyes(brush: Brush, y: number, apart: number, size: number, look = 0): void {
  const { canvas } = brush;
  for (const side of [-1, 1]) {
    const x = 8 + side * apart;
    if (size >= 1) {
      canvas.draw(ellipse(x, y, size, size * 1.15), white, { inside: true, lift: 0.12 });
      canvas.draw(ellipse(x + look * size * 0.35, y + size * 0.2, size * 0.58, size * 0.75), ink, { inside: true, lift: -0.3 });
      if (canvas.size >= 24) canvas.draw(circle(x - size * 0.3 + look * size * 0.2, y - size * 0.35, size * 0.3), white, { inside: true, lift: 0.3 });
    } else {
      canvas.draw(box(x - 0.62, y - 1.2, x + 0.62, y + 1.2, 0.3), ink, { inside: true, lift: -0.3 });
      if (canvas.size >= 32) canvas.draw(circle(x - 0.15, y - 0.5, 0.3), white, { inside: true, lift: 0.3 });
    }
  }
}

/** A friendly drop of jelly. */
export const slime: Subject = {
  main: { hue: 148, chroma: 0.17, light: 0.7 },
  accent: white,
  draw(brush) {
    const { canvas, random, main, accent } = brush;
    const tall = random.between(4.8, 6.6);
    const wide = random.between(5.6, 6.5);
    const drop = melt(1.6, both(ellipse(8, 13, wide, tall * 1.5), (_, y) => y - 14.2), ellipse(8, 13, wide + 0.3, 1.7));
    const body = random.chance(0.4) ? melt(1.4, drop, polygon([6.6, 14.5 - tall * 1.5], [8.6, 10.8 - tall * 1.3], [9.4, 14.5 - tall * 1.5])) : drop;
    canvas.draw(both(body, (_, y) => y - 14.8), main, { round: 3.4, lift: 0.1 });
    canvas.draw(both(body, ellipse(8, 14.4, wide * 0.8, 1.6)), main, { inside: true, lift: 0.16 });
    for (let i = 0; i < 3; i++) canvas.draw(
      circle(random.between(5, 11), random.between(9.6, 13), random.between(0.35, 0.6)),
      main,
      { inside: true, lift: 0.26 },
    );
    eyes(brush, 10.6, random.between(1.9, 2.5), random.chance(0.5) ? 1.3 : 0.9, random.pick([0, 0, -0.5, 0.5]));
    const mouth = random.integer(0, 2);
    if (mouth === 0) canvas.draw(both(ellipse(8, 12.4, 1.3, 1.1), (_, y) => 12.4 - y), ink, { inside: true, lift: -0.1 });
    else if (mouth === 1) canvas.draw(box(7.2, 12.4, 8.8, 13), ink, { inside: true });
    canvas.draw(turned(ellipse(5.2, 15 - tall * 1.35, 1.25, 0.7), -0.1, 5.2, 15 - tall * 1.35), accent, { inside: true, lift: 0.2 });
  },
};

/** A sheet in the wind. */
export const ghost: Subject = {
  main: { hue: 265, chroma: 0.02, light: 0.93 },
  accent: { hue: 355, chroma: 0.12, light: 0.78 },
  draw(brush) {
    const { canvas, random, main, accent } = brush;
    const phase = random.next();
    const waves = random.pick([0.19, 0.25]);
    const sheet = union(circle(8, 6.6, 5.2), box(2.8, 6.6, 13.2, 15));
    canvas.draw(
      (x, y) => Math.max(sheet(x, y), y - 13.4 - sine(x * waves + phase) * 1.1),
      main,
      { round: 3.6, tone: (x, y) => (y > 9 ? sine(x * waves + phase + 0.2) * 0.08 : 0) },
    );
    if (random.chance(0.6)) for (const side of [-1, 1]) canvas.draw(
      turned(ellipse(8 + side * 5.6, 9.6, 1.9, 1), side * 0.07, 8 + side * 5.4, 9.6),
      main,
      { round: 1.2, lift: side < 0 ? 0.02 : -0.1 },
    );
    for (const side of [-1, 1]) {
      canvas.draw(ellipse(8 + side * 2.1, 6.4, 0.95, 1.45), ink, { inside: true, lift: -0.25 });
      if (canvas.size >= 24) canvas.draw(circle(7.8 + side * 2.1, 5.8, 0.35), white, { inside: true, lift: 0.2 });
      canvas.draw(ellipse(8 + side * 3.4, 8.5, 0.85, 0.5), accent, { inside: true });
    }
    canvas.draw(ellipse(8, 9.2, random.between(0.6, 1), random.between(0.6, 1.2)), ink, { inside: true, lift: -0.2 });
  },
};

/** Bone, from the front. */
export const skull: Subject = {
  main: bone,
  accent: ink,
  draw({ canvas, random, main, accent }) {
    const jaw = random.between(2.7, 3.2);
    canvas.draw(box(8 - jaw, 10, 8 + jaw, 14.6, 0.9), main, { round: 1.6, lift: -0.08 });
    canvas.draw(melt(1.2, ellipse(8, 6.7, 5.8, 5.1), box(4, 8, 12, 11.6, 1)), main, { round: 4.4 });
    const angry = random.chance(0.5);
    const socket = mirrored(angry ? polygon([3.8, 6], [7, 7.2], [6.8, 9.6], [4.4, 9.4]) : ellipse(5.5, 7.9, 1.75, 1.85));
    canvas.draw(socket, accent, { inside: true, lift: -0.3 });
    if (random.chance(0.4)) for (const x of [5.7, 10.3]) canvas.draw(circle(x, 8.2, 0.6), { hue: 25, chroma: 0.21, light: 0.6 }, { inside: true, lift: 0.1 });
    canvas.draw(polygon([8, 9.2], [9.1, 11], [6.9, 11]), accent, { inside: true, lift: -0.3 });
    const gap = Math.max(0.3, canvas.cell * 0.45);
    for (const x of [6.4, 8, 9.6]) canvas.draw(box(x - gap, 12.4, x + gap, 14.6), accent, { inside: true, lift: 0.05 });
    if (random.chance(0.5)) canvas.draw(union(rod(9.6, 2.6, 10.6, 4.2, 0.25), rod(10.6, 4.2, 10, 5.2, 0.25)), accent, { inside: true, lift: 0.1 });
  },
};
