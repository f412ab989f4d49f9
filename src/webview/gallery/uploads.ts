/** The uploads of the cards in sight, at the provider that was chosen: asked for anew after each change, never pieced together. */
import { type ReadonlySignal, type Signal, batch, effect, signal } from '@preact/signals';
import type { AssetView } from '../../shared/protocol.ts';
import { uploadsAtOnce } from '../../shared/protocol.ts';
import type { UploadView } from '../../shared/uploads.ts';
import type { Bridge } from '../bridge.ts';
import { coalesced } from '../coalesce.ts';
import type { ShownUpload } from '../components/card.tsx';
import { equal } from '../equal.ts';

export interface Uploads {
  /** `undefined` where no provider is chosen. Read while drawing, it draws again when it changes. */
  readonly of: (asset: Pick<AssetView, 'id'>) => ShownUpload | undefined;
  /** Asks again for the cards in sight. */
  readonly refresh: () => Promise<void>;
}

export interface UploadsEnds {
  readonly bridge: Bridge;
  readonly provider: ReadonlySignal<string | null>;
  /** The files of the cards in sight. */
  readonly wanted: () => readonly Pick<AssetView, 'id'>[];
}

export function createUploads({ bridge, provider, wanted }: UploadsEnds): Uploads {
  const label = signal('');
  const known = new Map<string, Signal<UploadView | null>>();
  /** Of which provider what is known is. */
  const shown = signal<string | null>(null);

  const viewOf = (id: string): Signal<UploadView | null> => {
    const there = known.get(id);
    if (there !== undefined) return there;
    const made = signal<UploadView | null>(null);
    known.set(id, made);
    return made;
  };

  const refresh = coalesced(async () => {
    const chosen = provider.peek();
    if (chosen === null) return;
    const ids = [...new Set(wanted().map(({ id }) => id))].slice(0, uploadsAtOnce);
    try {
      const { label: name, uploads } = await bridge.request('uploads.get', { provider: chosen, ids });
      if (chosen !== provider.peek()) return;
      batch(() => {
        // What is out of sight is asked for when it is seen again.
        if (shown.peek() !== chosen) for (const view of known.values()) view.value = null;
        label.value = name;
        shown.value = chosen;
        ids.forEach((id, at) => {
          const view = viewOf(id);
          if (!equal(view.peek(), uploads[at] ?? null)) view.value = uploads[at] ?? null;
        });
      });
    } catch {
      // What is known stays, as after any question that got no answer; the next change asks again.
    }
  });

  bridge.on('changed', () => void refresh());
  effect(() => {
    // Another choice, or other cards in sight.
    if (provider.value === null) return;
    wanted();
    void refresh();
  });

  return {
    refresh,
    of: ({ id }) => provider.value === null || shown.value !== provider.value ? undefined : { provider: label.value, view: viewOf(id).value },
  };
}
