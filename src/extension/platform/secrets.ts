/** Keys, in SecretStorage only, each bound to the web origin it was entered for. */
import type * as vscode from 'vscode';

const prefix = 'key ';

/** Shorter ones can't be told from other text: to take them out of it would leave nothing readable. */
const shortestHidden = 4;

export class Keys {
  private readonly storage: vscode.SecretStorage;
  private readonly known = new Map<string, string | null>();
  /** Also those that were replaced or removed: an answer on its way may still hold one. */
  private readonly seen = new Set<string>();

  constructor(storage: vscode.SecretStorage) {
    this.storage = storage;
  }

  /** The key for an origin. */
  async get(origin: string): Promise<string | undefined> {
    const key = await this.storage.get(nameOf(origin));
    this.note(origin, key ?? null);
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

  /**
   * The origins that have a key, also those that no setting names any more.
   * @param declared asked one by one where the editor can't list its secrets
   */
  async origins(declared: readonly string[]): Promise<string[]> {
    const names = await this.names();
    const asked = names?.filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length)) ?? declared;
    const origins = [...new Set(asked)];
    await this.load(origins);
    return origins.filter(origin => this.has(origin) === true);
  }

  async set(origin: string, key: string): Promise<void> {
    await this.storage.store(nameOf(origin), key);
    this.note(origin, key);
  }

  async remove(origin: string): Promise<void> {
    await this.storage.delete(nameOf(origin));
    this.note(origin, null);
  }

  /** Tells when a key was set or removed, in any window; what is known is asked anew before. */
  onChanged(listener: () => void): vscode.Disposable {
    return this.storage.onDidChange(() => {
      void this.load([...this.known.keys()]).then(listener, listener);
    });
  }

  /** Every key that this window has seen, for redaction. */
  values(): string[] {
    return [...this.seen];
  }

  private note(origin: string, key: string | null): void {
    this.known.set(origin, key);
    if (key !== null && key.length >= shortestHidden) this.seen.add(key);
  }

  /** Not every editor that runs extensions can list its secrets. */
  private async names(): Promise<string[] | null> {
    try {
      return await this.storage.keys();
    } catch {
      return null;
    }
  }
}

function nameOf(origin: string): string {
  return `${prefix}${origin}`;
}
