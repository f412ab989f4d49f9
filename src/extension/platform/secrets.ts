/** Keys, in SecretStorage only, each bound to the web origin it was entered for. */
import type * as vscode from 'vscode';

export class Keys {
  private readonly storage: vscode.SecretStorage;
  private readonly known = new Map<string, string | null>();

  constructor(storage: vscode.SecretStorage) {
    this.storage = storage;
  }

  /** The key for an origin. */
  async get(origin: string): Promise<string | undefined> {
    const key = await this.storage.get(nameOf(origin));
    this.known.set(origin, key ?? null);
    return key;
  }

  /** Reads the keys of these origins, so that {@link has} knows. */
  async load(origins: readonly string[]): Promise<void> {
    await Promise.all(origins.map(origin => this.get(origin)));
  }

  /** Whether there is one; `undefined` while it was not read. */
  has(origin: string): boolean | undefined {
    const key = this.known.get(origin);
    return key === undefined ? undefined : key !== null;
  }

  async set(origin: string, key: string): Promise<void> {
    await this.storage.store(nameOf(origin), key);
    this.known.set(origin, key);
  }

  /** Tells when a key was set or removed, in any window; what is known is asked anew before. */
  onChanged(listener: () => void): vscode.Disposable {
    return this.storage.onDidChange(() => {
      void this.load([...this.known.keys()]).then(listener, listener);
    });
  }

  /** Every key seen in this window, for redaction. */
  values(): string[] {
    return [...this.known.values()].filter(key => key !== null);
  }
}

function nameOf(origin: string): string {
  return `key ${origin}`;
}
