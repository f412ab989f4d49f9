import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const run = <T>(command: string, ...args: unknown[]): Thenable<T> => vscode.commands.executeCommand<T>(command, ...args);

/** The text of a generation's details, as anybody may read it. */
async function detailsOf(id: string): Promise<string> {
  return (await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'darkroom-details', path: '/details', query: id }))).getText();
}

async function until<T>(what: string, condition: () => Promise<T | undefined | false>): Promise<T> {
  for (let n = 0; n < 400; n++) {
    const found = await condition();
    if (found !== undefined && found !== false) return found;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`never: ${what}`);
}

describe('triage by commands', function () {
  this.timeout(30_000);
  let id: string;

  before(async () => {
    id = (await run<string>('darkroom.generate', { prompt: 'granite cliff', parameters: { width: 32, height: 32, seed: 11 } }));
    await until('it is completed', async () => /Completed/u.test(await detailsOf(id)));
  });

  it('the details are a document that is brought up to date by itself and that nobody can change', async () => {
    const waiting = await run<string>('darkroom.generate', { prompt: 'basalt columns', parameters: { width: 32, height: 32 } });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'darkroom-details', path: '/details', query: waiting }));
    await until('the open document tells the end', () => Promise.resolve(/\n[^\n]+completed/u.test(document.getText())));
    for (const part of ['basalt columns', waiting, 'ATTEMPT 1', 'SHA-256', 'free']) assert.ok(document.getText().includes(part), part);
    const editor = await vscode.window.showTextDocument(document);
    assert.equal(await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'changed')).then(done => done, () => false) && document.getText().startsWith('changed'), false);
    await run('workbench.action.closeAllEditors');
  });

  it('the details of what is not there say so', async () => {
    for (const unknown of ['nobody', '', '../../etc/passwd', '\'; DROP TABLE generation; --']) assert.equal(await detailsOf(unknown), 'This generation is no longer in the history.');
    assert.match(await detailsOf(id), /granite cliff/u);
  });

  it('an id given by anybody copies what it names, and nothing else', async () => {
    await run('darkroom.copyPrompt', id);
    assert.equal(await vscode.env.clipboard.readText(), 'granite cliff');
    await run('darkroom.copyId', { generation: id });
    assert.equal(await vscode.env.clipboard.readText(), id);
    await vscode.env.clipboard.writeText('as it was');
    for (const wrong of ['nobody', 7, {}, { generation: '' }, { generation: 'x'.repeat(101) }]) await run('darkroom.copyId', wrong);
    assert.equal(await vscode.env.clipboard.readText(), 'as it was');
  });

  it('nothing is removed unless somebody said yes, whoever asks', async () => {
    // A test host refuses dialogs, and a refusal is no yes.
    for (const args of [[id], [{ generation: id, menu: 'guessed' }], [id, [id]], [{ selection: true }, [id]]]) {
      const asked = run('darkroom.remove', ...args);
      await Promise.race([asked, new Promise(resolve => setTimeout(resolve, 500))]);
      await run('workbench.action.closeQuickOpen');
      await asked;
    }
    assert.match(await detailsOf(id), /granite cliff/u);
  });
});
