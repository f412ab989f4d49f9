/** Forms for sprites as signed distances: below 0 inside. Units are sixteenths of the sprite, y runs down. */
import { clamp, cosine, mix, sine } from '../arithmetic.ts';

export type Shape = (x: number, y: number) => number;
export type Point = readonly [x: number, y: number];

export function circle(cx: number, cy: number, radius: number): Shape {
  return (x, y) => Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) - radius;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number): Shape {
  const size = Math.min(rx, ry);
  return (x, y) => {
    const dx = (x - cx) / rx;
    const dy = (y - cy) / ry;
    return (Math.sqrt(dx * dx + dy * dy) - 1) * size;
  };
}

export function box(left: number, top: number, right: number, bottom: number, radius = 0): Shape {
  const cx = (left + right) / 2;
  const cy = (top + bottom) / 2;
  const halfX = (right - left) / 2 - radius;
  const halfY = (bottom - top) / 2 - radius;
  return (x, y) => {
    const dx = Math.abs(x - cx) - halfX;
    const dy = Math.abs(y - cy) - halfY;
    const outX = Math.max(dx, 0);
    const outY = Math.max(dy, 0);
    return Math.sqrt(outX * outX + outY * outY) + Math.min(Math.max(dx, dy), 0) - radius;
  };
}

/** A rod with round ends, as thick as `from` at one end and `to` at the other. */
export function rod(x0: number, y0: number, x1: number, y1: number, from: number, to = from): Shape {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const square = dx * dx + dy * dy || 1;
  return (x, y) => {
    const t = clamp(((x - x0) * dx + (y - y0) * dy) / square);
    const px = x - x0 - dx * t;
    const py = y - y0 - dy * t;
    return Math.sqrt(px * px + py * py) - mix(from, to, t);
  };
}

export function polygon(...points: readonly Point[]): Shape {
  return (x, y) => {
    let nearest = Infinity;
    let inside = false;
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [ax, ay] = points[i] ?? [0, 0];
      const [bx, by] = points[j] ?? [0, 0];
      const ex = bx - ax;
      const ey = by - ay;
      const t = clamp(((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey || 1));
      const px = x - ax - ex * t;
      const py = y - ay - ey * t;
      nearest = Math.min(nearest, px * px + py * py);
      if (ay > y !== by > y && x < ex * (y - ay) / ey + ax) inside = !inside;
    }
    return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
  };
}

/** The corners of a star or, with equal radii, of a regular polygon; the first one points up. */
export function starPoints(cx: number, cy: number, count: number, outer: number, inner: number): Point[] {
  return Array.from({ length: count * 2 }, (_, i) => {
    const turn = i / (count * 2) - 0.25;
    const radius = i % 2 === 0 ? outer : inner;
    return [cx + cosine(turn) * radius, cy + sine(turn) * radius] as const;
  });
}

export function union(...shapes: readonly Shape[]): Shape {
  return (x, y) => shapes.reduce((least, shape) => Math.min(least, shape(x, y)), Infinity);
}

/** A union without a crease; `softness` in units. */
export function melt(softness: number, ...shapes: readonly Shape[]): Shape {
  return (x, y) => shapes.reduce((least, shape) => {
    const distance = shape(x, y);
    const between = Math.max(0, softness - Math.abs(distance - least));
    return Math.min(least, distance) - (between * between) / (4 * softness);
  }, 1e6);
}

export function both(...shapes: readonly Shape[]): Shape {
  return (x, y) => shapes.reduce((most, shape) => Math.max(most, shape(x, y)), -Infinity);
}

export function without(shape: Shape, ...holes: readonly Shape[]): Shape {
  return (x, y) => holes.reduce((most, hole) => Math.max(most, -hole(x, y)), shape(x, y));
}

/** Its left half on both sides of the middle (x = 8). */
export function mirrored(shape: Shape): Shape {
  return (x, y) => shape(x > 8 ? 16 - x : x, y);
}

export function grown(shape: Shape, by: number): Shape {
  return (x, y) => shape(x, y) - by;
}

/** Turned about the middle; `turns` of a full circle, clockwise. */
export function turned(shape: Shape, turns: number, cx = 8, cy = 8): Shape {
  const c = cosine(turns);
  const s = sine(turns);
  return (x, y) => shape(cx + (x - cx) * c + (y - cy) * s, cy + (y - cy) * c - (x - cx) * s);
}
