/** Brings a finished result home: every file verified on disk, then, in one transaction, the assets and the end. */
import * as l10n from '@vscode/l10n';
import type { Failure } from '../../../shared/model.ts';
import { MediaError } from '../../assets/sniff.ts';
import { type Provider, ProviderError } from '../../providers/contract.ts';
import { addOutputs } from '../../store/assets.ts';
import type { StoredGeneration } from '../../store/generations.ts';
import { sentInputs } from '../inputs.ts';
import { type StepContext, callOf, learn, reasonOf } from '../step.ts';
import { awayDelay, backoffDelay } from '../timing.ts';
import { completed, failed, fileArrived, outputsExpired, troubled } from '../transitions.ts';

/** Fetches the first result that is not on disk yet. */
export async function download(context: StepContext, row: StoredGeneration, provider: Provider): Promise<void> {
  const { attempt, generation } = row;
  const outputs = attempt.outputs ?? [];
  const position = outputs.findIndex(output => output.file === undefined);
  const output = outputs[position];
  if (output === undefined) return;
  let clean = (text: string): string => text;
  try {
    const bytes = await provider.open(callOf(context, row), output, attempt.remoteId);
    clean = bytes.clean ?? clean;
    const file = await context.files.save(bytes, {
      generation, attempt, position, count: outputs.length, inputs: sentInputs(context, generation.id),
    }, context.signal);
    await learn(context, attempt.id, facts => fileArrived(facts, position, file), { kind: 'saved', text: file.path });
  } catch (error) {
    if (context.signal.aborted) return;
    // What is no media may be a page that shows the request, with its key.
    const told = error instanceof MediaError && error.excerpt !== undefined ? new MediaError(error.message, clean(error.excerpt)) : error;
    await notSaved(context, row, provider, told);
  }
}

async function notSaved(context: StepContext, row: StoredGeneration, provider: Provider, error: unknown): Promise<void> {
  const now = context.clock();
  const reason = reasonOf(error);
  const expired = error instanceof ProviderError && error.expired;
  const unusable = unusableOf(error, reason);
  await learn(context, row.attempt.id, facts => {
    const dueAt = now + backoffDelay(facts.troubles + 1, context.timing);
    // Only answers of the provider use up a try; a network that is away does not.
    const last = facts.troubles + 1 >= context.times.downloadTries;
    if (unusable !== null && last) return failed(facts, now, unusable);
    if (expired && last) {
      return failed(facts, now, { ...reason, class: 'lost', sentence: l10n.t('{0} no longer has the result.', provider.spec.label) });
    }
    // Anything else is waited out for as long as it takes: the result is paid for.
    if (expired) return outputsExpired(facts, now, reason, dueAt);
    if (unusable !== null) return troubled(facts, now, unusable, dueAt);
    return { ...troubled(facts, now, reason, now + awayDelay(context.timing)), troubles: facts.troubles };
  }, after => after.end === 'failed' ? { kind: 'failed', text: after.failure?.sentence ?? '' } : { kind: 'trouble', text: reason.sentence });
}

/** What is given and will never become a file: it ends after some tries, and “Fetch Result Again” stays. */
function unusableOf(error: unknown, reason: Omit<Failure, 'at'>): Omit<Failure, 'at'> | null {
  if (error instanceof MediaError) return { class: 'provider', sentence: error.message, raw: error.excerpt };
  return error instanceof ProviderError && error.unusable ? reason : null;
}

/** All files are there: they become assets and the generation is completed, together. */
export async function complete(context: StepContext, row: StoredGeneration): Promise<void> {
  const now = context.clock();
  await learn(context, row.attempt.id, (facts, tx) => {
    const files = (facts.outputs ?? []).flatMap(output => output.file ?? []);
    if (facts.end !== null || files.length !== facts.outputs?.length) return null;
    addOutputs(tx, facts.generationId, row.generation.createdAt, files, context.newId);
    return completed(facts, now);
  }, { kind: 'completed', text: '' });
}
