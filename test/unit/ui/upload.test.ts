/** What the commands that upload do and ask, on real files, with a provider that nobody calls here: rows are all they write. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { noteMedia } from '../../../src/extension/assets/index.ts';
import { assetByPath } from '../../../src/extension/store/assets.ts';
import { uploadOf } from '../../../src/extension/store/uploads.ts';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { createHttp } from '../../../src/extension/providers/http.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { stripedPng } from '../../fakes/png.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { steps, takingFiles } from '../providers/upload-support.ts';
import { tempFolder } from '../temp.ts';
import { Uri, clearScreen, commands, screen, withVscode, workspace } from './fake-vscode.ts';
import { type Bench, bench } from './parts.ts';

describe('a command that uploads', () => {
  let here: Bench;
  let fake: FakeProvider;
  let root: string;
  let registered: { dispose(): void };

  beforeEach(async () => {
    clearScreen();
    fake = await startFakeProvider({ mode: 'none' });
    const config = customConfigFor(fake, 'none', takingFiles(steps.form));
    root = tempFolder();
    here = bench(() => 1, { providers: [createCustomProvider(config, { http: createHttp({ declaredOrigins: [config.origin] }), key: () => Promise.resolve(undefined) })], roots: () => [root] });
    mkdirSync(join(root, 'art'));
    workspace.workspaceFolders = [{ uri: Uri.file(root) }];
    for (const name of ['one.png', 'two.png']) writeFileSync(path(name), stripedPng(20, 20, 1));
    screen.texts = ['one.png', 'two.png'].map(path);
    await noteMedia(here.db, ['one.png', 'two.png'].map(name => ({ path: path(name), size: 1, modifiedAt: 1 })), randomUUID);
    const { registerCommands } = await withVscode(() => import('../../../src/extension/ui/commands/register.ts'));
    registered = registerCommands(here.parts, { generations: { selection: [] } as never, gallery: {} as never, studio: {} as never, editor: {} as never });
  });
  afterEach(async () => { registered.dispose(); here.close(); await fake.close(); });

  const path = (name: string): string => join(root, 'art', name);
  const idOf = (name: string): string => assetByPath(here.db, path(name))!.id;
  const run = (id: string, ...args: readonly unknown[]): Promise<unknown> => commands.executeCommand(`darkroom.${id}`, ...args);
  const waits = (name: string): boolean => uploadOf(here.db, 'fake', idOf(name))?.turn != null;
  const card = (name: string): unknown => ({ asset: idOf(name), uploads: 'fake', menu: here.parts.menuToken });

  it('takes a card’s file without a question, and takes it back', async () => {
    assert.equal(await run('uploadCard', card('one.png')), 1);
    assert.deepEqual([waits('one.png'), waits('two.png'), screen.told], [true, false, []]);
    assert.equal(await run('cancelUpload', card('one.png')), 1);
    assert.equal(uploadOf(here.db, 'fake', idOf('one.png')), undefined);
  });

  it('takes all cards that are chosen', async () => {
    Object.assign(here.parts, { selected: () => ({ assets: [idOf('one.png'), idOf('two.png')], generations: [] }) });
    assert.equal(await run('uploadCard', { selected: true, uploads: 'fake', menu: here.parts.menuToken }), 2);
    assert.ok(waits('one.png') && waits('two.png'));
  });

  it('asks for provider and files where nobody said which', async () => {
    screen.pick = items => items.length === 1 ? items[0] : items.filter(({ label }) => label === 'two.png');
    assert.equal(await run('upload'), 1);
    assert.deepEqual([waits('one.png'), waits('two.png')], [false, true]);
    screen.pick = items => items;
    assert.equal(await run('cancelUpload'), 1);
    assert.equal(waits('two.png'), false);
  });

  it('asks first when somebody else calls it, and does nothing without a yes', async () => {
    const foreign = { asset: idOf('one.png'), uploads: 'fake', menu: 'guessed' };
    await run('upload', foreign);
    assert.match(screen.told[0]!.text, /^Upload 1 file \(.+\) to Fake Service\?$/u);
    assert.equal(waits('one.png'), false);
    screen.answer = () => 'Upload';
    await run('upload', foreign);
    assert.equal(waits('one.png'), true);
  });

  it('asks before a folder goes, with count and size, and brings all of its media', async () => {
    screen.pick = items => items[0];
    assert.equal(await run('uploadFolder', Uri.file(join(root, 'art'))), undefined);
    assert.match(screen.told[0]!.text, /^Upload 2 files \(.+\) to Fake Service\?$/u);
    assert.equal(waits('one.png'), false);
    screen.answer = () => 'Upload';
    assert.equal(await run('uploadFolder', Uri.file(join(root, 'art'))), 2);
    assert.ok(waits('one.png') && waits('two.png'));
  });

  it('refuses a folder outside the project', async () => {
    screen.pick = items => items[0];
    screen.answer = () => 'Upload';
    await run('uploadFolder', Uri.file('/etc'));
    assert.match(screen.told[0]!.text, /lies outside the project/u);
    assert.equal(waits('one.png'), false);
  });

  it('uploads nothing in an untrusted workspace, and nothing to who takes none', async () => {
    workspace.isTrusted = false;
    for (const id of ['upload', 'uploadCard', 'retryUpload']) await run(id, card('one.png'));
    await run('uploadFolder', Uri.file(join(root, 'art')));
    assert.equal(screen.told.filter(({ text }) => text.includes('not trusted')).length, 4);
    workspace.isTrusted = true;
    await run('uploadCard', { ...card('one.png') as object, uploads: 'embedded' });
    assert.match(screen.told.at(-1)!.text, /takes no uploads/u);
    assert.equal(waits('one.png'), false);
  });
});
