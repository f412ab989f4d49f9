/** The view itself: what it draws again when something changed, without an editor. */
import assert from 'node:assert/strict';
import { pageLimit } from '../../../src/extension/store/generations.ts';
import type { Node } from '../../../src/extension/ui/tree/nodes.ts';
import type { GenerationsView } from '../../../src/extension/ui/tree/view.ts';
import { change } from '../store/history.ts';
import { type Bench, bench } from '../ui/parts.ts';
import { clearScreen, withVscode } from '../ui/fake-vscode.ts';
import { until } from '../until.ts';
import { writePast } from './past.ts';

describe('the Generations view', () => {
  let here: Bench;
  let view: GenerationsView;
  let registered: { dispose(): void };

  beforeEach(async () => {
    clearScreen();
    here = bench();
    const loaded = await withVscode(() => import('../../../src/extension/ui/tree/view.ts'));
    view = new loaded.GenerationsView(here.parts);
    registered = view.register();
  });
  afterEach(() => { registered.dispose(); here.close(); });

  it('draws a job again that stands past the first 200 because it was asked for', async () => {
    const [oldest] = await writePast(here.db, Array.from({ length: pageLimit + 5 }, () => ({ state: 'running' as const })));
    await view.reveal(oldest!);
    for (const group of view.getChildren()) view.getChildren(group);
    const drawn: (readonly Node[] | undefined)[] = [];
    view.onDidChangeTreeData(nodes => drawn.push(nodes));
    await change(here.db, oldest!, facts => ({ ...facts, word: 'halfway' }));
    await until(() => JSON.stringify(drawn), () => drawn.some(nodes => nodes === undefined || nodes.some(node => 'id' in node && node.id === oldest)));
  });

  it('draws what changed also where the clock goes on between the change and its being drawn', async () => {
    registered.dispose();
    registered = view.register(1);
    const [running] = await writePast(here.db, [{ state: 'running' }]);
    for (const group of view.getChildren()) view.getChildren(group);
    const drawn: (readonly Node[] | undefined)[] = [];
    view.onDidChangeTreeData(nodes => drawn.push(nodes));
    await change(here.db, running!, facts => ({ ...facts, word: 'halfway' }));
    await writePast(here.db, [{ state: 'failed', prompt: 'the last one' }]);
    await until(() => JSON.stringify(drawn), () => drawn.some(nodes => nodes === undefined || nodes.some(node => 'group' in node && node.group === 'failed')));
  });

  it('shows the history when it can be read again', async () => {
    await writePast(here.db, [{ state: 'failed' }]);
    const all = here.db.all.bind(here.db);
    here.db.all = () => { throw new Error('disk I/O error'); };
    assert.deepEqual(view.getChildren(), []);
    here.db.all = all;
    assert.equal(view.getChildren().length, 1);
  });
});
