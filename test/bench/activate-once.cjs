// Loads one bundle, activates it, and says how long that took and what it reached for. For activation.ts.
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const Module = require('node:module');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const sqlite = require('node:sqlite');

const counts = { requests: 0, listings: 0, databases: 0 };
function counted(holder, name, what) {
  const original = holder[name];
  holder[name] = function (...args) { counts[what]++; return original.apply(this, args); };
}
for (const protocol of [http, https]) for (const name of ['request', 'get']) counted(protocol, name, 'requests');
for (const name of ['readdir', 'readdirSync', 'opendir', 'opendirSync']) counted(fs, name, 'listings');
for (const name of ['readdir', 'opendir']) counted(fs.promises, name, 'listings');
counted(sqlite.DatabaseSync.prototype, 'prepare', 'databases');

/** Takes every registration and gives back something disposable: an editor seen from far away. */
const anything = new Proxy(function () {}, {
  get: (_, name) => name === Symbol.toPrimitive ? () => '' : name === 'then' ? undefined : name === 'dispose' ? () => {} : anything,
  apply: () => anything,
  construct: () => anything,
});
const vscode = {
  workspace: new Proxy({ isTrusted: true, workspaceFolders: undefined, findFiles: () => { counts.listings++; return Promise.resolve([]); } }, { get: (own, name) => name in own ? own[name] : anything }),
  window: new Proxy({ tabGroups: { all: [], onDidChangeTabs: () => anything } }, { get: (own, name) => name in own ? own[name] : anything }),
  l10n: { bundle: undefined, t: text => text },
  EventEmitter: class { event = () => anything; fire() {} dispose() {} },
  Disposable: class { static from() { return anything; } dispose() {} },
  commands: anything, env: anything, languages: anything, extensions: { all: [] }, Uri: anything, ThemeIcon: anything, ThemeColor: anything, TreeItem: anything, MarkdownString: anything,
  TreeItemCollapsibleState: anything, ViewColumn: anything, TabInputWebview: class {}, CancellationTokenSource: anything, ConfigurationTarget: anything, UIKind: anything, DocumentDropOrPasteEditKind: anything,
};
const load = Module._load;
Module._load = function (request, ...rest) { return request === 'vscode' ? vscode : load.call(this, request, ...rest); };

const storage = join(tmpdir(), `darkroom-none-${process.pid}`);
const context = {
  subscriptions: [], extensionUri: anything, asAbsolutePath: path => path,
  storageUri: { fsPath: join(storage, 'workspace', 'darkroom') }, globalStorageUri: { fsPath: join(storage, 'global') },
  workspaceState: { get: () => undefined, update: () => Promise.resolve() },
  secrets: { get: () => Promise.resolve(undefined), onDidChange: () => ({ dispose() {} }) },
};
const from = performance.now();
require(process.argv[2]).activate(context);
const ms = performance.now() - from;
process.stdout.write(JSON.stringify({ ms, ...counts }));
process.exit(0);
