/** How large a picture is shown: pure steps. A scale of 1 is a pixel of the picture for one of the page. */

/** `fit`: as large as the room allows, the whole of it. */
export type Zoom = 'fit' | number;

export interface Size {
  readonly width: number;
  readonly height: number;
}

const ladder = [0.02, 0.05, 0.1, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/** Pictures this small are enlarged to be seen at all, by whole steps: their pixels stay squares. */
const pixelArt = 64;

export function isPixelArt({ width, height }: Size): boolean {
  return Math.max(width, height) <= pixelArt;
}

/** The scale at which all of it is in the room; no picture is made larger than it is but for pixel art. */
export function fitScale(picture: Size, room: Size): number {
  const fitting = Math.min(room.width / picture.width, room.height / picture.height);
  if (!Number.isFinite(fitting) || fitting <= 0) return 1;
  return isPixelArt(picture) && fitting > 1 ? Math.floor(fitting) : Math.min(1, fitting);
}

export function scaleOf(zoom: Zoom, picture: Size, room: Size): number {
  return zoom === 'fit' ? fitScale(picture, room) : zoom;
}

/** The next step up or down from what is shown; the same where there is none. */
export function stepped(zoom: Zoom, picture: Size, room: Size, direction: 1 | -1): Zoom {
  const now = scaleOf(zoom, picture, room);
  const next = direction === 1 ? ladder.find(scale => scale > now * 1.01) : ladder.findLast(scale => scale < now / 1.01);
  return next ?? zoom;
}

/** Whether it goes beyond the room, so that there is something to pan. */
export function isBeyond(zoom: Zoom, picture: Size, room: Size): boolean {
  const scale = scaleOf(zoom, picture, room);
  return picture.width * scale > room.width + 0.5 || picture.height * scale > room.height + 0.5;
}
