/** What a file really is, from its first bytes; names and content types are not believed. */
import * as l10n from '@vscode/l10n';
import type { MediaKind } from '../../shared/model.ts';

export interface MediaType {
  readonly kind: MediaKind;
  /** File name extension without the dot. */
  readonly extension: string;
}

/** The bytes are not media that Darkroom keeps. `excerpt` is what they begin with, where that is text. */
export class MediaError extends Error {
  readonly excerpt: string | undefined;
  constructor(message: string, excerpt?: string) {
    super(message);
    this.name = 'MediaError';
    this.excerpt = excerpt;
  }
}

/** Enough bytes to know every type and, for pictures, nearly always the size. */
export const headLength = 256 * 1024;

interface Signature extends MediaType {
  readonly at: number;
  readonly magic: string;
  readonly also?: { readonly at: number; readonly magic: string };
}

// ISO base media files say their brand after 'ftyp'; AVIF has to be asked before MP4.
const signatures: readonly Signature[] = [
  { kind: 'image', extension: 'png', at: 0, magic: '\x89PNG\r\n\x1a\n' },
  { kind: 'image', extension: 'jpg', at: 0, magic: '\xff\xd8\xff' },
  { kind: 'image', extension: 'gif', at: 0, magic: 'GIF8' },
  { kind: 'image', extension: 'webp', at: 0, magic: 'RIFF', also: { at: 8, magic: 'WEBP' } },
  { kind: 'image', extension: 'avif', at: 4, magic: 'ftyp', also: { at: 8, magic: 'avif' } },
  { kind: 'video', extension: 'mp4', at: 4, magic: 'ftyp' },
  { kind: 'video', extension: 'webm', at: 0, magic: '\x1aE\xdf\xa3' },
  { kind: 'audio', extension: 'wav', at: 0, magic: 'RIFF', also: { at: 8, magic: 'WAVE' } },
  { kind: 'audio', extension: 'flac', at: 0, magic: 'fLaC' },
  { kind: 'audio', extension: 'ogg', at: 0, magic: 'OggS' },
  { kind: 'audio', extension: 'mp3', at: 0, magic: 'ID3' },
  { kind: 'audio', extension: 'mp3', at: 0, magic: '\xff\xfb' },
];

/**
 * @param head the first bytes, up to {@link headLength}
 * @throws {MediaError} when it is none of the types Darkroom keeps
 */
export function mediaType(head: Uint8Array): MediaType {
  const found = signatures.find(signature => has(head, signature) && (signature.also === undefined || has(head, signature.also)));
  if (found !== undefined) return { kind: found.kind, extension: found.extension };
  const text = printable(head);
  if (/^\s*<(!doctype|html|\?xml|svg)/iu.test(text)) {
    throw new MediaError(l10n.t('The result is a web page or drawing, not a picture, video or sound.'), text);
  }
  throw new MediaError(l10n.t('The result is not a picture, video or sound that Darkroom knows.'), text);
}

/** In pixels, as the file claims them. `turned`: it is to be shown on its side, with the two exchanged. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
  readonly turned: boolean;
}

/** Width and height, `null` where its head does not tell. */
export async function pixelSize(type: MediaType, head: Uint8Array): Promise<PixelSize | null> {
  if (type.kind !== 'image') return null;
  // Loaded with the first picture.
  const { imageSize } = await import('image-size');
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    return { width, height, turned: orientation >= 5 };
  } catch {
    return null;
  }
}

/** Seconds that a WAV file lasts, as far as its head and its size tell; `null` where they don't, and for everything else. */
export function playingTime(type: MediaType, head: Uint8Array, size: number): number | null {
  if (type.extension !== 'wav') return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= head.length;) {
    const length = view.getUint32(at + 4, true);
    if (has(head, { at, magic: 'fmt ' }) && at + 20 <= head.length) bytesPerSecond = view.getUint32(at + 16, true);
    // Writers that don't know the length yet leave a wrong one: no more counts than is there.
    if (has(head, { at, magic: 'data' })) return bytesPerSecond > 0 ? Math.round(Math.min(length, size - at - 8) / bytesPerSecond * 1000) / 1000 : null;
    at += 8 + length + length % 2;
  }
  return null;
}

function has(head: Uint8Array, { at, magic }: { at: number; magic: string }): boolean {
  return head.length >= at + magic.length && [...magic].every((character, i) => head[at + i] === character.charCodeAt(0));
}

function printable(head: Uint8Array): string {
  return Buffer.from(head.subarray(0, 300)).toString('utf8').replace(/[^\x20-\x7e\s]/gu, '·');
}
