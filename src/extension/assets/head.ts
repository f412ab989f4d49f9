/** What a file of the project is, for showing it: by its first bytes, before anybody decodes it. */
import { type FileHandle, constants, open } from 'node:fs/promises';
import type { MediaKind } from '../../shared/model.ts';
import type { ThumbTrouble } from '../../shared/protocol.ts';
import { type MediaType, headLength, mediaType, pixelSize } from './sniff.ts';

/** A file that can be shown. */
export interface Head {
  readonly kind: MediaKind;
  /** File name ending that its bytes stand for, without the dot. */
  readonly extension: string;
  readonly size: number;
  readonly modifiedAt: number;
  /** Of a picture, as it is to be shown. */
  readonly width: number | null;
  readonly height: number | null;
}

/** More than this many pixels are not decoded: it would take gigabytes. */
const mostPixels = 100_000_000;
/** Enough for nearly every picture; the rest is read where it is not. */
const firstLook = 32 * 1024;
/** Cameras write previews and profiles before they come to the size. */
const lastLook = 2 * 1024 * 1024;
/** Larger files are not taken into memory for a small picture of them, bytes. */
const largestFile: Readonly<Record<MediaKind, number>> = { image: 128 * 1024 * 1024, video: 512 * 1024 * 1024, audio: 8 * 1024 * 1024 };
/** Bytes of sound that are no more when they are decoded. */
const largestPlainSound = 32 * 1024 * 1024;

/** What it is, or why it can't be shown. */
export async function headOf(path: string): Promise<Head | ThumbTrouble> {
  let handle: FileHandle;
  try {
    // A pipe with a picture's name would be waited for without end.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR') ? 'missing' : 'unreadable';
  }
  try {
    const entry = await handle.stat();
    if (!entry.isFile()) return 'unreadable';
    if (entry.size === 0) return 'empty';
    return await lookAt(handle, entry.size, Math.floor(entry.mtimeMs));
  } catch {
    return 'unreadable';
  } finally {
    await handle.close();
  }
}

async function lookAt(handle: FileHandle, size: number, modifiedAt: number): Promise<Head | ThumbTrouble> {
  let head = await begin(handle, Math.min(size, firstLook));
  const type = shownType(head);
  if (type === null) return isDrawing(head) ? 'drawing' : 'unknown';
  const common = { kind: type.kind, extension: type.extension, size, modifiedAt };
  if (size > (type.extension === 'wav' ? largestPlainSound : largestFile[type.kind])) return 'large';
  if (type.kind !== 'image') return { ...common, width: null, height: null };
  for (const length of [headLength, lastLook]) {
    const pixels = await pixelSize(type, head);
    if (pixels !== null) return pictureOf(common, pixels);
    if (head.length >= size) break;
    head = await begin(handle, Math.min(size, length));
  }
  const pixels = await pixelSize(type, head);
  // What does not tell its size could be of any.
  return pixels === null ? 'broken' : pictureOf(common, pixels);
}

function pictureOf(common: Omit<Head, 'width' | 'height'>, { width, height, turned }: { width: number; height: number; turned: boolean }): Head | ThumbTrouble {
  if (!(width >= 1 && height >= 1)) return 'broken';
  if (width * height > mostPixels) return 'large';
  return turned ? { ...common, width: height, height: width } : { ...common, width, height };
}

async function begin(handle: FileHandle, length: number): Promise<Uint8Array> {
  const head = new Uint8Array(length);
  const { bytesRead } = await handle.read(head, 0, length, 0);
  return head.subarray(0, bytesRead);
}

/** Types that a browser shows, among them some that Darkroom would not keep as a result. */
function shownType(head: Uint8Array): MediaType | null {
  const text = String.fromCharCode(...head.subarray(0, 16));
  if (text.startsWith('BM') && text.slice(6, 10) === '\0\0\0\0') return { kind: 'image', extension: 'bmp' };
  if (/^.{4}ftyp(M4A|M4B)/su.test(text)) return { kind: 'audio', extension: 'm4a' };
  if (/^.{4}ftypavis/su.test(text)) return { kind: 'image', extension: 'avif' };
  if (/^.{4}(moov|wide|mdat)/su.test(text)) return { kind: 'video', extension: 'mov' };
  // A frame of MPEG sound of any layer.
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2) return { kind: 'audio', extension: 'mp3' };
  try {
    return mediaType(head);
  } catch {
    return null;
  }
}

function isDrawing(head: Uint8Array): boolean {
  return /<svg[\s/>]/iu.test(Buffer.from(head.subarray(0, 4096)).toString('latin1'));
}
