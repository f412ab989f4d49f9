/** Arms and armour. */
import { sine } from '../../arithmetic.ts';
import { box, both, circle, ellipse, grown, polygon, rod, starPoints, union, without } from '../shapes.ts';
import { type Subject, cream, darkWood, gold, iron, leather, steel, white, wood } from '../subject.ts';

/** Straight, broad or curved, with a cross guard and a stone in the pommel. */
export const sword: Subject = {
  main: steel,
  accent: gold,
  slanted: true,
  draw({ canvas, random, main, accent }) {
    const half = random.between(1.05, 1.5);
    const tip = -1.2;
    const curved = random.chance(0.25);
    const bend = (y: number): number => curved ? Math.max(0, 9 - y) * Math.max(0, 9 - y) * 0.014 : 0;
    const blade = polygon([8 - half, 11], [8 - half, 1.4], [8, tip], [8 + half, 1.4], [8 + half, 11]);
    const bent = (x: number, y: number): number => blade(x - bend(y), y);
    canvas.draw(bent, main, { tone: (x, y) => x - bend(y) < 8 ? 0.26 : -0.14 });
    if (random.chance(0.6)) canvas.draw((x, y) => Math.max(Math.abs(x - bend(y) - 8) - 0.35, y - 9.6, 2.4 - y), main, { inside: true, lift: -0.05 });
    canvas.draw(rod(8, 11, 8, 15.2, 0.75), leather, { round: 0.9, tone: (_, y) => (Math.floor(y * 1.4) % 2) * -0.12 });
    const width = random.between(2.6, 3.7);
    const droop = random.pick([0, 0.9, -0.9]);
    canvas.draw(union(rod(8, 11, 8 - width, 11 + droop, 0.85, 0.7), rod(8, 11, 8 + width, 11 + droop, 0.85, 0.7)), accent, { round: 1 });
    canvas.draw(circle(8, 16.2, 1.15), accent, { round: 1.2 });
    canvas.draw(circle(8, 11, 0.55), { hue: main.chroma > 0.05 ? main.hue : 22, chroma: 0.2, light: 0.55 }, { inside: true });
  },
};

/** One blade or two on a haft. */
export const axe: Subject = {
  main: steel,
  accent: wood,
  slanted: true,
  draw({ canvas, random, main, accent }) {
    canvas.draw(rod(8, -0.4, 8, 17, 0.8), accent, { round: 0.9, tone: (_, y) => sine(y * 0.21) * 0.05 });
    canvas.draw(box(7, 12.4, 9, 15, 0.3), leather, { inside: true, round: 1, tone: (_, y) => (Math.floor(y * 1.5) % 2) * -0.1 });
    const reach = random.between(4.8, 6);
    const edge = 8 - reach;
    const horn = random.between(3.6, 4.8);
    const blade = polygon(
      [7.6, 1.8], [edge + 2.4, 1.9 - horn * 0.35], [edge + 1.1, 3.5 - horn], [edge + 0.25, 3.5 - horn * 0.5], [edge, 3.5],
      [edge + 0.25, 3.5 + horn * 0.5], [edge + 1.1, 3.5 + horn], [edge + 2.4, 5.1 + horn * 0.35], [7.6, 5.2],
    );
    const ground = (x: number): number => (x < edge + 1.5 ? 0.3 : x > edge + 3.4 ? -0.16 : 0.02);
    canvas.draw(blade, main, { tone: ground });
    if (random.chance(0.4)) canvas.draw((x, y) => blade(16 - x, y), main, { tone: x => ground(16 - x) - 0.1 });
    else canvas.draw(polygon([8.6, 2.2], [11.4, 3.5], [8.6, 4.8]), main, { lift: -0.1 });
    canvas.draw(box(6.9, 1.9, 9.1, 5.3, 0.3), iron, { round: 1.1 });
  },
};

/** A staff with a stone held by its wood. */
export const staff: Subject = {
  main: { hue: 300, chroma: 0.19, light: 0.58 },
  accent: wood,
  slanted: true,
  draw({ canvas, random, main, accent }) {
    const sway = random.between(0.2, 0.6);
    canvas.draw((x, y) => rod(8, 3, 8, 18, 0.72, 0.6)(x + sine(y * 0.09) * sway, y), accent, { round: 0.9 });
    const claw = random.chance(0.5);
    if (claw) {
      canvas.draw(without(circle(8, 1.6, 3.7), circle(8, 0.6, 2.9), box(3, -4, 13, 0.2)), accent, { round: 1 });
      canvas.draw(circle(8, 0.4, 2.3), main, { round: 2.6 });
    } else {
      canvas.draw(polygon([8, -3.2], [10.3, -0.2], [9.2, 3.2], [6.8, 3.2], [5.7, -0.2]), main, { tone: (x, y) => (8 - x) * 0.1 + (y < -0.2 ? 0.12 : -0.04) });
      canvas.draw(box(6.4, 2.6, 9.6, 4.2, 0.4), gold, { round: 1 });
    }
    canvas.draw(circle(7.2, -0.4, 0.55), white, { inside: true, lift: 0.3 });
    canvas.draw(box(7, 8, 9, 9.2), gold, { inside: true, round: 0.8 });
    canvas.draw(box(7, 10.4, 9, 11), gold, { inside: true, round: 0.8 });
  },
};

/** A bow with an arrow laid on. */
export const bow: Subject = {
  main: wood,
  accent: { hue: 22, chroma: 0.18, light: 0.52 },
  slanted: true,
  draw({ canvas, random, main, accent }) {
    const thin = Math.max(0.3, canvas.cell * 0.5);
    canvas.draw(box(0, 8.2 - thin, 16, 8.2 + thin), cream, { lift: 0.05 });
    const depth = random.between(5.4, 6.6);
    const arc = both(without(ellipse(8, 8.4, 7.9, depth), ellipse(8, 8.8, 7.2, depth - 1.7)), (_, y) => y - 8.4);
    canvas.draw(arc, main, { round: 1, tone: x => (Math.abs(x - 8) > 5.6 ? -0.12 : 0) });
    canvas.draw(both(arc, box(6.6, 0, 9.4, 6)), leather, { inside: true, round: 0.9 });
    canvas.draw(rod(8, -1.4, 8, 13.6, thin), darkWood, { lift: 0.1 });
    canvas.draw(polygon([8, -4], [9.5, -0.8], [6.5, -0.8]), steel, { tone: x => (x < 8 ? 0.2 : -0.1) });
    canvas.draw(polygon([8, 10], [9.6, 11.6], [9.6, 14.6], [8, 13], [6.4, 14.6], [6.4, 11.6]), accent, { tone: x => (x < 8 ? 0.12 : -0.12) });
  },
};

/** A field in one of three outlines with one of five charges. */
export const shield: Subject = {
  main: { hue: 258, chroma: 0.16, light: 0.46 },
  accent: { hue: 90, chroma: 0.02, light: 0.8 },
  draw({ canvas, random, main, accent }) {
    const form = random.pick([
      polygon([2.4, 2], [13.6, 2], [13.6, 7.6], [11.8, 11.4], [8, 14.6], [4.2, 11.4], [2.4, 7.6]),
      polygon([2.6, 3], [5.4, 2.6], [8, 1.3], [10.6, 2.6], [13.4, 3], [13, 9], [8, 14.7], [3, 9]),
      circle(8, 8, 6.7),
    ]);
    const rim = random.chance(0.5) ? steel : gold;
    canvas.draw(form, rim, { round: 1.3 });
    const field = grown(form, -1.25);
    const sheen = (x: number, y: number): number => (14.5 - x - y) * 0.035;
    canvas.draw(field, main, { inside: true, tone: sheen });
    const charge = random.integer(0, 4);
    const sign = [
      union(box(7.1, 0, 8.9, 16), box(0, 6, 16, 7.8)),
      polygon([0, 9.6], [8, 4.4], [16, 9.6], [16, 12.4], [8, 7.2], [0, 12.4]),
      polygon(...starPoints(8, 7.5, 5, 3.7, 1.6)),
      box(8, 0, 16, 16),
      circle(8, 7.6, 2.3),
    ][charge] ?? circle(8, 8, 2);
    canvas.draw(both(sign, field), accent, { inside: true, round: charge === 4 ? 2.3 : 0, tone: sheen, lift: charge === 3 ? -0.1 : 0.02 });
    if (charge !== 4 && canvas.size >= 24) {
      for (const [x, y] of [[4, 3.4], [12, 3.4], [8, 13.2]] as const) canvas.draw(circle(x, y, 0.42), rim, { inside: true, lift: 0.3 });
    }
    canvas.draw(both(rod(4.6, 4.2, 4.4, 7.4, 0.45), field), white, { inside: true, lift: -0.15 });
  },
};

/** A closed helmet with a slit and a plume. */
export const helmet: Subject = {
  main: steel,
  accent: { hue: 22, chroma: 0.19, light: 0.5 },
  draw({ canvas, random, main, accent }) {
    const plume = random.integer(0, 2);
    if (plume === 0) canvas.draw(both(without(ellipse(9, 5.4, 6.2, 4.6), circle(9.4, 9.4, 5.6)), box(3, 0, 16, 9)), accent, { round: 2 });
    if (plume === 1) canvas.draw(union(polygon([3.4, 5], [1.2, 1.4], [5.4, 3.4]), polygon([12.6, 5], [14.8, 1.4], [10.6, 3.4])), cream, { round: 1.2 });
    const dome = union(circle(8, 7.4, 5.2), box(2.8, 7, 13.2, 12.6, 0.8), polygon([4.4, 12], [11.6, 12], [10, 14.6], [6, 14.6]));
    canvas.draw(dome, main, { round: 4.4 });
    if (plume === 2) canvas.draw(box(7.2, 1.2, 8.8, 7.4, 0.6), accent, { round: 1 });
    canvas.draw(box(3.4, 7.4, 12.6, 9.2, 0.4), { hue: 280, chroma: 0.03, light: 0.2 }, { inside: true, lift: -0.2 });
    canvas.draw(box(7.2, 6.6, 8.8, 14, 0.3), gold, { inside: true, round: 1, lift: 0.05 });
    canvas.draw(box(2.8, 6.2, 13.2, 7.3), gold, { inside: true, round: 1 });
    for (let i = 0; i < 3; i++) {
      for (const side of [-1, 1]) canvas.draw(
        circle(8 + side * (2 + (i % 2)), 10.6 + i * 1.1, 0.4),
        { hue: 280, chroma: 0.03, light: 0.2 },
        { inside: true, lift: -0.1 },
      );
    }
  },
};
