import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

interface Sidecar {
  readonly generation: string;
  readonly provider: string;
  readonly operation: string;
  readonly digitalSourceType: string;
  readonly file: { readonly name: string; readonly sha256: string; readonly duration: number };
}

const generated = (): string => path.join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'assets', 'generated');

async function until<T>(what: string, read: () => T | undefined): Promise<T> {
  for (let n = 0; n < 600; n++) {
    const found = read();
    if (found !== undefined) return found;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`no ${what}`);
}

/** Generates a sound and gives its sidecar when that is there. */
async function sound(prompt: string, parameters: Record<string, unknown>): Promise<Sidecar> {
  const id = await vscode.commands.executeCommand<string | undefined>('darkroom.generate', { provider: 'embedded', model: 'sound', prompt, parameters });
  assert.equal(typeof id, 'string');
  return until(`sidecar of ${id}`, () => (fs.existsSync(generated()) ? fs.readdirSync(generated()) : [])
    .filter(name => name.endsWith('.wav.darkroom.json'))
    .map(name => JSON.parse(fs.readFileSync(path.join(generated(), name), 'utf8')) as Sidecar)
    .find(({ generation }) => generation === id));
}

describe('a sound in a real extension host', function () {
  this.timeout(30_000);

  it('becomes a WAV file of the project, with what made it beside it', async () => {
    const sidecar = await sound('thunder and rain', { duration: 1.5, rate: '22050', seed: 4127 });
    const bytes = fs.readFileSync(path.join(generated(), sidecar.file.name));
    assert.deepEqual([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 16)], ['RIFF', 'WAVEfmt ']);
    assert.equal(bytes.readUInt32LE(24), 22050);
    assert.deepEqual([sidecar.provider, sidecar.operation, sidecar.file.duration], ['embedded', 'text-to-audio', 1.5]);
    assert.match(sidecar.digitalSourceType, /\/algorithmicMedia$/);
  });

  it('is the same sound from the same prompt and seed', async () => {
    const [one, two] = await Promise.all([sound('small coin', { seed: 7 }), sound('small coin', { seed: 7 })]);
    assert.equal(one.file.sha256, two.file.sha256);
    assert.notEqual(one.file.name, two.file.name);
  });

  it('opens in the editor’s own player', async () => {
    const { generation, file } = await sound('bell', { duration: 0.5, seed: 1 });
    await until('tab with the sound', () => {
      void vscode.commands.executeCommand('darkroom.openAsset', generation);
      const tab = vscode.window.tabGroups.all.flatMap(group => group.tabs).find(({ input }) => (input as { uri?: vscode.Uri }).uri?.fsPath.endsWith(file.name));
      return tab?.input instanceof vscode.TabInputCustom ? tab : undefined;
    });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
