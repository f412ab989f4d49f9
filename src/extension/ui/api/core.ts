/**
 * The API for other extensions. What a call says is checked before anything is done; what may cost money asks the person first,
 * whoever calls, and is refused in an untrusted workspace.
 */
import * as l10n from '@vscode/l10n';
import type { GenerationRequest, Problem } from '../../../shared/model.ts';
import { canCancel, canRetry, isUnconfirmed } from '../../../shared/status.ts';
import { InputError } from '../../assets/inputs.ts';
import type { Desk } from '../../engine/desk.ts';
import type { Session } from '../../engine/session.ts';
import { assetByPath, sourceGeneration } from '../../store/assets.ts';
import { StoreError } from '../../store/database.ts';
import { type StoredGeneration, generationById, generationsPage } from '../../store/generations.ts';
import { type Association, linkedAssets } from '../../store/links.ts';
import type { DarkroomApi, Generation, GenerationAsset } from './darkroom.d.ts';
import { ApiError } from './errors.ts';
import { checked, idFrom, publicGeneration, querySchema, requestSchema, roleFrom } from './shapes.ts';
import type { Wanted } from './till.ts';

/** What the API needs of the editor. `Uri` is the editor's own. */
export interface Ports<Uri> {
  readonly session: Pick<Session, 'db'>;
  readonly desk: Desk;
  readonly isTrusted: () => boolean;
  /** The name of the extension that calls at this moment. */
  readonly caller: () => string;
  /** Asks whether money may be spent. @returns whether it may pass the limit of the day; `null` when the person said no */
  readonly ask: (wanted: Wanted) => Promise<boolean | null>;
  /** Asks whether one that may have arrived is sent again. */
  readonly mayBeChargedTwice: () => Promise<boolean>;
  /** The absolute path of a file of this machine; `null` where it is elsewhere, `undefined` where this is no address of a file at all. */
  readonly pathOf: (uri: unknown) => string | null | undefined;
  readonly uriOf: (path: string) => Uri;
  /** Takes keys out of a text. */
  readonly clean: (text: string) => string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** The calls, with the editor's own addresses. */
export interface Core<Uri> extends Omit<DarkroomApi, 'onDidChangeGenerations' | 'sourceGeneration' | 'assets' | 'associate'> {
  sourceGeneration(uri: Uri): Promise<Generation | undefined>;
  associate(uri: Uri, id: string, role: 'input' | 'output'): Promise<void>;
  assets(id: string): Promise<readonly (Omit<GenerationAsset, 'uri'> & { readonly uri: Uri })[]>;
}

export function createCore<Uri>(ports: Ports<Uri>): Core<Uri> {
  const { session, desk } = ports;

  const requireTrust = (): void => {
    if (!ports.isTrusted()) throw new ApiError('untrusted', l10n.t('This workspace is not trusted, so Darkroom sends nothing. Trust it to generate.'));
  };
  const known = (id: string): StoredGeneration => {
    const row = generationById(session.db, id);
    if (row === undefined) throw new ApiError('unknown', l10n.t('There is no generation “{0}” in this workspace.', id));
    return row;
  };
  const shown = (row: StoredGeneration): Generation => publicGeneration(row, ports.clock(), desk.timingOf(row.generation), text => ports.clean(text));
  const fileAt = (uri: unknown): string | null => {
    const path = ports.pathOf(uri);
    if (path === undefined) throw new ApiError('argument', l10n.t('A file is named by a vscode.Uri.'));
    return path;
  };

  /** Complete, with defaults and seed; the files that go along are in the index. */
  const requestFrom = async (value: unknown): Promise<GenerationRequest> => {
    const given = checked(requestSchema, value, l10n.t('Generate takes { prompt } and, where wanted, provider, model, parameters and inputs.'));
    const provider = desk.specs().find(each => given.provider === undefined || each.id === given.provider);
    if (provider === undefined) throw refused([{ field: 'provider', message: l10n.t('There is no provider “{0}”.', given.provider ?? '') }]);
    const model = provider.models.find(each => given.model === undefined || each.id === given.model);
    if (model === undefined) throw refused([{ field: 'model', message: l10n.t('{0} has no model “{1}”.', provider.label, given.model ?? '') }]);
    // In a form nothing else can be typed in; here a misspelled name would be left out in silence, and paid for.
    const strange = Object.keys(given.parameters).filter(name => !model.parameters.some(each => each.name === name));
    const noInputs = Object.keys(given.inputs).filter(name => !model.inputs?.some(each => each.name === name));
    const problems = [
      ...strange.map(field => ({ field, message: l10n.t('{0} has no parameter “{1}”.', model.label, field) })),
      ...noInputs.map(field => ({ field, message: l10n.t('{0} takes no file “{1}”.', model.label, field) })),
    ];
    if (problems.length > 0) throw refused(problems);
    const inputs: Record<string, string> = {};
    for (const [name, uri] of Object.entries(given.inputs)) {
      const path = fileAt(uri);
      if (path === null) throw new ApiError('file', l10n.t('This file is not on the machine that Darkroom runs on.'));
      inputs[name] = (await desk.takeFile(path, model.inputs!.find(each => each.name === name)!)).id;
    }
    const { request, problems: found } = await desk.checkRequestAll({
      provider: provider.id, model: model.id, operation: model.operation, prompt: given.prompt, parameters: given.parameters, inputs,
    });
    if (request === null) throw refused(found);
    return request;
  };

  /** @returns whether it may pass the limit of the day; `null` when the person said no */
  const maySpend = async (caller: string, request: Pick<GenerationRequest, 'provider' | 'model'>): Promise<boolean | null> => {
    const dollars = desk.priceOf(request);
    if (dollars === 0) return false;
    const answer = await ports.ask({ caller, provider: desk.labelOf(request.provider), dollars });
    // The question may have stood for hours.
    requireTrust();
    if (answer !== null && desk.priceOf(request) !== dollars) throw new ApiError('request', l10n.t('The price changed while the question stood. Nothing was sent.'), []);
    return answer;
  };

  return {
    version: 0,

    generate: value => {
      const caller = ports.caller();
      return told(async () => {
        requireTrust();
        const request = await requestFrom(value);
        const overLimit = await maySpend(caller, request);
        return overLimit === null ? undefined : desk.place(request, overLimit);
      });
    },

    generation: value => told(() => {
      const row = generationById(session.db, idFrom(value));
      return row === undefined ? undefined : shown(row);
    }),

    generations: value => told(() => {
      const { status, limit, after } = checked(querySchema, value, l10n.t('Generations takes { status, limit, after }: a status, 1 to 200, and the last one of the page before.'));
      return Object.freeze(generationsPage(session.db, status, after ?? null, limit).map(shown));
    }),

    retry: value => {
      const caller = ports.caller();
      return told(async () => {
        const id = idFrom(value);
        requireTrust();
        const { generation, attempt } = known(id);
        if (!canRetry(attempt)) throw new ApiError('state', l10n.t('This generation has not failed; there is nothing to retry.'));
        const lost = isUnconfirmed(attempt);
        if (lost && !await ports.mayBeChargedTwice()) return false;
        const overLimit = await maySpend(caller, generation);
        if (overLimit === null) return false;
        // What was asked about is not what it is now: it may have been sent once more meanwhile.
        const now = known(id).attempt;
        if (now.id !== attempt.id || isUnconfirmed(now) !== lost) throw new ApiError('state', l10n.t('It was retried elsewhere while the question stood. Nothing was sent.'));
        return desk.retry(id, overLimit);
      });
    },

    cancel: value => told(async () => {
      const { generation: { id }, attempt } = known(idFrom(value));
      return canCancel(attempt) && desk.cancel(id);
    }),

    sourceGeneration: value => told(() => {
      const path = fileAt(value);
      const asset = path === null ? undefined : assetByPath(session.db, path);
      const id = asset === undefined ? undefined : sourceGeneration(session.db, asset.id);
      const row = id === undefined ? undefined : generationById(session.db, id);
      return row === undefined ? undefined : shown(row);
    }),

    assets: value => told(() => {
      const { generation: { id } } = known(idFrom(value));
      return Object.freeze(linkedAssets(session.db, id).map(({ asset, role, name }) => Object.freeze({
        id: asset.id, uri: ports.uriOf(asset.path), role, input: role === 'input' ? name : null, kind: asset.kind, size: asset.size,
        modifiedAt: asset.modifiedAt, width: asset.width, height: asset.height,
      })));
    }),

    associate: (uri, value, givenRole) => told(async () => {
      const [path, role] = [fileAt(uri), roleFrom(givenRole)];
      const { generation: { id } } = known(idFrom(value));
      if (path === null) throw new ApiError('file', l10n.t('This file is not on the machine that Darkroom runs on.'));
      const done = await desk.associate(path, id, role);
      if (done !== 'done') throw notAssociated(done, id);
    }),
  };
}

function refused(problems: readonly Problem[]): ApiError {
  return new ApiError('request', problems.map(({ message }) => message).join(' '), problems.map(each => ({ ...each })));
}

function notAssociated(why: Exclude<Association, 'done'>, id: string): ApiError {
  switch (why) {
    case 'no-generation': return new ApiError('unknown', l10n.t('There is no generation “{0}” in this workspace.', id));
    case 'taken': return new ApiError('state', l10n.t('This file comes from another generation already.'));
    case 'full': return new ApiError('state', l10n.t('As many files as there may be belong to this generation already.'));
  }
}

/** Every call is answered by a promise, and what goes wrong has a word for programs. */
async function told<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (error instanceof InputError) throw new ApiError('file', error.message);
    if (error instanceof StoreError) throw new ApiError('history', error.message);
    throw error;
  }
}
