import { ESLint } from 'eslint';
import assert from 'node:assert/strict';
import path from 'node:path';
import tseslint from 'typescript-eslint';

const root = path.resolve(import.meta.dirname, '../..');

/** The project's own configuration, without the rules that would need the snippet to be a file of a TypeScript project. */
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

async function problems(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  assert.ok(result, 'ESLint ignores the file');
  return result.messages.filter(each => each.ruleId === 'darkroom/layers' || each.ruleId === null).map(each => each.message);
}

describe('the layer rule', () => {
  const refused: [file: string, code: string, why: RegExp][] = [
    ['src/extension/engine/loop.ts', `import * as vscode from 'vscode'; vscode;`, /vscode may be imported only/],
    ['src/extension/store/rows.ts', `import type { Uri } from 'vscode'; export type A = Uri;`, /vscode may be imported only/],
    ['src/extension/providers/http.ts', `export type A = import('vscode').Uri;`, /vscode may be imported only/],
    ['src/extension/assets/sidecar.ts', `export const load = () => import('vscode');`, /vscode may be imported only/],
    ['src/extension/batches/order.ts', `const vscode = require('vscode'); vscode;`, /vscode may be imported only/],
    ['src/shared/status.ts', `export * from 'vscode';`, /vscode may be imported only/],
    ['src/extension/engine/loop.ts', `import { DatabaseSync } from 'node:sqlite'; DatabaseSync;`, /sqlite may be imported only/],
    ['src/extension/ui/tree.ts', `export const load = () => import('node:sqlite');`, /sqlite may be imported only/],
    ['src/extension/engine/loop.ts', `import { Tree } from '../ui/tree.ts'; Tree;`, /engine may not import src\/extension\/ui\/tree.ts/],
    ['src/extension/engine/perform/poll.ts', `import { Log } from '../../platform/log.ts'; Log;`, /engine may not import/],
    ['src/extension/store/rows.ts', `import { decide } from '../engine/decide.ts'; decide;`, /store may not import/],
    ['src/extension/providers/embedded/worker.ts', `import { rows } from '../../store/rows.ts'; rows;`, /providers may not import/],
    ['src/extension/ui/tree.ts', `import { post } from '../providers/http.ts'; post;`, /ui may not import/],
    ['src/extension/platform/log.ts', `export { Tree } from '../ui/tree.ts';`, /platform may not import/],
    ['src/extension/assets/index.ts', `import '../../../test/fakes/server.ts';`, /assets may not import test/],
    ['src/extension/store/rows.ts', `import { grid } from '../../webview/components/grid.tsx'; grid;`, /store may not import/],
    ['src/webview/bridge.ts', `import { rows } from '../extension/store/rows.ts'; rows;`, /webview may not import/],
    ['src/webview/bridge.ts', `import fs from 'node:fs'; fs;`, /webview may not import node:fs/],
    ['src/webview/gallery/main.tsx', `import { provideVSCodeDesignSystem } from '@vscode/webview-ui-toolkit'; provideVSCodeDesignSystem;`, /only in .*controls/],
    ['src/shared/model.ts', `import { app } from '../webview/bridge.ts'; app;`, /shared may not import/],
    ['src/shared/model.ts', `import { randomUUID } from 'node:crypto'; randomUUID;`, /shared may not import node:crypto/],
    ['src/shared/model.ts', `import { signal } from '@preact/signals'; signal;`, /shared may not import @preact/],
    ['src/extension/helpers/all.ts', `import { a } from '../../shared/model.ts'; a;`, /in no room/],
  ];

  for (const [file, code, why] of refused) {
    it(`refuses in ${file}: ${code}`, async () => {
      const found = await problems(file, code);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(String(found[0]), why);
    });
  }

  const accepted: [file: string, code: string][] = [
    ['src/extension/extension.ts', `import * as vscode from 'vscode'; import { open } from './store/open.ts'; import { post } from './providers/http.ts'; vscode; open; post;`],
    ['src/extension/ui/tree.ts', `import * as vscode from 'vscode'; import { rows } from '../store/rows.ts'; import { log } from '../platform/log.ts'; vscode; rows; log;`],
    ['src/extension/engine/perform/submit.ts', `import { rows } from '../../store/rows.ts'; import type { Adapter } from '../../providers/contract.ts'; rows; export type A = Adapter;`],
    ['src/extension/store/open.ts', `import type { DatabaseSync } from 'node:sqlite'; import fs from 'node:fs'; fs; export type A = DatabaseSync;`],
    ['src/webview/components/controls.ts', `import { vsCodeButton } from '@vscode/webview-ui-toolkit'; import { statusOf } from '../../shared/status.ts'; vsCodeButton; statusOf;`],
    ['src/shared/text.ts', `import * as l10n from '@vscode/l10n'; import * as v from 'valibot'; l10n; v;`],
  ];

  for (const [file, code] of accepted) {
    it(`accepts in ${file}: ${code}`, async () => {
      assert.deepEqual(await problems(file, code), []);
    });
  }
});
