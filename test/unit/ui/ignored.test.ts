import assert from 'node:assert/strict';
import { join } from 'node:path';
import { withVscode } from './fake-vscode.ts';

type Files = readonly { path: string; text: string }[];

describe('what ignore files leave out', () => {
  let ignoredBy: (files: Files) => (path: string) => boolean;
  before(async () => { ({ ignoredBy } = await withVscode(() => import('../../../src/extension/platform/ignored.ts'))); });

  const paths = [
    'a.png', 'build/a.png', 'src/build/a.png', 'src/out/a.png', 'node_modules/x/icon.png', 'src/node_modules/y/icon.png', 'art/raw/a.png', 'art/raw/keep.png', 'art/a.tmp.png',
    'docs/a.png', 'docs/deep/a.png', 'docs/deep/b.png', 'with space/a.png', 'ünïcode/a.png', '[odd]/a.png',
  ];

  it('is what git leaves out: folders, patterns, exceptions, and the word of a deeper file', () => {
    const root = join('/', 'project');
    const files: Files = [
      { path: join(root, '.gitignore'), text: '# a comment\nnode_modules/\n/build\n*.tmp.png\nart/raw/*\n!art/raw/keep.png\ndocs/**/b.png\nwith space/\nünïcode\n' },
      { path: join(root, 'src/.gitignore'), text: 'out\r\n' },
      { path: join(root, 'docs/.gitignore'), text: '!b.png\n' },
      { path: join(root, 'node_modules/x/.gitignore'), text: '!icon.png\n' },
    ];
    // What `git ls-files --others --exclude-standard` left out of these.
    const left = ['build/a.png', 'src/out/a.png', 'node_modules/x/icon.png', 'src/node_modules/y/icon.png', 'art/raw/a.png', 'art/a.tmp.png', 'with space/a.png', 'ünïcode/a.png'];
    const isIgnored = ignoredBy(files);
    assert.deepEqual(paths.filter(path => isIgnored(join(root, path))), left);
  });

  it('is nothing outside their folders, without any, and by one that makes no sense', () => {
    assert.equal(ignoredBy([])('/p/a.png'), false);
    assert.equal(ignoredBy([{ path: '/p/one/.gitignore', text: '*' }])('/p/two/a.png'), false);
    assert.equal(ignoredBy([{ path: '/p/one/.gitignore', text: '*' }])('/p/one-more/a.png'), false);
    assert.equal(ignoredBy([{ path: '/p/.gitignore', text: 'x'.repeat(300_000) }])('/p/a.png'), false);
    assert.equal(ignoredBy([{ path: '/p/.gitignore', text: '*.png' }, { path: '/p/.ignore', text: '!a.png' }])('/p/a.png'), false);
  });
});
