/** What the surfaces get to work with, on a history of its own: the product's parts where they need no editor. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Desk } from '../../../src/extension/engine/desk.ts';
import { createInputs } from '../../../src/extension/assets/inputs.ts';
import type { Session } from '../../../src/extension/engine/session.ts';
import type { Provider } from '../../../src/extension/providers/contract.ts';
import { Registry } from '../../../src/extension/providers/registry.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { type Ledger, openLedger } from '../../../src/extension/store/ledger.ts';
import type { Parts } from '../../../src/extension/ui/parts.ts';
import { isNode } from '../../../src/extension/ui/tree/nodes.ts';
import { tempFolder } from '../temp.ts';
import { now } from '../tree/past.ts';

export interface Bench {
  readonly db: Database;
  readonly parts: Parts;
  readonly ledger: Ledger;
  /** Dollars a day; `null` without a limit. */
  limit: number | null;
  close(): void;
}

/** @param project what there is besides an empty one: providers, and the folders that files are taken from */
export function bench(clock: () => number = () => now, project: { readonly providers?: readonly Provider[]; readonly roots?: () => readonly string[] } = {}): Bench {
  const folder = tempFolder();
  const db = new Database(join(folder, 'history.db'));
  const ledger = openLedger(join(folder, 'ledger.db'), () => undefined);
  const session = {
    db, isOpen: true, leads: true, work: () => undefined, onChanged: (listener: () => void) => db.onChanged(listener),
  } as unknown as Session;
  const desk = new Desk({
    session, registry: new Registry(project.providers ?? []), inputs: createInputs(project.roots ?? (() => [])), holdOf: () => null, ledger: () => ledger, dailyLimit: () => here.limit, mayWork: () => true, clock, newId: randomUUID,
  });
  const silent = { dispose: () => undefined };
  const parts = {
    context: { workspaceState: { get: () => undefined, update: () => Promise.resolve() } }, session, desk, clock, newId: randomUUID, menuToken: randomUUID(), dragToken: randomUUID(), isRow: isNode, selected: () => ({ assets: [], generations: [] }),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined, clean: (text: string) => text, show: () => undefined },
    keys: { has: () => true }, keyed: () => [], notify: () => undefined, onProvidersChanged: () => silent, onSpendChanged: () => silent, mediaFolders: () => [],
  } as unknown as Parts;
  const here: Bench = { db, parts, ledger, limit: null, close: () => { db.close(); ledger.close(); } };
  return here;
}
