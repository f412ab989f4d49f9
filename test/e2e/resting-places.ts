/** Where a key could come to rest: files of the project and of the editor, the pages and their messages, the browser's storage. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { tracesIn } from '../fakes/canary.ts';
import { environment } from './workbench.ts';

/** Looks through the project, and the editor's own folder: settings, databases and logs. */
export function filesWithTraces(project: string): string[] {
  const editor = path.join(environment('DARKROOM_BED_SERVER_DATA'), 'data');
  const [own, others] = [filesIn(project), filesIn(editor)];
  // What has to be among them for this to say anything. Where the editor writes its logs to files, they are among them as well.
  for (const name of ['history.db', 'ledger.db', 'settings.json']) assert.ok(others.some(file => path.basename(file) === name), `${name} is not where it was`);
  return [...own, ...others].flatMap(file => [...tracesIn(file, path.basename(file)), ...tracesIn(file, fs.readFileSync(file))]);
}

function filesIn(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
}

/** Listens to every message in every page of a profile from now on. @returns the ones that hold a trace, as they come */
export async function listen(context: BrowserContext, traces: readonly string[]): Promise<string[]> {
  const leaks: string[] = [];
  await context.exposeBinding('tellLeak', (_, text: string) => void leaks.push(text));
  await context.addInitScript(wanted => {
    const tell = (globalThis as unknown as { tellLeak: (text: string) => void }).tellLeak;
    const spell = (data: unknown): string => {
      if (typeof data === 'string') return data;
      try {
        return JSON.stringify(data, (_, value: unknown) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value) ?? '';
      } catch {
        return '';
      }
    };
    const look = (data: unknown): void => {
      const text = spell(data);
      const trace = wanted.find(each => text.includes(each));
      if (trace !== undefined) tell(`${location.pathname}: ${text.slice(Math.max(0, text.indexOf(trace) - 80)).slice(0, 200)}`);
    };
    window.addEventListener('message', event => look(event.data), true);
    const post = Reflect.get(MessagePort.prototype, 'postMessage') as (...parameters: unknown[]) => void;
    MessagePort.prototype.postMessage = new Proxy(post, {
      apply(target, port, parameters: unknown[]) {
        look(parameters[0]);
        Reflect.apply(target, port, parameters);
      },
    });
  }, [...traces]);
  return leaks;
}

/** The documents of a window, and what the browser keeps for the editor; its secrets are sealed and kept among it. */
export async function kept(page: Page): Promise<{ readonly where: string; readonly text: string }[]> {
  const documents = await Promise.all(page.frames().map(async frame => ({ where: frame.url(), text: await frame.evaluate(() => document.documentElement.outerHTML).catch(() => '') })));
  assert.ok(documents.some(({ text }) => text.includes('data-darkroom')));
  const storage = await page.evaluate(async () => {
    const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    const done = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(String(request.error)));
    });
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ''));
      for (const store of database.objectStoreNames) {
        for (const value of await done(database.transaction(store).objectStore(store).getAll()) as unknown[]) {
          texts.push(value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value) ?? '');
        }
      }
      database.close();
    }
    return texts.join('\n');
  });
  assert.ok(storage.length > 100);
  return [...documents, { where: 'the browser’s storage', text: storage }];
}
