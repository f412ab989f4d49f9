/**
 * What starting costs: loading the packaged bundle and running `activate`, in a Node of the editor's kind with an editor
 * that only takes registrations. The baseline is an extension that does nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, print } from './measure.ts';

const bundle = fileURLToPath(new URL('../../dist/extension.cjs', import.meta.url));
const runner = fileURLToPath(new URL('activate-once.cjs', import.meta.url));
const runs = 20;

export async function benchActivation(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-bench-'));
  try {
    const empty = join(folder, 'empty.cjs');
    writeFileSync(empty, "const vscode = require('vscode'); exports.activate = context => { context.subscriptions.push(vscode.commands.registerCommand('x', () => {})); };");
    const baseline = activations('an extension that registers one command', empty);
    const ours = activations('load and activate, nothing unfinished', bundle);
    print('Activation (no network, no directory listing: what it did of either is counted)', baseline.figure, [ours.figure]);
    console.log(`  HTTP requests ${ours.requests}, directory listings ${ours.listings}, databases opened ${ours.databases}`);
    if (ours.requests + ours.listings + ours.databases > 0) throw new Error('activation did what it must not do');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Promise.resolve();
}

interface Once { readonly ms: number; readonly requests: number; readonly listings: number; readonly databases: number }

function activations(name: string, path: string): { figure: Figure } & Omit<Once, 'ms'> {
  const all = Array.from({ length: runs }, () => {
    const run = spawnSync(process.execPath, [runner, path], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr.split('\n').map(line => line.slice(0, 200)).slice(-20).join('\n'));
    return JSON.parse(run.stdout) as Once;
  });
  const most = (of: (once: Once) => number): number => Math.max(...all.map(of));
  return {
    figure: { name, times: all.map(once => once.ms).sort((a, b) => a - b) },
    requests: most(once => once.requests), listings: most(once => once.listings), databases: most(once => once.databases),
  };
}
