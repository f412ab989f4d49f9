/** Whether bytes are a thumbnail as our page makes them: one still WebP picture, small in bytes and in pixels. */
import { largestThumb } from '../../shared/protocol.ts';

/** Pixels on the longest side of what is taken for a thumbnail. */
const longestSide = 512;

/** Its width and height; `null` where it is anything else, whoever wrote it. */
export function thumbnailSize(bytes: Uint8Array): { width: number; height: number } | null {
  if (bytes.length < 30 || bytes.length > largestThumb || nameAt(bytes, 0) !== 'RIFF' || nameAt(bytes, 8) !== 'WEBP') return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4, true) + 8 !== bytes.length) return null;
  const size = sizeOf(nameAt(bytes, 12), view);
  return size !== null && size.width >= 1 && size.height >= 1 && Math.max(size.width, size.height) <= longestSide ? size : null;
}

function sizeOf(chunk: string, view: DataView): { width: number; height: number } | null {
  switch (chunk) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: (bits >>> 14 & 0x3fff) + 1 };
    }
    case 'VP8X': {
      const animated = (view.getUint8(20) & 2) !== 0;
      const at = (offset: number): number => view.getUint16(offset, true) + (view.getUint8(offset + 2) << 16) + 1;
      return animated ? null : { width: at(24), height: at(27) };
    }
    default:
      return null;
  }
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
