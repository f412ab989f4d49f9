import type { AssetView, GalleryItem, GenerationView } from '../../../src/shared/protocol.ts';

type Facts = GenerationView['facts'];

export function facts(known: Partial<Facts> = {}): Facts {
  return {
    id: 'attempt', generationId: 'generation', ordinal: 1, createdAt: 1000, notBefore: null, heldBecause: null, paused: false, uploadingAt: null,
    sentAt: null, recovery: 'none', notFoundAt: null, unconfirmedAt: null, remoteId: null, acceptedAt: null, word: null, wordAt: null,
    progress: null, goneAt: null, finishedAt: null, cancelWishedAt: null, cancelSentAt: null, dueAt: null, troubles: 0, failure: null,
    end: null, endedAt: null, estimate: null, charge: null, ...known,
  };
}

export function generation(id: string, known: Partial<Facts> = {}): GenerationView {
  return { id, prompt: `a keep at dusk, ${id}`, provider: 'fal', model: 'flux', operation: 'text-to-image', createdAt: 1000, timing: { stalledAfter: 3_600_000, usual: null, runs: 0 }, facts: facts({ generationId: id, ...known }) };
}

export function asset(name: string): AssetView {
  return { id: `asset-${name}`, name, folder: 'assets', kind: 'image', url: `/${name}`, size: 1234, modifiedAt: 1000, width: 512, height: 512, verdict: null };
}

export function item(key: string): GalleryItem {
  return { key, at: 1000, generation: null, asset: asset(`${key}.png`) };
}

export function items(prefix: string, length: number): GalleryItem[] {
  return Array.from({ length }, (_, i) => item(`${prefix}${i}`));
}
