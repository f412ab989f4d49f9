/** Where requests and wishes are handed in, whoever hands them in: checked, priced, and written as rows. */
import * as l10n from '@vscode/l10n';
import type { Asset, GenerationRequest, HoldReason, InputSpec, Problem, ProviderSpec } from '../../shared/model.ts';
import type { Draft } from '../../shared/protocol.ts';
import { holdSentence } from '../../shared/text.ts';
import type { Timing } from '../../shared/timing.ts';
import type { UploadView } from '../../shared/uploads.ts';
import { InputError, type Inputs } from '../assets/inputs.ts';
import { type Checked, checkDraft, inputProblem, toDraft } from '../providers/check.ts';
import { modelOf } from '../providers/contract.ts';
import type { Registry } from '../providers/registry.ts';
import { assetById, assetByPath, noteContent, noteFile } from '../store/assets.ts';
import { type Association, type LinkRole, associate } from '../store/links.ts';
import { generationById } from '../store/generations.ts';
import { inputsOf } from '../store/inputs.ts';
import { type Hold, type Ledger, type Spent, passes } from '../store/ledger.ts';
import { Timings } from '../store/timings.ts';
import type { Session } from './session.ts';
import { uploadViewOf, wishCancelUploads, wishUploads } from './uploads.ts';
import {
  type Adoption, type Wisher, wishAdopt, wishCancel, wishCancelAll, wishCheck, wishDismiss, wishFetch, wishGeneration, wishLookedAt, wishOverLimit,
  wishRetry,
} from './wishes.ts';

export interface DeskOptions {
  readonly session: Session;
  readonly registry: Registry;
  readonly inputs: Inputs;
  /** Whether anything may be sent: not in an untrusted workspace. */
  readonly mayWork: () => boolean;
  /** Why nothing can be sent to a provider now, or `null`. */
  readonly holdOf: (provider: string) => HoldReason | null;
  /** Opened by the first who asks. */
  readonly ledger: () => Ledger;
  /** Dollars a day, `null` without a limit. */
  readonly dailyLimit: () => number | null;
  readonly clock: () => number;
  readonly newId: () => string;
}

/** Whatever Darkroom knows as media. */
const anyFile: InputSpec = { name: '', label: '', kinds: ['image', 'video', 'audio'], required: false, maxBytes: Infinity };

export class Desk {
  private readonly options: DeskOptions;
  private readonly timings = new Timings();

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

  /** What was asked for, as a form has it; `undefined` where it is no longer in the history. */
  draftOf(generation: string): Draft | undefined {
    const { db } = this.options.session;
    const row = generationById(db, generation);
    if (row === undefined) return undefined;
    const { provider, model, operation, prompt, parameters } = row.generation;
    const inputs = Object.fromEntries(inputsOf(db, generation).map(({ name, asset }) => [name, asset.id]));
    return toDraft({ provider, model, operation, prompt, parameters, ...Object.keys(inputs).length === 0 ? {} : { inputs } });
  }

  /** The same, with a look at the files that go along. */
  async checkAll(draft: Draft): Promise<Checked> {
    const checked = this.check(draft);
    const wrong = await this.fileProblems(draft);
    return wrong.length === 0 ? checked : { problems: [...checked.problems, ...wrong], request: null };
  }

  /**
   * Takes a file of the project into the index, so that it can go along.
   * @throws {InputError} when it can't, for this input or at all
   */
  async takeFile(path: string, input: InputSpec): Promise<Asset> {
    const { session, inputs, newId } = this.options;
    const file = await inputs.look(path);
    const problem = inputProblem(input, file);
    if (problem !== null) throw new InputError(problem);
    return session.db.write(tx => {
      if (noteFile(tx, { path, kind: file.kind, size: file.size, modifiedAt: file.modifiedAt }, newId)) void tx.rev;
      const asset = assetByPath(tx, path)!;
      noteContent(tx, asset.id, file);
      return { ...asset, kind: file.kind, width: file.width, height: file.height };
    });
  }

  /** The same for whatever Darkroom knows as media. */
  takeMedia(path: string): Promise<Asset> {
    return this.takeFile(path, anyFile);
  }

  private async fileProblems(draft: Draft): Promise<Problem[]> {
    const { session, registry, inputs } = this.options;
    const provider = registry.get(draft.provider);
    const specs = provider === undefined ? [] : modelOf(provider, draft.model)?.inputs ?? [];
    const found = await Promise.all(specs.map(async (spec): Promise<Problem[]> => {
      const id = draft.inputs?.[spec.name];
      if (id === undefined) return [];
      const asset = assetById(session.db, id);
      if (asset === undefined) return [{ field: spec.name, message: l10n.t('This file is no longer there. Choose another.') }];
      try {
        const problem = inputProblem(spec, await inputs.look(asset.path));
        return problem === null ? [] : [{ field: spec.name, message: problem }];
      } catch (error) {
        return [{ field: spec.name, message: error instanceof Error ? error.message : String(error) }];
      }
    }));
    return found.flat();
  }

  /** The same for a request that did not come from the form. */
  checkRequest(request: GenerationRequest): Checked {
    return this.check(toDraft(request));
  }

  /** The same, with a look at the files that go along. */
  checkRequestAll(request: GenerationRequest): Promise<Checked> {
    return this.checkAll(toDraft(request));
  }

  /**
   * Notes that a file of the project belongs to a generation; nothing is sent.
   * @throws {InputError} when it lies outside the project, is gone, or is no media
   */
  async associate(path: string, generation: string, role: LinkRole): Promise<Association> {
    const asset = await this.takeMedia(path);
    const { session, newId } = this.options;
    return session.db.write(tx => associate(tx, asset.id, generation, role, newId()));
  }

  /** Dollars for one request; `null` where it is not known. */
  priceOf(request: Pick<GenerationRequest, 'provider' | 'model'>): number | null {
    const provider = this.options.registry.get(request.provider);
    return provider === undefined ? null : modelOf(provider, request.model)?.price ?? null;
  }

  /** What is usual for its model, by this workspace's history. */
  timingOf(generation: Pick<GenerationRequest, 'provider' | 'model' | 'operation'>): Timing {
    return this.timings.of(this.options.session.db, generation);
  }

  /** The day's limit where these would pass it, and what was spent today; `null` where they fit. */
  limitPassedBy(dollars: number | null): { readonly limit: number; readonly spent: number } | null {
    const limit = this.options.dailyLimit();
    if (limit === null || dollars === 0) return null;
    const { spent } = this.options.ledger().spentOn(this.options.clock());
    return passes(spent, dollars, limit) ? { limit, spent } : null;
  }

  spent(): { readonly today: Spent; readonly month: Spent } {
    const now = this.options.clock();
    return { today: this.options.ledger().spentOn(now), month: this.options.ledger().spentInMonthOf(now) };
  }

  /** Why a provider's queue waits, as the provider said it. */
  refusalOf(provider: string): Hold | undefined {
    return this.options.ledger().holds().find(hold => hold.provider === provider);
  }

  /** A key was set or removed: whatever a key was refused for may be tried again. */
  async keysChanged(): Promise<void> {
    for (const { provider, reason } of this.options.ledger().holds()) if (reason === 'key') await this.options.ledger().letGo(provider);
  }

  /** Tries again what is held: the next request shows whether the provider takes it. */
  async tryAgain(provider: string): Promise<void> {
    await this.options.ledger().letGo(provider);
    this.options.session.work();
  }

  /** @returns the new generation's id; its row is there */
  place(request: GenerationRequest, overLimit = false): Promise<string> {
    const recovery = this.options.registry.get(request.provider)?.capabilities.recovery ?? 'none';
    return wishGeneration(this.wisher(), request, recovery, this.priceOf(request), overLimit);
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
  retry(generation: string, overLimit = false): Promise<boolean> {
    const request = generationById(this.options.session.db, generation)?.generation;
    return wishRetry(this.wisher(), generation, this.lostSentence(), { estimate: request === undefined ? null : this.priceOf(request), overLimit });
  }

  /** Whether a provider can be asked what became of a submit without an answer. */
  canCheck(provider: string): boolean {
    const adapter = this.options.registry.get(provider);
    return adapter !== undefined && (adapter.find !== undefined || ['key-replay', 'key-reject'].includes(adapter.capabilities.recovery));
  }

  /** @returns whether it was unconfirmed */
  checkAgain(generation: string): Promise<boolean> {
    return wishCheck(this.wisher(), generation);
  }

  adopt(generation: string, remoteId: string): Promise<Adoption> {
    return wishAdopt(this.wisher(), generation, remoteId);
  }

  /** @returns whether it was unconfirmed */
  dismiss(generation: string): Promise<boolean> {
    return wishDismiss(this.wisher(), generation, this.lostSentence());
  }

  /** @returns whether there is anything to ask for */
  fetch(generation: string): Promise<boolean> {
    return wishFetch(this.wisher(), generation);
  }

  allowOverLimit(generation: string): Promise<boolean> {
    return wishOverLimit(this.wisher(), generation);
  }

  /** These failures were seen; all there are when none are named. */
  lookedAt(generations?: readonly string[]): Promise<number> {
    return wishLookedAt(this.wisher(), generations);
  }

  /** Those that files can be brought to. */
  uploaders(): ProviderSpec[] {
    return this.options.registry.all().filter(provider => provider.upload !== undefined).map(({ spec }) => spec);
  }

  /** Brings files to a provider by themselves. @returns how many wait now that did not */
  upload(provider: string, assets: readonly string[]): Promise<number> {
    return wishUploads(this.wisher(), provider, assets);
  }

  /** @returns how many there were to cancel */
  cancelUploads(provider: string, assets: readonly string[]): Promise<number> {
    return wishCancelUploads(this.wisher(), provider, assets);
  }

  /** What is known of these files' transfers to a provider; `null` for each that is not uploaded. */
  uploadsOf(provider: string, assets: readonly string[]): (UploadView | null)[] {
    const now = this.options.clock();
    const missing = this.options.holdOf(provider);
    const refused = this.refusalOf(provider);
    const held = missing !== null ? holdSentence[missing](this.labelOf(provider)) : refused?.sentence ?? null;
    return assets.map(asset => uploadViewOf(this.options.session.db, provider, asset, held, now));
  }

  private lostSentence(): string {
    return l10n.t('Given up by you: nobody knows whether it arrived.');
  }

  private wisher(): Wisher {
    const { session, clock, newId } = this.options;
    return { db: session.db, clock, newId };
  }
}
