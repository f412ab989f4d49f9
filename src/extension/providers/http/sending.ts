/** Writes the body of a request piece by piece, no faster than the connection takes it, so that a video needs no memory. */
import type { ClientRequest } from 'node:http';

/** A body that is read while it is sent. */
export interface BodyStream {
  /** Bytes; all of them come, or reading throws. */
  readonly length: number;
  /** Media type. */
  readonly type: string;
  readonly read: () => AsyncIterable<Uint8Array>;
}

/**
 * Resolves when all was handed over, or when nobody wants more of it.
 * @param goesOn asked before each piece
 * @param moved told after each piece that the connection took
 * @throws what reading throws; the request is not ended then
 */
export async function sendBody(request: ClientRequest, body: BodyStream, goesOn: () => boolean, moved: (bytes: number) => void): Promise<void> {
  let bytes = 0;
  for await (const piece of body.read()) {
    if (!goesOn()) return;
    bytes += piece.length;
    const taken = request.write(piece);
    // The last one counts as soon as it was handed over: the answer may come before its connection is free again.
    if (bytes === body.length) moved(bytes);
    if (!taken && !await drained(request)) return;
    moved(bytes);
  }
  if (bytes !== body.length) throw new Error(`the body has ${bytes} bytes instead of ${body.length}`);
  if (goesOn()) request.end();
}

/** @returns `false` where it never will, because it was answered or broke */
function drained(request: ClientRequest): Promise<boolean> {
  return new Promise(resolve => {
    const settle = (is: boolean) => () => {
      request.off('drain', onDrain).off('close', onEnd).off('response', onEnd);
      resolve(is);
    };
    const onDrain = settle(true);
    const onEnd = settle(false);
    if (request.destroyed) return resolve(false);
    request.once('drain', onDrain).once('close', onEnd).once('response', onEnd);
  });
}
