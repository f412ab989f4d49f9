/** What grows and swims. */
import { sine } from '../../arithmetic.ts';
import { type Shape, box, both, circle, ellipse, grown, melt, polygon, rod, turned, without } from '../shapes.ts';
import { type Subject, cream, darkWood, gold, ink, leafGreen, white, wood } from '../subject.ts';

/** A spotted cap on a stem, sometimes with a small one beside it. */
export const mushroom: Subject = {
  main: { hue: 27, chroma: 0.2, light: 0.52 },
  accent: cream,
  draw({ canvas, random, main, accent }) {
    const one = (cx: number, ground: number, size: number): void => {
      const wide = size * random.between(1.2, 1.35);
      const tall = size * random.between(0.95, 1.2);
      const brim = ground - size * 1.05;
      canvas.draw(melt(0.6, rod(cx, brim - 0.4, cx, ground - size * 0.34, size * 0.36, size * 0.44)), accent, { round: size * 0.5 });
      canvas.draw(ellipse(cx, brim, wide * 0.9, size * 0.3), accent, { lift: -0.2 });
      const cap = both(ellipse(cx, brim, wide, tall), (_, y) => y - brim - size * 0.06);
      canvas.draw(cap, main, { round: size * 0.95, lift: 0.05 });
      const spots = size > 4 ? 5 : 2;
      for (let i = 0; i < spots; i++) {
        const along = (i + 0.5) / spots - 0.5;
        const x = cx + along * wide * 1.7;
        const y = brim - tall * (0.32 + (i % 2) * 0.36) * (1 - along * along * 1.6);
        canvas.draw(
          both(ellipse(x, y, size * random.between(0.14, 0.22), size * random.between(0.13, 0.19)), cap),
          accent,
          { inside: true, lift: 0.06 - along * 0.3 },
        );
      }
    };
    const beside = random.chance(0.45);
    const right = random.chance(0.5);
    one(beside ? (right ? 6.6 : 9.4) : 8, 14.6, beside ? 4.5 : 5.2);
    if (beside) one(right ? 12.7 : 3.3, 14.8, 2.2);
  },
};

/** A broad crown of leaves, or a fir. */
export const tree: Subject = {
  main: { hue: 140, chroma: 0.14, light: 0.5 },
  accent: wood,
  draw({ canvas, random, main, accent }) {
    canvas.draw(
      melt(0.8, rod(8, 9, 8, 14.4, 0.95, 1.2), polygon([5.4, 15], [10.6, 15], [8, 12.4])),
      accent,
      { round: 1.3, tone: (x, y) => sine(x * 0.6 + y * 0.1) * 0.05 },
    );
    if (random.chance(0.4)) {
      for (let i = 3; i >= 0; i--) {
        const top = 1 + i * 2.4;
        const half = 2 + i * 1.1;
        canvas.draw(grown(polygon([8, top], [8 + half, top + 4], [8 - half, top + 4]), 0.3), main, {
          round: 2.2, tone: (x, y) => (y > top + 2.7 ? -0.1 : 0.04) + sine(x * 0.5 + i * 0.3) * 0.04,
        });
      }
      return;
    }
    const crown: [number, number, number][] = [[8, 5.4, 4.2]];
    for (let i = 0; i < 6; i++) crown.push([random.between(4, 12), random.between(4, 8.6), random.between(2, 2.9)]);
    canvas.draw(melt(0.5, ...crown.map(([x, y, r]) => circle(x, y, r))), main, { round: 4, lift: -0.12 });
    for (const [x, y, r] of [...crown].sort((a, b) => b[1] - a[1])) canvas.draw(
      circle(x - 0.3, y - 0.5, r * 0.8),
      main,
      { inside: true, round: r * 0.9, lift: (7 - y) * 0.02 },
    );
    if (random.chance(0.4)) {
      for (let i = 0; i < 4; i++) canvas.draw(
        circle(random.between(4.4, 11.6), random.between(4, 8.8), 0.65),
        { hue: 25, chroma: 0.2, light: 0.55 },
        { inside: true, round: 0.8 },
      );
    }
  },
};

/** A bloom from the front with its stem and leaves. */
export const flower: Subject = {
  main: { hue: 350, chroma: 0.17, light: 0.64 },
  accent: gold,
  draw({ canvas, random, main, accent }) {
    const lean = random.between(-0.6, 0.6);
    canvas.draw(rod(8, 8, 8 + lean, 15, 0.6), leafGreen, { round: 0.8 });
    canvas.draw(turned(ellipse(10.6, 12.2, 2.4, 1.05), -0.08, 10.6, 12.2), leafGreen, { round: 1.2 });
    canvas.draw(turned(ellipse(5.4, 13, 2.4, 1.05), 0.08, 5.4, 13), leafGreen, { round: 1.2, lift: 0.04 });
    const petals = random.integer(5, 8);
    const length = random.between(2.2, 2.7);
    for (let ring = 0; ring < (petals > 6 ? 2 : 1); ring++) {
      for (let i = 0; i < petals; i++) {
        const turn = (i + ring * 0.5) / petals;
        const petal = turned(ellipse(8, 6 - length * (ring === 0 ? 1.05 : 0.7), 2.1 - petals * 0.1, length * (ring === 0 ? 1 : 0.75)), turn, 8, 6);
        canvas.draw(petal, main, { round: 1.7, lift: ring * 0.08 - (turn > 0.2 && turn < 0.7 ? 0.06 : 0) });
      }
    }
    canvas.draw(circle(8, 6, 1.75), accent, { round: 1.8 });
    if (canvas.size >= 24) for (let i = 0; i < 4; i++) canvas.draw(
      circle(8 + random.between(-0.9, 0.9), 6 + random.between(-0.9, 0.9), 0.3),
      accent,
      { inside: true, lift: -0.3 },
    );
  },
};

/** A round fruit with its leaf. */
export const apple: Subject = {
  main: { hue: 25, chroma: 0.21, light: 0.54 },
  accent: leafGreen,
  draw({ canvas, random, main, accent }) {
    const body = without(melt(1.4, ellipse(5.8, 9.3, 4.1, 4.9), ellipse(10.2, 9.3, 4.1, 4.9)), polygon([7.2, 3.4], [8.8, 3.4], [8, 5.6]));
    canvas.draw(rod(8, 5.6, 8 + random.between(-0.6, 0.8), 2, 0.5), darkWood, { round: 0.7 });
    canvas.draw(body, main, { tone: (x, y) => 0.3 - Math.sqrt((x - 5.4) * (x - 5.4) + (y - 7.6) * (y - 7.6)) * 0.075 });
    canvas.draw(ellipse(8, 5.3, 1.7, 0.6), main, { inside: true, lift: -0.24 });
    canvas.draw(turned(ellipse(10.8, 3, 2.5, 1.15), -0.06, 8.6, 3.4), accent, { round: 1.2 });
    canvas.draw(rod(9.2, 3.4, 12.4, 2.5, 0.25), accent, { inside: true, lift: -0.2 });
    canvas.draw(turned(ellipse(4.8, 7.6, 0.75, 1.35), 0.05, 4.8, 7.6), white, { inside: true, lift: 0.15 });
  },
};

/** A fish with stripes or spots, swimming to the left. */
export const fish: Subject = {
  main: { hue: 55, chroma: 0.17, light: 0.66 },
  accent: white,
  draw({ canvas, random, main, accent }) {
    const tall = random.between(3.4, 4.5);
    const fin = { hue: main.hue - 12, chroma: main.chroma, light: main.light - 0.1 };
    canvas.draw(
      grown(polygon([11, 8], [14.4, 4.2], [13.6, 8], [14.4, 11.8]), 0.4),
      fin,
      { round: 1.4, tone: (x, y) => (Math.floor((y - 8) * 1.2 + 20) % 2) * -0.08 },
    );
    canvas.draw(polygon([4.8, 5.6], [8, 2.2], [11, 4.4], [10.6, 6.6]), fin, { round: 1.2 });
    canvas.draw(polygon([7, 11], [9.4, 13.6], [10.2, 10.8]), fin, { round: 1 });
    const body: Shape = melt(1, ellipse(6.8, 8, 5.4, tall), polygon([9, 5.6], [12.4, 7.2], [12.4, 8.8], [9, 10.4]));
    canvas.draw(body, main, { round: 3.6 });
    canvas.draw(both(body, ellipse(6, 11.2, 5, 2.2)), accent, { inside: true, lift: -0.08 });
    if (random.chance(0.55)) for (const x of [6.6, 9.2]) canvas.draw(both(body, box(x, 0, x + 1.1, 16)), accent, { inside: true, lift: -0.04 });
    else if (canvas.size >= 24) for (let i = 0; i < 7; i++) canvas.draw(
      both(body, circle(random.between(6, 11), random.between(5.6, 9), 0.4)),
      main,
      { inside: true, lift: -0.22 },
    );
    canvas.draw(circle(4, 7, 1.25), white, { inside: true, lift: 0.1 });
    canvas.draw(circle(3.8, 7.1, 0.7), ink, { inside: true, lift: -0.2 });
    canvas.draw(turned(ellipse(7.8, 9, 1.5, 0.8), 0.06, 7.8, 9), fin, { round: 0.9 });
  },
};

