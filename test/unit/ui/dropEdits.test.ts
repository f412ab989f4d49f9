/** What a card writes where it is dropped, and what of a picture the clipboard may have. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noteMedia } from '../../../src/extension/assets/index.ts';
import { moveToTrash } from '../../../src/extension/assets/trash.ts';
import { assetById, assetByPath } from '../../../src/extension/store/assets.ts';
import { assetOf } from '../../../src/webview/gallery/drag.ts';
import { stripedPng } from '../../fakes/png.ts';
import { completeWith } from '../store/history.ts';
import { tempFolder } from '../temp.ts';
import { now, writePast } from '../tree/past.ts';
import { Uri, clearScreen, withVscode, workspace } from './fake-vscode.ts';
import { type Bench, bench } from './parts.ts';

describe('a card that goes elsewhere', () => {
  let here: Bench;
  let root: string;
  let door: string;
  let asset: string;
  let drop: typeof import('../../../src/extension/ui/dropEdits.ts');
  let pictures: typeof import('../../../src/extension/ui/pictures.ts');
  beforeEach(async () => {
    clearScreen();
    here = bench();
    root = tempFolder();
    mkdirSync(join(root, 'docs'));
    workspace.workspaceFolders = [{ uri: Uri.file(root) }];
    [drop, pictures] = await withVscode(() => Promise.all([import('../../../src/extension/ui/dropEdits.ts'), import('../../../src/extension/ui/pictures.ts')]));
    door = join(root, 'my door.png');
    writeFileSync(door, stripedPng(8, 8, 1));
    const [generation] = await writePast(here.db, [{ state: 'running', prompt: 'a [mossy] door' }]) as [string];
    await completeWith(here.db, generation, door, now);
    asset = assetByPath(here.db, door)!.id;
  });
  afterEach(() => here.close());

  const edits = (languageId: string, dragged: unknown, isUntitled = false): string[][] => {
    const document = { uri: isUntitled ? Uri.from({ scheme: 'untitled', path: 'Untitled-1' }) : Uri.file(join(root, 'docs', 'a')), languageId, isUntitled };
    return drop.dropEdits(here.parts, document as never, typeof dragged === 'string' ? dragged : JSON.stringify(dragged)).map(({ title, insertText, kind }) => [title ?? '', insertText as string, kind?.value ?? '']);
  };
  const ours = (): unknown => ({ asset, drag: here.parts.dragToken });

  it('is written as the document\'s language wants it, and the other ways are offered', () => {
    const markdown = ['Insert as Markdown', '![a &#91;mossy&#93; door](../my%20door.png)', 'darkroom.markdown'];
    const html = ['Insert as HTML', '<img src="../my%20door.png" alt="a [mossy] door" />', 'darkroom.html'];
    const path = ['Insert as Path', '../my door.png', 'darkroom.path'];
    assert.deepEqual(edits('markdown', ours()), [markdown, path, html]);
    assert.deepEqual(edits('vue', ours()), [html, path, markdown]);
    assert.deepEqual(edits('gdscript', ours()), [path, markdown, html]);
    assert.equal(edits('plaintext', ours(), true)[0]![1], 'my door.png');
  });

  it('is nothing where another page says so, it is forged, or the file is in the trash', async () => {
    const { dragToken, menuToken } = here.parts;
    const forged = ['', '{', 'null', '[]', { asset }, { asset, drag: 'guess' }, { asset, menu: menuToken }, { asset, drag: menuToken }, { asset: door, drag: dragToken }, { asset: { path: door }, drag: dragToken }, { asset: 'x'.repeat(200), drag: dragToken }, JSON.stringify({ asset, drag: dragToken, more: 'x'.repeat(2000) })];
    for (const each of forged) assert.deepEqual(edits('markdown', each), [], JSON.stringify(each));
    await moveToTrash({ db: here.db, roots: () => [root], clock: () => now, newId: randomUUID }, assetById(here.db, asset)!, now);
    assert.deepEqual(edits('markdown', ours()), []);
  });

  it('says of itself no more than its file and the page', () => {
    assert.equal(assetOf(JSON.stringify({ webviewSection: 'card', generation: 'g', asset: 'a', menu: 'm', hasAsset: true })), 'a');
    assert.deepEqual([assetOf(null), assetOf('{"generation":"g","menu":"m"}')], [null, null]);
  });

  it('has its picture copied only where that is one, and not too large for a clipboard', async () => {
    const whole = (id: string): Promise<string> => pictures.wholePicture(here.db, id, path => `page:${path}`).then(({ url }) => url.replace(/\?v=.*/u, ''), (error: unknown) => (error as Error).message);
    assert.equal(await whole(asset), `page:${door}`);
    const wide = stripedPng(8, 8, 2);
    wide.writeUInt32BE(8001, 16);
    wide.writeUInt32BE(8000, 20);
    const files: Readonly<Record<string, string | Buffer>> = { 'wide.png': wide, 'text.png': 'no picture', 'drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
    await noteMedia(here.db, [...Object.keys(files), 'gone.png'].map(name => ({ path: join(root, name), size: 1, modifiedAt: 1 })), randomUUID);
    const said = await Promise.all([...Object.keys(files), 'gone.png'].map(name => whole(assetByPath(here.db, join(root, name))!.id)));
    assert.deepEqual(said, [
      '“wide.png” has more than 64 megapixels, too many for the clipboard. Copy its path instead.',
      '“text.png” is no picture that can be copied.', '“drawing.svg” is no picture that can be copied.', '“gone.png” is no longer there.',
    ]);
    assert.equal(await whole('nobody'), 'This file is no longer in the index.');
  });
});
