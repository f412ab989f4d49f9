import assert from 'node:assert/strict';
import { join } from 'node:path';
import { canonicalStorage, outputFolder } from '../../../src/extension/platform/paths.ts';

describe('the storage folder', () => {
  it('is one per workspace, whatever window asks', () => {
    const path = (id: string): string => join('/data', 'User', 'workspaceStorage', id, 'darkroom.darkroom');
    for (const id of ['-248bdedb', '248bdedb', '1a2b3c4d5e6f70819a0b1c2d3e4f5061']) {
      assert.equal(canonicalStorage(path(id)), path(id));
      for (const window of [1, 2, 9]) assert.equal(canonicalStorage(path(`${id}-${window}`)), path(id));
    }
    assert.equal(canonicalStorage(path('my-project-1')), path('my-project-1'), 'a name that only looks like it stays');
  });
});

describe('the folder for results', () => {
  it('stays inside the project', () => {
    assert.equal(outputFolder('/work', 'assets/generated'), join('/work', 'assets', 'generated'));
    assert.equal(outputFolder('/work', 'assets\\generated'), join('/work', 'assets', 'generated'));
    assert.equal(outputFolder('/work', '.'), '/work');
    for (const setting of ['..', '../x', '/etc', 'a/../../b', '..\\..\\x']) assert.equal(outputFolder('/work', setting), null, setting);
  });
});
