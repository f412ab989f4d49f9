/** Where requests and wishes are handed in, whoever hands them in: checked, priced, and written as rows. */
import * as l10n from '@vscode/l10n';
import type { GenerationRequest, HoldReason, ProviderSpec } from '../../shared/model.ts';
import type { Draft } from '../../shared/protocol.ts';
import { type Checked, checkDraft, toDraft } from '../providers/check.ts';
import { modelOf } from '../providers/contract.ts';
import type { Registry } from '../providers/registry.ts';
import type { Session } from './session.ts';
import { type Wisher, wishCancel, wishCancelAll, wishGeneration, wishRetry } from './wishes.ts';

export interface DeskOptions {
  readonly session: Session;
  readonly registry: Registry;
  /** Whether anything may be sent: not in an untrusted workspace. */
  readonly mayWork: () => boolean;
  /** Why nothing can be sent to a provider now, or `null`. */
  readonly holdOf: (provider: string) => HoldReason | null;
  readonly clock: () => number;
  readonly newId: () => string;
}

export class Desk {
  private readonly options: DeskOptions;

  constructor(options: DeskOptions) {
    this.options = options;
  }

  specs(): readonly ProviderSpec[] {
    return this.options.registry.specs();
  }

  labelOf(provider: string): string {
    return this.options.registry.labelOf(provider);
  }

  /** The form's first content: the first provider's first model. */
  freshDraft(): Draft {
    const provider = this.specs()[0]!;
    const model = provider.models[0]!;
    return { provider: provider.id, model: model.id, operation: model.operation, prompt: '', parameters: {} };
  }

  /** What is wrong with a draft; a missing key is told at the provider, before anything waits for it. */
  check(draft: Draft): Checked {
    const checked = checkDraft(draft, this.options.registry.get(draft.provider));
    if (!this.options.mayWork()) {
      const untrusted = { field: 'workspace', message: l10n.t('This workspace is not trusted, so nothing is sent. Trust it with “Workspaces: Manage Workspace Trust”.') };
      return { problems: [untrusted, ...checked.problems], request: null };
    }
    if (this.options.holdOf(draft.provider) !== 'key') return checked;
    const problem = { field: 'provider', message: l10n.t('{0} needs a key.', this.labelOf(draft.provider)) };
    return { problems: [problem, ...checked.problems], request: null };
  }

  /** The same for a request that did not come from the form. */
  checkRequest(request: GenerationRequest): Checked {
    return this.check(toDraft(request));
  }

  /** Dollars for one request; `null` where it is not known. */
  priceOf(request: Pick<GenerationRequest, 'provider' | 'model'>): number | null {
    const provider = this.options.registry.get(request.provider);
    return provider === undefined ? null : modelOf(provider, request.model)?.price ?? null;
  }

  /** @returns the new generation's id; its row is there */
  place(request: GenerationRequest): Promise<string> {
    const recovery = this.options.registry.get(request.provider)?.capabilities.recovery ?? 'none';
    return wishGeneration(this.wisher(), request, recovery, this.priceOf(request));
  }

  /** @returns whether there was anything to cancel */
  cancel(generation: string): Promise<boolean> {
    return wishCancel(this.wisher(), generation);
  }

  /** @returns how many */
  cancelAll(): Promise<number> {
    return wishCancelAll(this.wisher());
  }

  /** @returns whether it could be retried */
  retry(generation: string): Promise<boolean> {
    return wishRetry(this.wisher(), generation, l10n.t('Given up by you: nobody knows whether it arrived.'));
  }

  private wisher(): Wisher {
    const { session, clock, newId } = this.options;
    return { db: session.db, clock, newId };
  }
}
