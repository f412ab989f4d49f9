/** What a workspace's files may decide: nothing that spends or redirects, and in an untrusted workspace nothing at all. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: unknown; readonly description: string; readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
    readonly commands: readonly { readonly command: string }[];
  };
}

const root = path.join(import.meta.dirname, '../../..');
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const { untrustedWorkspaces } = manifest.capabilities;
const settings = Object.entries(manifest.contributes.configuration.properties);
/** What a project may decide for whoever opens it. */
const projectsOwn = new Set(['darkroom.outputFolder']);

describe('the manifest', () => {
  it('says that an untrusted workspace is served in part, and why', () => {
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.match(untrustedWorkspaces.description, /^%\w+%$/u);
  });

  for (const [name, { scope }] of settings) {
    it(`takes no ${name} from the files of an untrusted workspace`, () => {
      assert.ok(untrustedWorkspaces.restrictedConfigurations.includes(name));
    });
    if (projectsOwn.has(name)) continue;
    it(`takes no ${name} from the files of any workspace`, () => {
      assert.ok(scope === 'machine' || scope === 'application', `its scope is ${scope ?? 'window'}`);
    });
  }
});
