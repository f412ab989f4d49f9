import * as l10n from '@vscode/l10n';
import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { sentenceOf } from '../resource.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icons.tsx';

/** What went wrong with something a person just asked for; stays until they put it away. */
export interface Notices {
  /** Shows the sentence of a request that fails. */
  readonly watch: (request: Promise<unknown>) => void;
  readonly show: (sentence: string) => void;
  /** Takes it back when it is not so any more. */
  readonly withdraw: (sentence: string) => void;
  readonly Strip: () => JSX.Element | null;
}

export function createNotices(): Notices {
  const sentence: Signal<string | null> = signal(null);
  return {
    watch(request) {
      // What works now takes back what did not work before.
      request.then(() => { sentence.value = null; }, (reason: unknown) => { sentence.value = sentenceOf(reason); });
    },
    show: words => { sentence.value = words; },
    withdraw: words => {
      if (sentence.peek() === words) sentence.value = null;
    },
    Strip: () => sentence.value === null ? null : (
      <div class="notice" role="alert">
        <Icon name="error" look="tone-fail" />
        <span>{sentence.value}</span>
        <IconButton icon="close" label={l10n.t('Dismiss')} onClick={() => { sentence.value = null; }} />
      </div>
    ),
  };
}
