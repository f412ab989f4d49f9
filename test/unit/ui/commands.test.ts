/** What the commands do with what VS Code hands them: a row, several, the focused one of the view, or nothing. */
import assert from 'node:assert/strict';
import { completeWith } from '../store/history.ts';
import { generationById, tally } from '../../../src/extension/store/generations.ts';
import type { Filter } from '../../../src/extension/ui/tree/filter.ts';
import type { Node } from '../../../src/extension/ui/tree/nodes.ts';
import type { Group } from '../../../src/shared/status.ts';
import { type Past, now, writePast } from '../tree/past.ts';
import { clearScreen, commands, screen, withVscode } from './fake-vscode.ts';
import { type Bench, bench } from './parts.ts';

describe('a command', () => {
  let here: Bench;
  let opened: unknown[];
  let nodes: typeof import('../../../src/extension/ui/tree/nodes.ts');
  let registered: { dispose(): void };
  let narrowed: Filter;

  beforeEach(async () => {
    clearScreen();
    here = bench();
    opened = [];
    narrowed = { groups: [], providers: [], search: '' };
    const { registerCommands } = await withVscode(() => import('../../../src/extension/ui/commands/register.ts'));
    nodes = await import('../../../src/extension/ui/tree/nodes.ts');
    registered = registerCommands(here.parts, {
      generations: { selection: [], filterName: '', narrowedTo: narrowed, reveal: () => Promise.resolve(true) } as never,
      gallery: { open: (id?: string) => { opened.push(['gallery', id]); } } as never,
      studio: { open: () => { opened.push(['studio']); return Promise.resolve(); } } as never,
      editor: {} as never,
    });
  });
  afterEach(() => { registered.dispose(); here.close(); });

  const run = (id: string, ...args: readonly unknown[]): Promise<unknown> => commands.executeCommand(`darkroom.${id}`, ...args);
  const rows = async (group: Group, ...pasts: readonly Past[]): Promise<Node[]> => (await writePast(here.db, pasts)).map(id => new nodes.GenerationNode(id, group));
  const idOf = (node: Node): string => (node as { id: string }).id;
  const attemptOf = (node: Node) => generationById(here.db, idOf(node))!.attempt;

  it('of the view\'s title means the view, whatever row has the focus', async () => {
    const [row] = await rows('failed', { state: 'failed' });
    // VS Code hands over the focused row.
    for (const focused of [row!, new nodes.GroupNode('failed'), new nodes.MoreNode('failed', 7), undefined]) {
      opened.length = 0;
      await run('generate', focused);
      await run('openGallery', focused);
      assert.deepEqual(opened, [['studio'], ['gallery', undefined]]);
    }
    await run('openGallery', idOf(row!));
    assert.deepEqual(opened.at(-1), ['gallery', idOf(row!)], 'an id is still shown');
    assert.equal(screen.told.length, 0);
  });

  it('that removes a whole group asks which, where the focused row is of no group that can be removed', async () => {
    await rows('completed', { state: 'completed' }, { state: 'completed' });
    screen.pick = items => items[0];
    screen.answer = () => 'Remove';
    await run('removeAll', new nodes.GroupNode('processing'));
    assert.equal(screen.picks.length, 1);
    assert.equal(tally(here.db).completed, 0);
  });

  it('that is for one row means the row under the pointer, also where others are selected before it', async () => {
    const [first, second] = await rows('unconfirmed', { state: 'unconfirmed', prompt: 'first' }, { state: 'unconfirmed', prompt: 'second' });
    const selected = [first, second];
    screen.type = () => 'remote-7';
    await run('adopt', second, selected);
    assert.match(screen.told[0]!.text, /second/u);
    assert.deepEqual([attemptOf(first!).remoteId, attemptOf(second!).remoteId], [null, 'remote-7']);
    await run('showDetails', second, selected);
    assert.deepEqual(screen.called.at(-1), ['showTextDocument', idOf(second!)]);
    await run('showInGallery', second, selected);
    assert.deepEqual(opened.at(-1), ['gallery', idOf(second!)]);
  });

  it('on several rows is done to those that it fits, and refused where it fits none', async () => {
    const lost: Past = { state: 'failed' };
    const [fit, unfit, alsoFit] = await rows('failed', lost, { state: 'refused' }, lost);
    await here.db.write(tx => tx.run('UPDATE attempt SET failure = ? WHERE generation_id IN (?, ?)', JSON.stringify({ class: 'network', sentence: 'Nothing answers.', at: 1 }), idOf(fit!), idOf(alsoFit!)));
    await run('fetchAgain', fit, [fit, unfit, alsoFit]);
    assert.deepEqual([fit!, unfit!, alsoFit!].map(node => attemptOf(node).ordinal), [2, 1, 2]);
    assert.equal(screen.told.length, 0);
    await run('fetchAgain', unfit, [unfit]);
    assert.match(screen.told[0]!.text, /nothing to fetch/u);
  });

  it('is refused with the reason where there is nothing to do for the one it was called on', async () => {
    const [done] = await rows('completed', { state: 'completed' });
    screen.answer = () => 'Dismiss';
    for (const id of ['checkAgain', 'adopt', 'dismiss'] as const) {
      await run(id, done);
      await run(id, 'nobody');
      assert.deepEqual(screen.told.splice(0).map(({ text }) => text), ['This generation is no longer unconfirmed.', 'This generation is no longer in the history.'], id);
    }
  });

  it('tells an error as text: what looks like a link in it is none', async () => {
    const broken = commands.registerCommand('vscode.open', () => { throw new Error('Unable to open [Fix](command:workbench.action.terminal.new).png'); });
    const [row] = await rows('completed', { state: 'running' });
    await completeWith(here.db, idOf(row!), '/project/[Fix](command:workbench.action.terminal.new).png', now);
    await run('openAsset', row);
    broken.dispose();
    assert.match(screen.told[0]!.text, /^Unable to open/u);
    assert.doesNotMatch(screen.told[0]!.text, /\]\(/u);
  });

  it('asks about an earlier history as text: what looks like a link in its place is none', async () => {
    const { offerHistory } = await withVscode(() => import('../../../src/extension/ui/keeping.ts'));
    screen.answer = () => 'Not This One';
    assert.equal(await offerHistory({ path: '/x', root: '/home/[Take Over](command:workbench.action.terminal.new)', generations: 3, latestAt: now }), 'decline');
    assert.doesNotMatch(screen.told[0]!.text, /\]\(/u);
  });

  it('that opens several results leaves each open: a preview gives way to the next', async () => {
    const both = await rows('completed', { state: 'running' }, { state: 'running' });
    for (const [n, node] of both.entries()) await completeWith(here.db, idOf(node), `/project/${n}.png`, now);
    await run('openAsset', both[0], both);
    assert.deepEqual(screen.called.slice(1).map(([id, uri, options]) => [id, (uri as { path: string }).path, options]), [
      ['vscode.open', '/project/0.png', { preview: false }], ['vscode.open', '/project/1.png', { preview: false }],
    ]);
    await run('openAsset', both[0]);
    assert.deepEqual(screen.called.at(-1)!.slice(2), []);
  });

  it('that opens a result says so where its file is gone', async () => {
    const [done] = await rows('completed', { state: 'completed' });
    await run('openAsset', done);
    assert.deepEqual(screen.told.map(({ text }) => text), ['Its file is no longer in the project.']);
  });

  it('that sends what the day\'s limit holds asks once, for all of it', async () => {
    const held = await rows('pending', { state: 'waiting' }, { state: 'waiting' }, { state: 'running' });
    await here.db.write(tx => tx.run("UPDATE attempt SET held_because = 'day-limit' WHERE sent_at IS NULL"));
    here.limit = 0.05;
    screen.answer = () => 'Generate Anyway';
    await run('tryAgain', held[0], held);
    assert.deepEqual(screen.told.map(({ text }) => text), ['These 2 generations pass your limit of the day.']);
    assert.match(screen.told[0]!.detail, /this is about \$0\.08/u);
    assert.deepEqual(held.map(node => attemptOf(node).overLimit), [true, true, false]);
  });

  describe('for all', () => {
    const question = async (...pasts: readonly Past[]): Promise<string[]> => {
      await writePast(here.db, pasts);
      await run('cancelAll');
      return screen.told.splice(0).flatMap(({ text, detail }) => detail === '' ? [text] : [text, detail]);
    };

    it('counts only what a cancel can help, one as one', async () => {
      assert.deepEqual(await question({ state: 'downloading' }, { state: 'cancelling' }, { state: 'unconfirmed' }), ['There is nothing to cancel.']);
      assert.deepEqual(await question({ state: 'running' }), ['Cancel 1 generation?', 'It was sent already and may still be charged.']);
      assert.deepEqual(await question({ state: 'waiting' }), ['Cancel 2 generations?', '1 of them was sent already and may still be charged.']);
      assert.deepEqual(await question({ state: 'running' }), ['Cancel 3 generations?', '2 of them were sent already and may still be charged.']);
    });

    it('says that what was not sent was not', async () => {
      assert.deepEqual(await question({ state: 'waiting' }), ['Cancel 1 generation?', 'It was not sent yet.']);
      assert.deepEqual(await question({ state: 'waiting' }), ['Cancel 2 generations?', 'None of them was sent yet.']);
    });
  });

  it('that copies says so where there is nothing to copy any more', async () => {
    for (const id of ['copyPrompt', 'copyId']) await run(id, 'nobody');
    assert.deepEqual(screen.told.map(({ text }) => text), ['This generation is no longer in the history.', 'This generation is no longer in the history.']);
  });

  it('that removes refuses what has not ended, one as one and several as several', async () => {
    const both = await rows('processing', { state: 'running' }, { state: 'waiting' });
    await run('remove', both[0], both);
    await run('remove', both[0]);
    assert.deepEqual(screen.told.map(({ text }) => text), ['They are not finished. Cancel them first, or wait until they are.', 'It is not finished. Cancel it first, or wait until it is.']);
  });

  it('that removes a whole group says what of it the filter leaves', async () => {
    await rows('failed', { state: 'failed', provider: 'fal' }, { state: 'failed', provider: 'fal' }, { state: 'failed', provider: 'other' });
    narrowed.providers = ['fal'];
    await run('removeAll', new nodes.GroupNode('failed'));
    assert.equal(screen.told[0]!.text, 'Remove 2 generations from the history? They are of “Failed”.');
    assert.match(screen.told[0]!.detail, /Only what the filter shows: fal\.$/u);
  });

  it('that retries several tells one as one', async () => {
    const [failed, refused, done, lost] = await rows('failed', { state: 'failed' }, { state: 'refused' }, { state: 'completed' }, { state: 'unconfirmed' });
    await run('retry', failed, [failed, refused, done, lost]);
    assert.equal(screen.told[0]!.text, 'Retry 3 generations?');
    assert.deepEqual(screen.told[0]!.detail.split('\n').slice(0, 2), [
      'Of 1, nobody knows whether the first request arrived. Sent again, it may be charged twice.', '1 has not failed and stays as it is.',
    ]);
  });
});
