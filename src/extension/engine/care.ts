/**
 * The script that looks after a history; loaded when one is open for a while, or needs it. Started as a thread it does
 * one chore and ends.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { v7 as newId } from 'uuid';
import type { Chore, ChoreScript } from '../store/chores.ts';
import { senseless } from '../store/mend.ts';
import { connectForReading, openFile } from '../store/open.ts';
import { recover } from '../store/recover.ts';
import { migrations } from '../store/schema.ts';
import { findingsOf } from '../store/soundness.ts';
import { DamageError } from '../store/trouble.ts';

export { config } from '@vscode/l10n';
export { earlierHistory } from '../store/location.ts';
export { House } from './house.ts';

export const doChore: ChoreScript['doChore'] = chore => {
  switch (chore.do) {
    case 'check': {
      const connection = connectForReading(chore.path);
      try {
        return findingsOf(connection, senseless);
      } finally {
        connection.close();
      }
    }
    case 'upgrade':
      openFile(chore.path, migrations, chore.patience).connection.close();
      return null;
    case 'recover': {
      const { path, findings, damaged, ...options } = chore;
      return recover(path, new DamageError(findings), damaged, { ...options, steps: migrations, newId });
    }
  }
};

const order = (workerData as { readonly darkroomChore?: Chore } | null)?.darkroomChore;
if (order !== undefined) parentPort?.postMessage(doChore(order));
