import assert from 'node:assert/strict';
import { callerOf } from '../../../src/extension/ui/api/caller.ts';

const extensions = [
  { id: 'darkroom.darkroom', path: '/ext/darkroom' }, { id: 'acme.packer', path: '/ext/acme.packer-1.0.0' }, { id: 'acme.pack', path: '/ext/acme.pack' },
  { id: 'darkroom-test.consumer', path: '/ext/darkroom/dist-test/consumer' },
];
const stackOf = (...files: string[]): string => ['Error: /ext/acme.pack/x', ...files.map(file => `    at call (${file}:1:2)`)].join('\n');
const found = (...files: string[]): string | undefined => callerOf(stackOf(...files), extensions, 'darkroom.darkroom')?.id;

describe('who calls', () => {
  it('is the extension whose file is next on the stack', () => {
    assert.equal(found('/ext/darkroom/dist/extension.cjs', '/ext/acme.packer-1.0.0/out/main.js', '/ext/acme.pack/main.js'), 'acme.packer');
    assert.equal(found('/ext/darkroom/dist/extension.cjs', 'file:///ext/acme.pack/main.mjs'), 'acme.pack');
  });

  it('is told from one whose folder begins alike, and from one that lies around it', () => {
    assert.equal(found('/ext/acme.packer-1.0.0/main.js'), 'acme.packer');
    assert.equal(found('/ext/darkroom/dist/extension.cjs', '/ext/darkroom/dist-test/consumer/extension.cjs'), 'darkroom-test.consumer');
  });

  it('is nobody where the stack says nothing', () => {
    assert.equal(found('/ext/darkroom/dist/extension.cjs', 'node:internal/process/task_queues', '/ext/unknown/main.js'), undefined);
    assert.equal(callerOf('', extensions, 'darkroom.darkroom'), undefined);
  });
});
