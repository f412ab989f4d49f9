/** A secret storage that forgets. */
import type * as vscode from 'vscode';

export interface MemorySecrets extends vscode.SecretStorage {
  readonly names: () => string[];
  /** Says that something changed, as for a change made in another window. */
  tell(): void;
}

/** @param lists whether it can list its secrets: not every editor can */
export function memorySecrets({ lists = true } = {}): MemorySecrets {
  const kept = new Map<string, string>();
  const listeners = new Set<(event: vscode.SecretStorageChangeEvent) => unknown>();
  return {
    names: () => [...kept.keys()],
    tell: () => { for (const listener of listeners) listener({ key: '' }); },
    keys: () => lists ? Promise.resolve([...kept.keys()]) : Promise.reject(new Error('not here')),
    get: name => Promise.resolve(kept.get(name)),
    store: (name, value) => { kept.set(name, value); return Promise.resolve(); },
    delete: name => { kept.delete(name); return Promise.resolve(); },
    onDidChange: listener => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}
