import assert from 'node:assert/strict';
import { carriesFile, droppedUri } from '../../../src/webview/studio/drop.ts';

const carried = (data: Readonly<Record<string, string>>) => ({ types: Object.keys(data), getData: (type: string) => data[type] ?? '' });

describe('what is let go on an input', () => {
  it('is a file of the Explorer, by its first address', () => {
    const files = carried({ 'text/uri-list': '# from the Explorer\r\nvscode-remote://host/a%20b.png\r\nvscode-remote://host/c.png', 'text/plain': '/a b.png' });
    assert.equal(carriesFile(files), true);
    assert.equal(droppedUri(files), 'vscode-remote://host/a%20b.png');
    assert.equal(droppedUri(carried({ 'application/vnd.code.uri-list': 'file:///x/y.png' })), 'file:///x/y.png');
  });

  it('is nothing where it carries no address', () => {
    for (const other of [null, carried({}), carried({ 'text/plain': 'words' })]) assert.deepEqual([carriesFile(other), droppedUri(other)], [false, null]);
    assert.equal(droppedUri(carried({ 'text/uri-list': '\n# nothing\n' })), null);
  });
});
