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

  /** Whether there is one, as far as was asked already; asks where it was not. `undefined` while that is under way. */
  has(origin: string, whenKnown: () => void): boolean | undefined {
    const key = this.known.get(origin);
    if (key !== undefined) return key !== null;
    void this.get(origin).then(whenKnown, () => undefined);
    return undefined;
  }

  async set(origin: string, key: string): Promise<void> {
    await this.storage.store(nameOf(origin), key);
    this.known.set(origin, key);
  }

  /** Tells when a key was set or removed, in any window; what is known is asked anew before. */
  onChanged(listener: () => void): vscode.Disposable {
    return this.storage.onDidChange(() => {
      void Promise.all([...this.known.keys()].map(origin => this.get(origin))).then(listener, listener);
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
