/** What can be said of a file's transfer to one provider; a file that is not uploaded has no such view, and no badge. */
import * as l10n from '@vscode/l10n';
import type { Tone } from './status.ts';
import { percent } from './text.ts';

export const uploadStates = ['waiting', 'held', 'hashing', 'uploading', 'processing', 'uploaded', 'failed', 'interrupted'] as const;
export type UploadState = (typeof uploadStates)[number];

export interface UploadView {
  readonly state: UploadState;
  /** What went wrong, or what is in the way; '' where the state says it all. */
  readonly why: string;
  /** From 0 to 1, while bytes leave. */
  readonly progress: number | null;
  /** Somebody asked for it by itself; otherwise it goes for a generation, and is canceled with that. */
  readonly own: boolean;
}

export const uploadTable: Readonly<Record<UploadState, { readonly icon: string; readonly tone: Tone; readonly label: () => string }>> = {
  waiting: { icon: 'clockface', tone: 'wait', label: () => l10n.t('Waiting to upload') },
  held: { icon: 'lock', tone: 'ask', label: () => l10n.t('Upload held') },
  hashing: { icon: 'cloud-upload', tone: 'work', label: () => l10n.t('Hashing') },
  uploading: { icon: 'cloud-upload', tone: 'work', label: () => l10n.t('Uploading') },
  processing: { icon: 'sync', tone: 'work', label: () => l10n.t('Processing') },
  uploaded: { icon: 'cloud', tone: 'done', label: () => l10n.t('Uploaded') },
  failed: { icon: 'error', tone: 'fail', label: () => l10n.t('Upload failed') },
  interrupted: { icon: 'debug-disconnect', tone: 'ask', label: () => l10n.t('Interrupted') },
};

/** "Uploading 42 %". */
export function uploadTitle({ state, progress }: UploadView): string {
  const label = uploadTable[state].label();
  return progress === null ? label : l10n.t('{0} {1}', label, percent(progress));
}

/** The same for a screen reader, without the number that changes every moment, and with the reason. */
export function uploadSpoken({ state, why }: UploadView, provider: string): string {
  const told = l10n.t('{0}, {1}', uploadTable[state].label(), provider);
  return why === '' ? told : l10n.t('{0}, {1}', told, why);
}

const underWay: readonly UploadState[] = ['waiting', 'held', 'hashing', 'uploading', 'processing'];

export function canCancelUpload(view: UploadView | null): boolean {
  return view !== null && view.own && underWay.includes(view.state);
}

export function canRetryUpload(view: UploadView | null): boolean {
  return view?.state === 'failed' || view?.state === 'interrupted';
}
