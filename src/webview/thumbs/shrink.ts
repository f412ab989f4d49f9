/** Decodes and shrinks pictures in a worker of its own, so that the page goes on scrolling meanwhile. */

/** Pixels on a thumbnail's longest side. */
export const thumbSide = 320;

interface Order {
  readonly n: number;
  readonly file: Blob;
  readonly width: number;
  readonly height: number;
}

type Answer = { readonly n: number; readonly bytes: ArrayBuffer } | { readonly n: number; readonly bytes: null };

/** Milliseconds until a decoder that says nothing counts as dead; only the heaviest take more than one second. */
const patience = 30_000;

export interface Shrinker {
  /** WebP bytes, `null` where the file can't be decoded. */
  readonly shrink: (file: Blob, size: { readonly width: number; readonly height: number }) => Promise<ArrayBuffer | null>;
}

export function createShrinker(): Shrinker {
  const waiting = new Map<number, (bytes: ArrayBuffer | null) => void>();
  let worker: Worker | null = null;
  let last = 0;

  /** A decoder that dies takes its orders with it; the next one gets a new worker. */
  const drop = (): void => {
    worker?.terminate();
    worker = null;
    for (const settle of [...waiting.values()]) settle(null);
  };

  function hire(): Worker {
    const source = URL.createObjectURL(new Blob([`(${work.toString()})(${thumbSide})`], { type: 'text/javascript' }));
    const hired = new Worker(source);
    URL.revokeObjectURL(source);
    hired.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      waiting.get(data.n)?.(data.bytes);
    });
    hired.addEventListener('error', drop);
    return hired;
  }

  return {
    shrink: (file, { width, height }) => new Promise(resolve => {
      worker ??= hire();
      const n = ++last;
      const timer = setTimeout(drop, patience);
      waiting.set(n, bytes => {
        clearTimeout(timer);
        waiting.delete(n);
        resolve(bytes);
      });
      worker.postMessage({ n, file, width, height } satisfies Order);
    }),
  };
}

/** What the worker runs. Its text is all that the worker gets: it may use nothing of this file. */
function work(side: number): void {
  const scope = self as unknown as { onmessage: (event: MessageEvent<Order>) => void; postMessage: (answer: Answer, transfer?: Transferable[]) => void };
  scope.onmessage = ({ data: { n, file, width, height } }) => {
    shrink(file, width, height).then(bytes => scope.postMessage({ n, bytes }, [bytes]), () => scope.postMessage({ n, bytes: null }));
  };

  async function shrink(file: Blob, width: number, height: number): Promise<ArrayBuffer> {
    const size: ImageBitmapOptions = Math.max(width, height) <= side ? {} : width >= height ? { resizeWidth: side } : { resizeHeight: side };
    const bitmap = await createImageBitmap(file, { ...size, resizeQuality: 'medium' });
    try {
      const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
      const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
      canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      // The smallest ones are drawn pixel by pixel: without loss.
      const small = Math.max(width, height) <= 128;
      return await (await canvas.convertToBlob({ type: 'image/webp', quality: small ? 1 : 0.8 })).arrayBuffer();
    } finally {
      bitmap.close();
    }
  }
}
