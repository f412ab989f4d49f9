/**
 * The built-in provider: textures, sprites and sounds made by rules from the words of the prompt and a seed.
 * Procedural, not AI; free; without a key and without a network.
 */
import * as l10n from '@vscode/l10n';
import type { GenerationRequest, Problem } from '../../../shared/model.ts';
import { type Call, type OutputBytes, type PollReply, type Provider, ProviderError, type SubmitReply } from '../contract.ts';
import { Drawings } from './drawings.ts';
import { embeddedModels } from './models.ts';
import { UnusableValue, drawingOf } from './settings.ts';

export interface EmbeddedOptions {
  /** The script of the drawing thread. */
  readonly worker: URL | string;
  /** Results made at once; 2 when not given. */
  readonly concurrency?: number;
}

/** Bytes of finished results that wait in memory to be written to disk: the largest texture has about 10 MB. */
const memory = 64 * 1024 * 1024;

/** How the bytes of a result are handed out. */
const chunkSize = 256 * 1024;

export function createEmbeddedProvider({ worker, concurrency = 2 }: EmbeddedOptions): Provider {
  const drawings = new Drawings({ worker, concurrency, memory });
  const models = embeddedModels();

  let closed = false;
  const requireOpen = (): void => {
    const sentence = l10n.t('The window is closing; the result is made when Darkroom starts again.');
    if (closed) throw new ProviderError({ class: 'local', sentence, charged: false }, 'not-sent');
  };

  const validate = (request: GenerationRequest): readonly Problem[] => {
    try {
      drawingOf(request);
      return [];
    } catch (error) {
      if (!(error instanceof UnusableValue)) throw error;
      const label = models.find(({ id }) => id === request.model)?.parameters.find(({ name }) => name === error.field)?.label ?? l10n.t('The model');
      return [{ field: error.field, message: l10n.t('{0} can’t be “{1}”.', label, String(error.value)) }];
    }
  };

  return {
    spec: { id: 'embedded', label: l10n.t('Built in'), models },
    // The same reference always gives the same result, so asking twice is safe.
    capabilities: { recovery: 'key-replay', canCancel: true, concurrency, pollEvery: 250, needsKey: false },
    validate,

    async submit({ reference, request, signal }: Call): Promise<SubmitReply> {
      const sentence = l10n.t('It was stopped before the work began.');
      if (signal.aborted) throw new ProviderError({ class: 'timeout', sentence, charged: false }, 'not-sent');
      requireOpen();
      const [problem] = validate(request);
      if (problem) throw new ProviderError({ class: 'invalid', sentence: problem.message, charged: false }, 'refused');
      drawings.ensure(reference, request);
      return { kind: 'accepted', remoteId: reference, word: 'waiting' };
    },

    async poll({ reference, request }: Call, remoteId: string): Promise<PollReply> {
      requireOpen();
      if (remoteId !== reference) return { kind: 'gone' };
      const state = drawings.ensure(reference, request);
      switch (state.kind) {
        case 'waiting': return { kind: 'running', word: 'waiting' };
        case 'drawing': return { kind: 'running', word: 'making', progress: state.progress };
        case 'drawn': return { kind: 'finished', word: 'made', outputs: [{}] };
        case 'failed': return { kind: 'failed', word: 'failed', failure: failureOf(state.reason) };
        case 'cancelled': return { kind: 'cancelled', word: 'cancelled' };
      }
    },

    async cancel({ reference, request }: Call, remoteId: string): Promise<void> {
      if (remoteId === reference) await drawings.cancel(reference, request);
    },

    async open({ reference, request, signal }: Call): Promise<OutputBytes> {
      requireOpen();
      const state = await drawings.finished(reference, request, signal).catch((error: unknown) => {
        const sentence = l10n.t('The result was not ready in time; it is made again on the next try.');
        throw new ProviderError({ class: 'timeout', sentence }, 'refused', { cause: error });
      });
      if (state.kind === 'failed') throw new ProviderError(failureOf(state.reason), 'refused');
      if (state.kind !== 'drawn') {
        throw new ProviderError({ class: 'lost', sentence: l10n.t('It was canceled before there was a result.') }, 'refused', { expired: true });
      }
      return { bytes: chunksOf(state.file), length: state.file.length };
    },

    dispose() {
      closed = true;
      drawings.dispose();
    },
  };
}

function failureOf(reason: string): { class: 'local'; sentence: string; raw: string; charged: false } {
  return {
    class: 'local',
    sentence: l10n.t('The built-in provider failed on this request. Other words or another seed may work.'),
    raw: reason.slice(0, 2000),
    charged: false,
  };
}

async function* chunksOf(file: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += chunkSize) yield file.subarray(at, at + chunkSize);
}
