/** The thread that makes one picture or sound and ends. It is started by drawings.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { draw } from './draw.ts';
import type { DrawingRequest } from './settings.ts';

/** What the thread says. An error is not said but thrown. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly progress: number }
  | { readonly kind: 'drawn'; readonly file: Uint8Array<ArrayBuffer> };

/** Milliseconds between two reports: at most ten a second. */
const between = 100;

let lastReport = -Infinity;

function say(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

const file = draw(workerData as DrawingRequest, progress => {
  const now = performance.now();
  if (now - lastReport < between) return;
  lastReport = now;
  say({ kind: 'progress', progress });
});
say({ kind: 'drawn', file }, [file.buffer]);
