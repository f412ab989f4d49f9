/** What the host knows of the file that is looked at; asked for again when the file or its generation changed. */
import { type ReadonlySignal, effect, signal } from '@preact/signals';
import type { AssetDetails, GalleryItem } from '../../../shared/protocol.ts';
import type { Bridge } from '../../bridge.ts';
import { sentenceOf } from '../../resource.ts';

export interface About {
  /** Of the file that is looked at; what is known of another one is none. */
  readonly details: ReadonlySignal<AssetDetails | null>;
  readonly error: ReadonlySignal<string | null>;
  readonly stop: () => void;
}

/** Milliseconds that a file is looked at before it is asked about: whoever leafs through asks for nothing on the way. */
const patience = 60;

/** @param item what is looked at; `null` for none */
export function createAbout(bridge: Bridge, item: ReadonlySignal<GalleryItem | null>, after = patience): About {
  const details = signal<AssetDetails | null>(null);
  const error = signal<string | null>(null);
  let asked: GalleryItem | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(of: GalleryItem, id: string): Promise<void> {
    try {
      const answer = await bridge.request('asset.details', { id });
      if (asked !== of) return;
      details.value = answer;
      error.value = null;
    } catch (reason) {
      if (asked === of) error.value = sentenceOf(reason);
    }
  }

  const stop = effect(() => {
    const now = item.value;
    if (now === asked) return;
    asked = now;
    clearTimeout(timer);
    error.value = null;
    const id = now?.asset?.id;
    if (details.peek()?.asset.id !== id) details.value = null;
    if (now !== null && id !== undefined) timer = setTimeout(() => void ask(now, id), after);
  });
  return { details, error, stop: () => { stop(); clearTimeout(timer); } };
}
