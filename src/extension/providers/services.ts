/** The services of the settings as providers, and the keys that some of them need. */
import { type CustomHttpConfig, parseCustomProviders } from './custom/config.ts';
import { createCustomProvider, declaredOrigins } from './custom/provider.ts';
import type { Provider } from './contract.ts';
import { createHttp } from './http.ts';
import { Registry } from './registry.ts';

/** Where keys are kept, each for the origin it was entered for. */
export interface KeyStore {
  get(origin: string): Promise<string | undefined>;
  /** Reads the keys of these origins, so that `has` knows. */
  load(origins: readonly string[]): Promise<void>;
  /** `undefined` while it was not read. */
  has(origin: string): boolean | undefined;
}

interface KeyedService {
  readonly id: string;
  readonly label: string;
  readonly origin: string;
  readonly testKey: Provider['testKey'];
}

export class Services {
  readonly registry: Registry;
  private readonly keys: KeyStore;
  private declared: readonly CustomHttpConfig[] = [];
  /** Nothing is sent before it is known which keys there are. */
  private read = false;

  constructor(builtIn: readonly Provider[], keys: KeyStore) {
    this.registry = new Registry(builtIn);
    this.keys = keys;
  }

  /** Takes over what the setting declares. @returns sentences on what in it can't be used */
  declare(setting: unknown): readonly string[] {
    const { providers, problems } = parseCustomProviders(setting);
    this.declared = providers;
    this.registry.declare(providers.map(config => createCustomProvider(config, {
      http: createHttp({ declaredOrigins: declaredOrigins(config) }),
      key: () => this.keys.get(config.origin),
    })));
    return problems;
  }

  /** @throws what the store of keys throws; then those are missing that were not read */
  async readKeys(): Promise<void> {
    this.read = false;
    try {
      await this.keys.load(this.keyed().map(({ origin }) => origin));
    } finally {
      this.read = true;
    }
  }

  get areKeysRead(): boolean {
    return this.read;
  }

  /** Those that take a key. */
  keyed(): KeyedService[] {
    return this.declared.filter(config => config.key !== undefined)
      .map(({ id, label, origin }) => ({ id, label, origin, testKey: this.registry.get(id)?.testKey }));
  }

  /** A key that was not read yet counts as missing: what waits for an address that is new in the settings waits, instead of failing. */
  holdOf(id: string): 'key' | null {
    const service = this.keyed().find(candidate => candidate.id === id);
    return service !== undefined && this.keys.has(service.origin) !== true ? 'key' : null;
  }
}
