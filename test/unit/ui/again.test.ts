/** What made a file, what people think of it, and asking for it once more: with real files and a real history. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { noteMedia } from '../../../src/extension/assets/index.ts';
import { createEmbeddedProvider } from '../../../src/extension/providers/embedded/index.ts';
import { assetById, assetByPath } from '../../../src/extension/store/assets.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { Listings } from '../../../src/extension/store/listing.ts';
import { judge, toReview } from '../../../src/extension/store/verdicts.ts';
import { everything } from '../../../src/shared/narrow.ts';
import type { HostEvent, Wish } from '../../../src/shared/protocol.ts';
import { completeWith } from '../store/history.ts';
import { tempFolder } from '../temp.ts';
import { now } from '../tree/past.ts';
import { Uri, clearScreen, commands, screen, withVscode, workspace } from './fake-vscode.ts';
import { type Bench, bench } from './parts.ts';

const request = { provider: 'embedded', model: 'texture', operation: 'text-to-image', prompt: 'a mossy wall', parameters: { width: 64, height: 64, detail: 0.4, pattern: 'auto', tileable: false, seed: 7 } } as const;

describe('a file and what made it', () => {
  let here: Bench;
  let root: string;
  let generation: string;
  let made: string;
  let plain: string;
  let filled: Wish | null;
  let atHand: boolean;
  let heard: HostEvent[];
  let time: number;
  let registered: { dispose(): void };

  beforeEach(async () => {
    clearScreen();
    filled = null;
    atHand = false;
    heard = [];
    time = now;
    here = bench(() => time, { providers: [createEmbeddedProvider({ worker: '/nowhere' })] });
    root = tempFolder();
    workspace.workspaceFolders = [{ uri: Uri.file(root) }];
    const { registerCommands } = await withVscode(() => import('../../../src/extension/ui/commands/register.ts'));
    registered = registerCommands(here.parts, {
      generations: { selection: [] } as never, editor: {} as never,
      gallery: { tell: (event: HostEvent) => { if (atHand) heard.push(event); return atHand; } } as never,
      studio: { put: (wish: Wish) => { filled = wish; return Promise.resolve(); } } as never,
    });
    generation = await here.parts.desk.place(request);
    mkdirSync(join(root, 'art'));
    made = join(root, 'art', 'wall.png');
    plain = join(root, 'art', 'plain.png');
    for (const path of [made, plain]) writeFileSync(path, 'bytes');
    await completeWith(here.db, generation, made, now);
    await noteMedia(here.db, [{ path: plain, size: 5, modifiedAt: 1 }], randomUUID);
  });
  afterEach(() => { registered.dispose(); here.close(); });

  const run = (id: string, ...args: readonly unknown[]): Promise<unknown> => commands.executeCommand(`darkroom.${id}`, ...args);
  const assetOf = (path: string): string => assetByPath(here.db, path)!.id;
  const ours = (): unknown => ({ generation, menu: here.parts.menuToken });
  const told = (): string[] => screen.told.splice(0).map(({ text }) => text);

  it('is asked for again as it was, with its seed', async () => {
    const id = await run('generateAgain', ours()) as string;
    assert.notEqual(id, generation);
    assert.deepEqual(generationById(here.db, id)!.generation.parameters, generationById(here.db, generation)!.generation.parameters);
    assert.deepEqual(told(), []);
  });

  it('is asked for with another seed and everything else as it was', async () => {
    const id = await run('generateWithNewSeed', ours()) as string;
    const { parameters, prompt } = generationById(here.db, id)!.generation;
    assert.equal(prompt, request.prompt);
    assert.deepEqual({ ...parameters, seed: 7 }, generationById(here.db, generation)!.generation.parameters);
    assert.notEqual(parameters.seed, 7);
  });

  it('goes into the form with what it was asked with, and nothing is sent', async () => {
    const before = here.db.get<{ n: number }>('SELECT count(*) AS n FROM generation')!.n;
    await run('generateWithChanges', ours());
    assert.deepEqual([filled!.prompt, filled!.choice?.model, filled!.parameters?.seed], ['a mossy wall', 'texture', '7']);
    assert.equal(here.db.get<{ n: number }>('SELECT count(*) AS n FROM generation')!.n, before);
  });

  it('is not asked for where its model is gone: it says so', async () => {
    await here.db.write(tx => tx.run("UPDATE generation SET model = 'gone' WHERE id = ?", generation));
    assert.equal(await run('generateAgain', ours()), undefined);
    assert.equal(told().length, 1);
    assert.equal(await run('generateAgain', 'nobody'), undefined);
    assert.match(told()[0]!, /no longer in the history/u);
  });

  it('is liked, discarded, and neither once more; the list knows', async () => {
    const card = (path: string): unknown => ({ asset: assetOf(path), menu: here.parts.menuToken });
    const found = async (verdict: 'favourite' | 'discarded' | 'undecided') => (await new Listings().page(here.db, 'all', { ...everything, verdict }, 0, 10)).cards.map(({ assetId }) => assetById(here.db, assetId!)!.path);
    await run('favorite', card(plain));
    await run('discard', card(made));
    assert.deepEqual([await found('favourite'), await found('discarded'), await found('undecided')], [[plain], [made], []]);
    await run('favorite', card(made));
    assert.deepEqual((await found('favourite')).sort(), [plain, made].sort(), 'one verdict at a time');
    await run('favorite', card(made));
    assert.deepEqual([await found('favourite'), await found('undecided')], [[plain], [made]]);
  });

  it('is judged in the gallery where that is at hand: only its page knows what has the focus', async () => {
    atHand = true;
    await run('favorite');
    assert.deepEqual(heard, [{ event: 'judge', verdict: 'favourite' }]);
    assert.equal(assetById(here.db, assetOf(made))!.verdict, null);
  });

  it('a verdict reaches every window: it is a change of the history, and none where nothing changed', async () => {
    const rev = (): number => here.db.get<{ rev: number }>('SELECT rev FROM state')!.rev;
    const before = rev();
    await here.db.write(tx => judge(tx, [assetOf(plain)], 'favourite', 5));
    assert.equal(rev(), before + 1);
    await here.db.write(tx => judge(tx, [assetOf(plain)], 'favourite', 6));
    assert.equal(rev(), before + 1);
    const decided = (): number | null => here.db.get<{ verdict_at: number | null }>('SELECT verdict_at FROM asset WHERE id = ?', assetOf(plain))!.verdict_at;
    assert.equal(decided(), 5);
    await here.db.write(tx => judge(tx, [assetOf(plain)], null, 7));
    assert.equal(decided(), null);
  });

  it('is reviewed once it is a result without a verdict, and until it got one before the review began', async () => {
    const names = (since: number): string[] => toReview(here.db, since).map(({ asset }) => asset.path);
    assert.deepEqual(names(0), [made], 'files that nobody generated are none');
    await here.db.write(tx => judge(tx, [assetOf(made)], 'discarded', 100));
    assert.deepEqual([names(100), names(101)], [[made], []]);
    await here.db.write(tx => judge(tx, [assetOf(made)], null, 200));
    assert.deepEqual(names(500), [made]);
    time += 1000;
    const second = join(root, 'art', 'second.png');
    writeFileSync(second, 'bytes');
    await completeWith(here.db, await here.parts.desk.place(request), second, now);
    assert.deepEqual(names(0), [made, second], 'the oldest first');
  });

  it('tells what made it from the history, with what its model calls things', async () => {
    const { detailsOf } = await withVscode(() => import('../../../src/extension/ui/asset/details.ts'));
    const details = await detailsOf(here.parts, assetOf(made), path => `https://file${path}`);
    assert.deepEqual([details.made?.from, details.made?.prompt, details.made?.provider, details.made?.cost], ['history', 'a mossy wall', 'Built in', 'free']);
    assert.ok(details.made?.parameters.some(({ name, value }) => name === 'Seed' && value === '7'));
    assert.deepEqual(details.again, { price: 0, seed: true, problem: null });
    assert.equal(details.attempts.length, 1);
    const bare = await detailsOf(here.parts, assetOf(plain), path => path);
    assert.deepEqual([bare.made, bare.generation, bare.again, bare.attempts, bare.children], [null, null, null, [], []]);
    await assert.rejects(detailsOf(here.parts, 'nobody', path => path), /no longer in the index/u);
  });
});
