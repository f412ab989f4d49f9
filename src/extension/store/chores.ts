/**
 * What a damaged, large or older history needs: checked, put right, upgraded. The code for it is a script of its own,
 * loaded when it is needed, because hardly any start needs it. With a small file it runs on this thread, with a large
 * one in another.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { Sentences } from './carry.ts';
import type { Recovery } from './recover.ts';
import { migrations } from './schema.ts';
import { type DamageError, StoreError } from './trouble.ts';

export type Chore =
  | { readonly do: 'check'; readonly path: string }
  | { readonly do: 'upgrade'; readonly path: string; readonly patience: number }
  | {
    readonly do: 'recover'; readonly path: string; readonly findings: readonly string[]; readonly damaged: string | null;
    readonly now: number; readonly patience: number; readonly sentences: Sentences;
  };

interface Answers {
  readonly check: readonly string[];
  readonly upgrade: null;
  readonly recover: Recovery | null;
}

type Kind = Chore['do'];
type ChoreOf<K extends Kind> = Extract<Chore, { do: K }>;

/** The script as a module: see engine/care.ts. */
export interface ChoreScript {
  readonly doChore: (chore: Chore) => Answers[Kind];
}

/** Does it here and now. @param script absolute, or a file's URL */
export function doHere<K extends Kind>(script: string | URL, chore: ChoreOf<K>): Answers[K] {
  const path = script instanceof URL ? fileURLToPath(script) : script;
  return (createRequire(path)(path) as ChoreScript).doChore(chore) as Answers[K];
}

/** Does it in a thread of its own. */
export function sendAway<K extends Kind>(script: string | URL, chore: ChoreOf<K>): Promise<Answers[K]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, { workerData: { darkroomChore: chore } });
    thread.once('message', resolve);
    thread.once('error', (error: unknown) => reject(new StoreError(error instanceof Error ? error.message : String(error), { cause: error })));
    thread.once('exit', code => reject(new StoreError(`the thread ended with ${code}`)));
  });
}

export function recovery(path: string, damage: DamageError, damaged: string | null, now: number, patience: number): ChoreOf<'recover'> {
  return { do: 'recover', path, findings: damage.findings, damaged, now, patience, sentences: sentences() };
}

/** Made here, where their language is known. */
function sentences(): Sentences {
  return {
    lost: l10n.t('The history was damaged while this was under way. It may have been sent, and it may be charged.'),
    notSent: l10n.t('Not sent: the history was damaged before. Retry sends it.'),
    nameless: l10n.t('(lost with the damaged history)'),
  };
}

/** Bytes of the file and of what waits in its log. */
export function weightOf(path: string): number {
  return ['', '-wal'].reduce((sum, side) => sum + (statSync(path + side, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Whether the file is of an older version, by its head. */
export function isOlder(path: string): boolean {
  const head = Buffer.alloc(4);
  const handle = openSync(path, 'r');
  try {
    return readSync(handle, head, 0, 4, 60) === 4 && head.readUInt32BE() > 0 && head.readUInt32BE() < migrations.length;
  } finally {
    closeSync(handle);
  }
}
