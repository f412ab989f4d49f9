/** What commands ask of the Studio's form: earlier prompts, presets, a file as an input. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provider } from '../../../src/extension/providers/contract.ts';
import { assetByPath } from '../../../src/extension/store/assets.ts';
import { presetBody, presets, savePreset } from '../../../src/extension/store/presets.ts';
import type { InputSpec } from '../../../src/shared/model.ts';
import type { Draft, Wish } from '../../../src/shared/protocol.ts';
import { stripedPng } from '../../fakes/png.ts';
import { completeWith } from '../store/history.ts';
import { tempFolder } from '../temp.ts';
import { now, writePast } from '../tree/past.ts';
import { Uri, clearScreen, commands, screen, withVscode } from './fake-vscode.ts';
import { type Bench, bench } from './parts.ts';

const source: InputSpec = { name: 'source', label: 'Source', kinds: ['image'], required: true, maxBytes: 100_000 };
const provider = (id: string, inputs: readonly InputSpec[]): Provider => ({
  spec: { id, label: id, models: [{ id: 'm', label: 'M', operation: 'text-to-image', parameters: [{ name: 'steps', label: 'Steps', type: 'integer' }], inputs, price: 0 }] },
} as unknown as Provider);

describe('a command for the Studio', () => {
  let here: Bench;
  let root: string;
  let asked: Wish[];
  let draft: Draft;
  let nodes: typeof import('../../../src/extension/ui/tree/nodes.ts');
  let registered: { dispose(): void };

  beforeEach(async () => {
    clearScreen();
    root = tempFolder();
    here = bench(undefined, { providers: [provider('words', []), provider('edits', [source])], roots: () => [root] });
    asked = [];
    draft = { provider: 'words', model: 'm', operation: 'text-to-image', prompt: 'a keep', parameters: { steps: '20' } };
    const { registerCommands } = await withVscode(() => import('../../../src/extension/ui/commands/register.ts'));
    nodes = await import('../../../src/extension/ui/tree/nodes.ts');
    const studio = { draft: () => draft, put: (wish: Wish) => { asked.push(wish); return Promise.resolve(); } };
    registered = registerCommands(here.parts, { generations: { selection: [] } as never, gallery: {} as never, studio: studio as never, editor: {} as never });
  });
  afterEach(() => { registered.dispose(); here.close(); });

  const run = (id: string, ...args: readonly unknown[]): Promise<unknown> => commands.executeCommand(`darkroom.${id}`, ...args);
  const told = (): string[] => screen.told.splice(0).map(({ text }) => text);
  const picture = (name: string): string => {
    const path = join(root, name);
    writeFileSync(path, stripedPng(8, 8, 1));
    return path;
  };
  const type = (name: string): void => { screen.type = () => name; };

  describe('a file as an input', () => {
    it('of the Explorer goes into the form, which says so where that is another model', async () => {
      await run('useAsInput', Uri.file(picture('tower.png')), [Uri.file(picture('other.png'))]);
      const { id } = assetByPath(here.db, join(root, 'tower.png'))!;
      const wish = { choice: { provider: 'edits', model: 'm', operation: 'text-to-image' }, inputs: { source: id }, says: null, switched: 'Switched to edits, M, which takes the file as “Source”.' };
      draft = { ...draft, provider: 'edits' };
      await run('useAsInput', Uri.file(join(root, 'tower.png')));
      assert.deepEqual([asked, told()], [[wish, wish], []]);
    });

    it('is a card\'s, or the first result of a row', async () => {
      const [generation] = await writePast(here.db, [{ state: 'running' }]) as [string];
      await completeWith(here.db, generation, picture('door.png'), now);
      const { id } = assetByPath(here.db, join(root, 'door.png'))!;
      await run('useAsInput', new nodes.GenerationNode(generation, 'completed'));
      await run('useAsInput', { asset: id, generation, menu: here.parts.menuToken, webviewSection: 'card' });
      assert.deepEqual([asked.map(({ inputs }) => inputs), told()], [[{ source: id }, { source: id }], []]);
    });

    it('that fits nowhere, lies outside the project, is gone, or is none, gets a sentence', async () => {
      const outside = join(tempFolder(), 'secret.png');
      writeFileSync(outside, stripedPng(8, 8, 1));
      writeFileSync(join(root, 'notes.png'), 'no picture');
      writeFileSync(join(root, 'coin.ogg'), 'OggS\0\u0002');
      writeFileSync(join(root, 'huge.png'), Buffer.concat([stripedPng(8, 8, 1), Buffer.alloc(200_000)]));
      for (const uri of [Uri.file(outside), Uri.file(join(root, 'gone.png')), Uri.file(join(root, 'notes.png')), Uri.file(join(root, 'coin.ogg')), Uri.file(join(root, 'huge.png')), Uri.from({ scheme: 'untitled', path: 'x' })]) {
        await run('useAsInput', uri);
      }
      assert.deepEqual(told().map(text => /outside the project|no longer there|no picture|takes a sound|at most|not on the machine/u.exec(text)?.[0]),
        ['outside the project', 'no longer there', 'no picture', 'takes a sound', 'at most', 'not on the machine']);
      assert.deepEqual([asked, assetByPath(here.db, outside)], [[], undefined]);
    });

    it('is picked where nothing was said, and nothing happens when the pick is dismissed', async () => {
      const path = picture('tower.png');
      await here.parts.desk.takeMedia(path);
      await run('useAsInput');
      assert.deepEqual([asked, screen.picks.length], [[], 1]);
      screen.pick = items => items[0];
      await run('useAsInput');
      assert.equal(asked.length, 1);
    });
  });

  describe('a file that was let go on an input', () => {
    const drop = async (address: string, model = 'm'): Promise<unknown> => {
      const { dropInput } = await withVscode(() => import('../../../src/extension/ui/chooseInput.ts'));
      return Promise.resolve().then(() => dropInput(here.parts, 'edits', model, 'source', address)).then(({ path }) => path, (error: Error) => error.message);
    };

    it('is taken where it is one of the project, by either scheme', async () => {
      const path = picture('a tower.png');
      for (const address of [`file://${path.replaceAll(' ', '%20')}`, `vscode-remote://host%2B1${path}`]) assert.equal(await drop(address), path);
    });

    it('is refused with a sentence where it is not, or is not looked at at all', async () => {
      const outside = join(tempFolder(), 'secret.png');
      writeFileSync(outside, stripedPng(8, 8, 1));
      writeFileSync(join(root, 'coin.ogg'), 'OggS\0\u0002');
      const path = picture('tower.png');
      const none = /^This is no file of the project\. Drop one from the Explorer\.$/u;
      const addresses: readonly (readonly [string, RegExp])[] = [
        [`file://${outside}`, /outside the project/u], [`file://${join(root, 'coin.ogg')}`, /takes a picture/u], [`file://${root}`, /outside the project|no file/u],
        [`file://elsewhere${path}`, none], [`https://example.com${path}`, none], [`data:image/png;base64,AAAA`, none], ['tower.png', /no longer there/u],
      ];
      for (const [address, says] of addresses) assert.match(String(await drop(address)), says, address);
      assert.match(String(await drop(`file://${path}`, 'gone')), /takes no such file any more/u);
    });
  });

  describe('the prompt history', () => {
    it('lists earlier prompts, each once, and puts the chosen one into the form', async () => {
      await writePast(here.db, ['a keep', '$(zap) storm\nover the keep', 'a keep'].map(prompt => ({ state: 'completed', prompt })));
      screen.pick = items => items[1];
      await run('promptHistory');
      assert.deepEqual(screen.picks[0]!.map(({ label }) => label), ['a keep', '$ (zap) storm over the keep']);
      assert.deepEqual(asked, [{ prompt: '$(zap) storm\nover the keep', says: null }]);
    });

    it('leads on to older ones', async () => {
      await writePast(here.db, Array.from({ length: 203 }, (_, n) => ({ state: 'completed', prompt: `keep ${n}` })));
      screen.pick = items => items.find(({ label }) => label === 'keep 0') ?? items.at(-1);
      await run('promptHistory');
      assert.deepEqual([screen.picks.map(items => items.length), asked.map(({ prompt }) => prompt)], [[201, 203], ['keep 0']]);
    });

    it('says so where there is none, and does nothing when it is dismissed', async () => {
      await run('promptHistory');
      assert.deepEqual([told(), asked], [['Nothing was generated in this workspace yet.'], []]);
      await writePast(here.db, [{ state: 'failed' }]);
      await run('promptHistory');
      assert.deepEqual([told(), asked], [[], []]);
    });
  });

  describe('a preset', () => {
    it('is kept under a name, replaced under the same one, and applied', async () => {
      type('  Night \n fast ');
      await run('savePreset');
      draft = { ...draft, parameters: { steps: '80' } };
      type('Night fast');
      await run('savePreset');
      assert.equal(screen.told.at(-1)!.detail, 'There is a preset of this name. Enter replaces it.');
      const [kept, ...others] = presets(here.db);
      assert.deepEqual([kept!.name, others, presetBody(here.db, kept!.id)], ['Night fast', [], { provider: 'words', model: 'm', operation: 'text-to-image', parameters: { steps: '80' } }]);
      await run('applyPreset', { preset: kept!.id });
      screen.pick = items => items[0];
      await run('applyPreset');
      const wish = { choice: { provider: 'words', model: 'm', operation: 'text-to-image' }, parameters: { steps: '80' }, says: null };
      assert.deepEqual(asked, [wish, wish]);
    });

    it('is offered a name that is free', async () => {
      screen.type = value => value;
      for (let n = 0; n < 3; n++) await run('savePreset');
      assert.deepEqual([presets(here.db).map(({ name }) => name), screen.told.map(({ detail }) => detail)], [['M', 'M 2', 'M 3'], ['', '', '']]);
    });

    it('gets no name that is empty or too long, and the box says why at once', async () => {
      for (const [name, says] of [['  ', /^Give it a name\.$/u], ['x'.repeat(61), /at most 60 characters/u]] as const) {
        type(name);
        await run('savePreset');
        assert.match(screen.told.at(-1)!.detail, says);
      }
      screen.type = () => undefined;
      await run('savePreset');
      assert.deepEqual(presets(here.db), []);
    });

    it('is one of 200 at most, of which each can still be replaced', async () => {
      await here.db.write(tx => { for (let n = 0; n < 200; n++) savePreset(tx, { id: `${n}`, name: `${n}` }, {}, n); });
      type('one more');
      await run('savePreset');
      assert.match(screen.told.at(-1)!.detail, /^There are 200 presets/u);
      type('7');
      await run('savePreset');
      assert.notDeepEqual(presetBody(here.db, '7'), {});
    });

    it('is deleted only after a yes', async () => {
      await here.db.write(tx => savePreset(tx, { id: '1', name: 'Night' }, {}, 1));
      screen.pick = items => items[0];
      await run('deletePreset');
      assert.deepEqual([told(), presets(here.db).length], [['Delete the preset “Night”?'], 1]);
      screen.answer = () => 'Delete';
      await run('deletePreset', { preset: '1' });
      assert.equal(presets(here.db).length, 0);
    });

    it('that is not there, or can\'t be read, says so', async () => {
      await run('applyPreset');
      await run('deletePreset');
      await here.db.write(tx => savePreset(tx, { id: '1', name: 'Night' }, { provider: 7 }, 1));
      await run('applyPreset', { preset: 'nobody' });
      await run('applyPreset', { preset: '1' });
      assert.deepEqual(told().map(text => /no preset yet|not there any more|can’t be read/u.exec(text)?.[0]), ['no preset yet', 'no preset yet', 'not there any more', 'can’t be read']);
      assert.deepEqual(asked, []);
    });
  });
});
