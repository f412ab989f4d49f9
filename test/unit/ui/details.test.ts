/** The document of a generation's details says what is so now, whenever that changed. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { wishRetry } from '../../../src/extension/engine/wishes.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { removeAllEnded } from '../../../src/extension/store/removal.ts';
import { now, states, writePast } from '../tree/past.ts';
import { change } from '../store/history.ts';
import { until } from '../until.ts';
import { clearScreen, withVscode, workspace } from './fake-vscode.ts';
import { type Bench, bench } from './parts.ts';

describe('the document of a generation', () => {
  let here: Bench;
  let registered: { dispose(): void };
  let detailsUri: typeof import('../../../src/extension/ui/details.ts').detailsUri;

  beforeEach(async () => {
    clearScreen();
    here = bench();
    const details = await withVscode(() => import('../../../src/extension/ui/details.ts'));
    ({ detailsUri } = details);
    registered = details.registerDetails(here.parts, 20);
  });
  afterEach(() => { registered.dispose(); here.close(); });

  const uriOf = (id: string) => detailsUri(generationById(here.db, id)!.generation) as never;

  it('tells what came between its being read and its being open', async () => {
    const [id] = await writePast(here.db, [{ state: 'running' }]);
    const document = await workspace.openTextDocument(uriOf(id!), async () => {
      const told = new Promise<void>(resolve => { here.db.onChanged(resolve); });
      await change(here.db, id!, facts => states.completed(facts, now));
      await told;
    });
    await until(() => document.text, () => document.text.includes('\nCompleted'));
  });

  it('tells it also where another one was brought up to date meanwhile', async () => {
    const [first, second] = await writePast(here.db, [{ state: 'running' }, { state: 'running' }]);
    const one = await workspace.openTextDocument(uriOf(first!));
    const other = await workspace.openTextDocument(uriOf(second!), async () => {
      await here.db.write(tx => { for (const id of [first!, second!]) tx.run('UPDATE attempt SET word = ? WHERE generation_id = ?', 'halfway', id); tx.run('UPDATE generation SET rev = ?', tx.rev); });
      await until(() => one.text, () => one.text.includes('halfway'));
    });
    await until(() => other.text, () => other.text.includes('halfway'));
  });

  it('is brought up to date while it is open, up to its end', async () => {
    const [id] = await writePast(here.db, [{ state: 'failed' }]);
    const document = await workspace.openTextDocument(uriOf(id!));
    assert.match(document.text, /\nFailed/u);
    await wishRetry({ db: here.db, clock: () => now, newId: randomUUID }, id!, '', { estimate: null });
    await until(() => document.text, () => document.text.includes('ATTEMPT 2'));
    await change(here.db, id!, facts => states.cancelled(facts));
    await until(() => document.text, () => document.text.includes('\nCanceled'));
    await removeAllEnded(here.db, [id!]);
    await until(() => document.text, () => document.text.includes('no longer in the history'));
  });
});
