/** The providers that are set up, by id. */
import type { ProviderSpec } from '../../shared/model.ts';
import type { Provider } from './contract.ts';

export class Registry {
  private readonly builtIn: readonly Provider[];
  private declared: readonly Provider[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(builtIn: readonly Provider[]) {
    this.builtIn = builtIn;
  }

  /** Takes the providers that the settings declare; those from before are ended. */
  declare(providers: readonly Provider[]): void {
    for (const provider of this.declared) provider.dispose?.();
    this.declared = providers;
    for (const listener of [...this.listeners]) listener();
  }

  get(id: string): Provider | undefined {
    return this.all().find(provider => provider.spec.id === id);
  }

  /** The free ones first: what is chosen for somebody who did not choose costs nothing. */
  all(): readonly Provider[] {
    return [...this.builtIn, ...this.declared];
  }

  specs(): readonly ProviderSpec[] {
    return this.all().map(provider => provider.spec);
  }

  /** The name people know it by; its id where it is no longer set up. */
  labelOf(id: string): string {
    return this.get(id)?.spec.label ?? id;
  }

  onChanged(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  dispose(): void {
    for (const provider of this.all()) provider.dispose?.();
    this.listeners.clear();
  }
}
