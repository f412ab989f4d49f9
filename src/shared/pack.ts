/**
 * Many small files in one buffer. Between a page and the extension host hundreds of buffers in one message arrive
 * garbled, one buffer does not: what each entry's bytes are, the lengths say, in order.
 */

export interface Packed {
  /** Bytes; the entries follow each other without a gap. */
  readonly length: number;
}

export function pack(pieces: readonly Uint8Array[]): ArrayBuffer {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all.buffer;
}

/** Copies of what each entry's bytes are, in order; `null` where the lengths are not those of the buffer. */
export function unpack(entries: readonly Packed[], buffer: ArrayBuffer): Uint8Array<ArrayBuffer>[] | null {
  if (entries.reduce((sum, { length }) => sum + length, 0) !== buffer.byteLength) return null;
  let at = 0;
  return entries.map(({ length }) => new Uint8Array(buffer.slice(at, at += length)));
}
