/** What the commands for files do, with real files and an editor of a few lines. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { noteMedia } from '../../../src/extension/assets/index.ts';
import { sidecarPath } from '../../../src/extension/assets/sidecar.ts';
import { assetByPath, outputAssets, sourceGeneration } from '../../../src/extension/store/assets.ts';
import type { Message } from '../../../src/extension/ui/notifications.ts';
import { completeWith } from '../store/history.ts';
import { tempFolder } from '../temp.ts';
import { now, writePast } from '../tree/past.ts';
import { EndOfLine, Selection, TextEditor, Uri, activeEditors, clearScreen, commands, env, screen, window, withVscode, workspace } from './fake-vscode.ts';
import { type Bench, bench } from './parts.ts';

const writing = ['insertPath', 'insertMarkdown', 'insertHtml'] as const;
const moving = ['copyToFolder', 'moveToFolder'] as const;
const changing = ['rename', 'trash'] as const;
const all = [...writing, ...moving, 'copyPath', 'copyRelativePath', 'revealInExplorer', 'revealInOS', ...changing] as const;

describe('a command for files', () => {
  let here: Bench;
  let root: string;
  let door: string;
  let generation: string;
  let plain: string;
  let nodes: typeof import('../../../src/extension/ui/tree/nodes.ts');
  let registered: { dispose(): void };

  beforeEach(async () => {
    clearScreen();
    here = bench();
    root = tempFolder();
    for (const folder of ['generated', 'art', 'docs']) mkdirSync(join(root, folder));
    workspace.workspaceFolders = [{ uri: Uri.file(root) }];
    const { registerCommands } = await withVscode(() => import('../../../src/extension/ui/commands/register.ts'));
    nodes = await import('../../../src/extension/ui/tree/nodes.ts');
    registered = registerCommands(here.parts, { generations: { selection: [] } as never, gallery: {} as never, studio: {} as never, editor: {} as never });
    door = file('generated/door 1.png');
    [generation] = await writePast(here.db, [{ state: 'running', prompt: 'a [mossy] door' }]) as [string];
    await completeWith(here.db, generation, door, now);
    plain = file('art/plain.wav');
    await noteMedia(here.db, [{ path: plain, size: 4, modifiedAt: 1 }], randomUUID);
  });
  afterEach(() => { registered.dispose(); here.close(); });

  const run = (id: string, ...args: readonly unknown[]): Promise<unknown> => commands.executeCommand(`darkroom.${id}`, ...args);
  const file = (name: string): string => {
    const path = join(root, name);
    writeFileSync(path, name);
    return path;
  };
  const assetOf = (path: string): string => assetByPath(here.db, path)!.id;
  /** As the gallery's menu hands it over. */
  const card = (path: string): unknown => ({ webview: 'darkroom.gallery', webviewSection: 'card', asset: assetOf(path), generation: sourceGeneration(here.db, assetOf(path)), menu: here.parts.menuToken, hasAsset: true });
  /** A card that is shown though its file went. */
  const staleCard = (asset: string): unknown => ({ asset, menu: here.parts.menuToken });
  const row = () => new nodes.GenerationNode(generation, 'completed');
  const open = (path: string | null, text = '', ...selections: readonly Selection[]): TextEditor => {
    const editor = new TextEditor(path === null ? Uri.from({ scheme: 'untitled', path: 'Untitled-1' }) : Uri.file(path), text, selections.length === 0 ? [new Selection(text.length, text.length)] : selections);
    window.visibleTextEditors = [...window.visibleTextEditors, editor];
    return editor;
  };
  const told = (): string[] => screen.told.splice(0).map(({ text }) => text);

  it('writes what the card shows where the selections are, and leaves the cursors behind it', async () => {
    const editor = open(join(root, 'docs', 'a.md'), 'see XX and Y.', new Selection(4, 6), new Selection(11, 12));
    await run('insertMarkdown', card(door));
    const text = '![a &#91;mossy&#93; door](../generated/door%201.png)';
    assert.equal(editor.document.text, `see ${text} and ${text}.`);
    assert.deepEqual(editor.selections.map(({ start, end }) => [start, end]), [[4 + text.length, 4 + text.length], [9 + 2 * text.length, 9 + 2 * text.length]]);
    assert.deepEqual(told(), []);
  });

  it('writes a path or HTML, of a row\'s first result and of a file that nothing made', async () => {
    const editor = open(join(root, 'docs', 'a.html'));
    await run('insertPath', row());
    await run('insertHtml', card(plain));
    assert.equal(editor.document.text, '../generated/door 1.png<audio src="../art/plain.wav" aria-label="plain" controls></audio>');
    const untitled = open(null);
    window.activeTextEditor = untitled;
    await run('insertPath', { asset: assetOf(door) });
    assert.equal(untitled.document.text, 'generated/door 1.png');
  });

  it('writes several rows one a line, as the document\'s lines end', async () => {
    const [second] = await writePast(here.db, [{ state: 'running' }, { state: 'failed' }]);
    const wall = file('generated/wall.png');
    await completeWith(here.db, second!, wall, now);
    const editor = open(join(root, 'a.txt'));
    editor.document.eol = EndOfLine.CRLF;
    const both = [row(), new nodes.GenerationNode(second!, 'completed')];
    await run('insertPath', both[0], both);
    assert.equal(editor.document.text, 'generated/door 1.png\r\ngenerated/wall.png');
    assert.equal(editor.selections[0]!.start, editor.document.text.length);
    rmSync(door);
    editor.document.text = '';
    editor.selections = [new Selection(0, 0)];
    await run('insertPath', both[0], both);
    assert.equal(editor.document.text, 'generated/wall.png', 'what is gone is left out');
  });

  it('means the editor that was active last, while the gallery has the focus', async () => {
    const [first, second] = [open(join(root, 'a.txt')), open(join(root, 'b.txt'))];
    activeEditors.fire(first);
    activeEditors.fire(undefined);
    const output = open('/x');
    output.viewColumn = undefined;
    activeEditors.fire(output);
    await run('insertPath', card(door));
    assert.deepEqual([first, second, output].map(({ document: { text } }) => text), ['generated/door 1.png', '', '']);
    window.visibleTextEditors = [second, output];
    await run('insertPath', card(door));
    assert.deepEqual([second.document.text, output.document.text], ['generated/door 1.png', '']);
  });

  it('says what to do where no document is open, or it can\'t be written', async () => {
    await run('insertPath', card(door));
    assert.match(told().join(), /^No text document is on screen\. Open the one/u);
    open(join(root, 'a.txt')).isReadOnly = true;
    await run('insertPath', card(door));
    assert.match(told().join(), /can’t be written/u);
  });

  it('copies paths, and shows the file in the Explorer and in the file manager', async () => {
    await run('copyPath', card(plain));
    assert.equal(env.clipboard.text, plain);
    await run('copyRelativePath', row());
    assert.equal(env.clipboard.text, 'generated/door 1.png');
    await run('revealInExplorer', card(plain));
    const [, uri] = screen.called.at(-1) as [string, Uri];
    assert.deepEqual([screen.called.at(-1)![0], uri.fsPath], ['revealInExplorer', plain]);
    await run('revealInOS', card(plain));
    assert.deepEqual(screen.called.at(-1)!.map(each => each instanceof Uri ? each.fsPath : each), ['revealFileInOS', plain]);
    workspace.workspaceFolders = [{ uri: Uri.file(join(root, 'docs')) }];
    await run('revealInExplorer', card(plain));
    assert.match(told().join(), /lies outside the project/u);
  });

  it('copies no path that would break a line where it is pasted', async () => {
    const bad = file('art/x\nrm -rf y.png');
    await noteMedia(here.db, [{ path: bad, size: 4, modifiedAt: 1 }], randomUUID);
    await run('copyPath', card(bad));
    assert.equal(env.clipboard.text, '');
    assert.match(told().join(), /Rename it first/u);
  });

  it('moves a file to the folder that is chosen, with its sidecar and its history', async () => {
    writeFileSync(sidecarPath(door), '{}');
    file('art/door 1.png');
    let asked: unknown;
    screen.folder = options => { asked = [options.title, options.defaultUri?.fsPath]; return Uri.file(join(root, 'art')); };
    const asset = assetOf(door);
    await run('moveToFolder', card(door));
    assert.deepEqual(told(), []);
    assert.deepEqual(asked, ['Move “door 1.png” to which folder?', join(root, 'generated')]);
    assert.deepEqual(outputAssets(here.db, generation).map(each => [each.id, each.path]), [[asset, join(root, 'art', 'door 1 2.png')]]);
    assert.deepEqual([readdirSync(join(root, 'generated')), existsSync(join(root, 'art', 'door 1 2.png.darkroom.json'))], [[], true]);
  });

  it('copies a file, which stays what it was', async () => {
    screen.folder = () => Uri.file(join(root, 'docs'));
    await run('copyToFolder', row());
    assert.deepEqual([readdirSync(join(root, 'docs')), outputAssets(here.db, generation).map(({ path }) => path)], [['door 1.png'], [door]]);
  });

  it('goes to no folder outside the project, and nowhere when none is chosen', async () => {
    const outside = tempFolder();
    screen.folder = () => Uri.file(outside);
    for (const id of moving) await run(id, card(door));
    assert.deepEqual([told().filter(text => /outside the project\. Choose one inside/u.test(text)).length, readdirSync(outside)], [2, []]);
    screen.folder = () => undefined;
    for (const id of moving) await run(id, card(door));
    assert.deepEqual([told(), existsSync(door)], [[], true]);
  });

  it('changes no file of an untrusted workspace', async () => {
    workspace.isTrusted = false;
    screen.folder = () => Uri.file(join(root, 'docs'));
    for (const id of [...moving, ...changing, 'emptyTrash']) await run(id, card(door));
    assert.deepEqual([told().filter(text => /not trusted/u.test(text)).length, readdirSync(join(root, 'docs')), existsSync(door)], [5, [], true]);
  });

  it('that did not start in our own views asks before it touches a file', async () => {
    screen.folder = () => Uri.file(join(root, 'docs'));
    const forged = [{ asset: assetOf(door) }, { asset: assetOf(door), menu: 'guess' }, generation, { generation, menu: 'guess' }];
    screen.type = () => 'wall.png';
    for (const id of [...moving, ...changing]) for (const argument of forged) await run(id, argument);
    assert.deepEqual(new Set(told()), new Set([
      'A command wants to copy “door 1.png”.', 'A command wants to move “door 1.png”.', 'A command wants to rename “door 1.png”.', 'A command wants to move “door 1.png” to the trash.',
    ]));
    assert.deepEqual([readdirSync(join(root, 'docs')), readdirSync(join(root, 'generated'))], [[], ['door 1.png']]);
    screen.answer = () => 'Choose Folder…';
    await run('copyToFolder', { asset: assetOf(door) });
    assert.deepEqual(readdirSync(join(root, 'docs')), ['door 1.png']);
  });

  it('takes ids only: what is forged does nothing', async () => {
    const secret = join(tempFolder(), 'secret.png');
    writeFileSync(secret, 'secret');
    const editor = open(join(root, 'docs', 'a.txt'));
    screen.folder = () => Uri.file(join(root, 'docs'));
    screen.answer = ({ choices }) => choices[0];
    const forged = [secret, { asset: secret }, { path: secret }, { asset: { path: secret } }, Uri.file(secret), { asset: 'x'.repeat(200) }, 7, [], { asset: 'nobody', menu: here.parts.menuToken }, { generation: 'nobody' }];
    for (const id of all) {
      for (const argument of forged) {
        await run(id, argument);
        assert.equal(told().length, 1, `${id} ${JSON.stringify(argument)}`);
      }
    }
    assert.deepEqual([editor.document.text, env.clipboard.text, readdirSync(join(root, 'docs')), existsSync(secret)], ['', '', [], true]);
    assert.ok(screen.called.every(([id]) => String(id).startsWith('darkroom.')));
  });

  it('says so where the file is gone, or there is none yet', async () => {
    const [failed] = await writePast(here.db, [{ state: 'failed' }]);
    open(join(root, 'a.txt'));
    rmSync(door);
    for (const id of all) {
      await run(id, card(door));
      await run(id, { generation: failed, menu: here.parts.menuToken });
      assert.deepEqual(told(), ['“door 1.png” is no longer there.', 'This generation has no file yet.'], id);
    }
  });

  it('renames a file with its sidecar and its history, and refuses at once what is no name or taken', async () => {
    writeFileSync(sidecarPath(door), '{}');
    file('generated/taken.png');
    const asset = assetOf(door);
    for (const [typed, why] of [['taken.png', /Another file has this name/u], ['../x.png', /no slashes/u], ['.png', /Give it a name/u], ['con.png', /Windows keeps/u], ['wall.jpg', /Keep the ending/u]] as const) {
      screen.type = () => typed;
      await run('rename', card(door));
      assert.match(screen.told.splice(0)[0]!.detail, why);
    }
    screen.type = () => 'wall 1.png';
    await run('rename', card(door));
    assert.deepEqual(told(), ['Rename “door 1.png”']);
    assert.deepEqual(readdirSync(join(root, 'generated')).toSorted(), ['taken.png', 'wall 1.png', 'wall 1.png.darkroom.json']);
    assert.deepEqual(outputAssets(here.db, generation).map(({ id, path }) => [id, path]), [[asset, join(root, 'generated', 'wall 1.png')]]);
    screen.type = () => 'wall 1.png';
    await run('rename', card(join(root, 'generated', 'wall 1.png')));
    assert.deepEqual(told(), ['Rename “wall 1.png”'], 'the same name is no change');
  });

  it('moves to the trash without a question what nothing names, and brings it back, one move after the other', async () => {
    const notified: Message[] = [];
    Object.assign(here.parts, { notify: (message: Message) => notified.push(message) });
    const wall = file('art/wall.png');
    await noteMedia(here.db, [{ path: wall, size: 4, modifiedAt: 1 }], randomUUID);
    const ids = [assetOf(door), assetOf(plain), assetOf(wall)];
    await run('trash', card(door));
    screen.pick = items => items.filter(({ label }) => ['plain.wav', 'wall.png'].includes(label));
    await run('trash');
    assert.deepEqual([told(), [door, plain, wall].map(existsSync)], [[], [false, false, false]]);
    assert.deepEqual(notified.map(({ text, actions }) => [text, actions.map(({ title }) => title)]), [['“door 1.png” is in Darkroom\'s trash.', ['Undo']], ['2 files are in Darkroom\'s trash.', ['Undo']]]);
    await run('openAsset', { generation, menu: here.parts.menuToken });
    await run('copyPath', staleCard(ids[0]!));
    assert.deepEqual(told(), ['“door 1.png” is in the trash. Restore it first.', '“door 1.png” is in the trash. Restore it first.']);
    await run('undoTrash');
    assert.deepEqual([door, plain, wall].map(existsSync), [false, true, true]);
    await run('undoTrash');
    assert.deepEqual([door, plain, wall].map(path => assetByPath(here.db, path)?.id), ids);
    await run('undoTrash');
    assert.deepEqual(told(), ['Nothing is in Darkroom\'s trash.']);
    await run('trash', card(wall));
    await notified.at(-1)!.actions[0]!.run();
    assert.ok(existsSync(wall));
  });

  it('says where the project names what is to go to the trash, and moves nothing without a yes', async () => {
    const texts = [file('docs/tavern.md'), file('docs/b.txt'), file('docs/none.txt')];
    writeFileSync(texts[0]!, '# Tavern\n\n![](../generated/door%201.png)\n');
    writeFileSync(texts[1]!, 'load("generated/door 1.png")\nold-door 1.png\n"door 1.png", door 1.png\n');
    screen.texts = texts;
    const asked: string[][] = [];
    screen.answer = ({ text, choices }) => { asked.push([text, ...choices]); return 'Show Places'; };
    screen.pick = items => items.find(({ label }) => label.endsWith('b.txt:3'));
    await run('trash', card(door));
    assert.deepEqual(asked, [['“door 1.png” is used in tavern.md:3 and 2 more places.', 'Move to Trash', 'Show Places']]);
    assert.deepEqual([existsSync(door), screen.picks.at(-1)!.length, screen.called.at(-1)], [true, 3, ['showTextDocument', texts[1]]]);
    screen.answer = () => undefined;
    await run('trash', card(door));
    assert.ok(existsSync(door));
    screen.answer = () => 'Move to Trash';
    await run('trash', card(door));
    assert.ok(!existsSync(door));
  });

  it('restores what is picked from the trash, and empties it after a question that names count and size', async () => {
    await run('trash', card(door));
    await run('trash', card(plain));
    screen.pick = items => items.filter(({ label }) => label === 'door 1.png');
    await run('restoreFromTrash');
    assert.deepEqual([existsSync(door), existsSync(plain), (screen.picks.at(-1)![0] as unknown as { description: string }).description], [true, false, join(root, 'art')]);
    told();
    await run('emptyTrash');
    assert.deepEqual(told(), ['Delete the file in Darkroom\'s trash for good? It takes 0 kB.']);
    screen.answer = ({ choices }) => choices[0];
    await run('emptyTrash');
    assert.deepEqual(readdirSync(join(root, '.darkroom-trash')), ['.gitignore']);
    told();
    await run('emptyTrash');
    assert.deepEqual(told(), ['Nothing is in Darkroom\'s trash.']);
  });

  it('from the palette lets one of the project\'s files be picked', async () => {
    const editor = open(join(root, 'a.txt'));
    screen.pick = items => items.find(({ label }) => label === 'plain.wav');
    for (const id of all) await run(id);
    assert.equal(screen.picks.length, all.length);
    assert.deepEqual(screen.picks[0]!.map(({ label }) => label).toSorted(), ['door 1.png', 'plain.wav']);
    assert.ok(editor.document.text.startsWith('art/plain.wav'));
    assert.deepEqual(told(), ['Rename “plain.wav”']);
    screen.pick = () => undefined;
    const before = editor.document.text;
    for (const id of all) await run(id);
    assert.deepEqual([editor.document.text, told()], [before, []]);
  });
});
