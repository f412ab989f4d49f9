/** All that is known of a generation as plain text, without keys and without what signs an address. Needs no editor. */
import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import { snippet } from '../../shared/model.ts';
import { legible, oneLine } from '../../shared/legible.ts';
import { statusOf } from '../../shared/status.ts';
import { failureLabel, operationLabel, percent, stateReason, stateTitle } from '../../shared/text.ts';
import type { Timing } from '../../shared/timing.ts';
import type { StoredAttempt } from '../store/attempts.ts';
import type { EventKind, GenerationEvent } from '../store/events.ts';
import type { StoredGeneration } from '../store/generations.ts';
import type { InputLink } from '../store/inputs.ts';
import type { StoredOutput } from '../store/outputs.ts';
import { costOf } from './cost.ts';

export interface Known {
  readonly row: StoredGeneration;
  /** All of its attempts, the latest first. */
  readonly attempts: readonly StoredAttempt[];
  readonly events: readonly GenerationEvent[];
  readonly inputs: readonly InputLink[];
  /** The provider's label. */
  readonly provider: string;
  readonly timing: Timing;
  readonly now: number;
  readonly locale: string;
  /** Takes keys out of a text. */
  readonly clean: (text: string) => string;
}

export function tell(known: Known): string {
  const { row: { generation, attempt }, attempts, provider, now, timing } = known;
  const say = sayerFor(known);
  const phase = statusOf(attempt, now, timing);
  return [
    snippet(oneLine(generation.prompt), 80),
    say.text([stateTitle(phase, attempt, now), stateReason(phase, attempt, provider, now)].filter(Boolean).join(': ')),
    '',
    ...section(l10n.t('Generation'), say.lines([
      [l10n.t('Id'), generation.id],
      [l10n.t('Asked for'), say.time(generation.createdAt)],
      [l10n.t('Provider'), provider === generation.provider ? provider : `${provider} (${generation.provider})`],
      [l10n.t('Model'), generation.model],
      [l10n.t('Operation'), operationLabel[generation.operation]()],
    ])),
    ...section(l10n.t('Prompt'), legible(generation.prompt).split('\n')),
    ...section(l10n.t('Request as Darkroom hands it to the provider\'s adapter'), requestLines(known, say)),
    ...attempts.flatMap(each => section(l10n.t('Attempt {0}', each.ordinal), attemptLines(each, known, say))),
    ...section(l10n.t('Timeline'), timeline(known, say)),
  ].join('\n');
}

type Facts = readonly (readonly [string, string | null])[];

interface Sayer {
  /** Fit to be shown: without keys, without what signs an address, without what can't be seen. */
  text(text: string): string;
  time(at: number | null): string | null;
  /** One a line, the names in a column; what is not known is left out. */
  lines(facts: Facts): string[];
}

function sayerFor({ clean, locale }: Known): Sayer {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const text = (raw: string): string => legible(clean(withoutSignature(raw)));
  return {
    text,
    time: at => at === null ? null : format.format(at),
    lines: facts => {
      const told = facts.flatMap(([name, value]) => value === null || value === '' ? [] : [[name, text(value)] as const]);
      const width = Math.max(0, ...told.map(([name]) => name.length)) + 2;
      return told.flatMap(([name, value]) => value.split('\n').map((line, at) => `${(at === 0 ? name : '').padEnd(width)}${line}`));
    },
  };
}

/** An address as far as it names a thing: what follows its path, and who it is for, may be all that guards it. */
function withoutSignature(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@"'<>]{1,500}@/giu, '$1')
    .replace(/([a-z][a-z0-9+.-]{1,20}:\/\/[^\s?#"'<>]+)[?#][^\s"'<>]*/giu, '$1?•••');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title.toLocaleUpperCase(), ...lines.map(line => `  ${line}`.trimEnd()), ''];
}

function requestLines({ row: { generation }, inputs }: Known, say: Sayer): string[] {
  const { provider, model, operation, prompt, parameters } = generation;
  const files = Object.fromEntries(inputs.map(({ name, asset, hash, reference }) => [name, {
    file: basename(asset.path), ...(hash === null ? {} : { sha256: hash }), ...(reference === null ? {} : { sentAs: typeof reference === 'string' ? say.text(reference) : reference }),
  }]));
  // The prompt is the user's own words, and stays as it is.
  const safe = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? say.text(value) : value]));
  return JSON.stringify({ provider, model, operation, prompt: legible(prompt), parameters: safe, ...(inputs.length === 0 ? {} : { inputs: files }) }, null, 2).split('\n');
}

function attemptLines(attempt: StoredAttempt, { provider, now, timing, locale }: Known, say: Sayer): string[] {
  const phase = statusOf(attempt, now, timing);
  const { failure } = attempt;
  return [
    ...say.lines([
      [l10n.t('State'), stateTitle(phase, attempt, now)],
      [l10n.t('Cost'), costOf(attempt, locale)],
      [l10n.t('Client reference'), attempt.id],
      [l10n.t('Id at {0}', provider), attempt.remoteId],
      [l10n.t('Request, SHA-256'), attempt.requestHash],
      [l10n.t('Made'), say.time(attempt.createdAt)],
      [l10n.t('Sent'), say.time(attempt.sentAt)],
      [l10n.t('Accepted'), say.time(attempt.acceptedAt)],
      [l10n.t('Last word'), attempt.word === null ? null : `“${attempt.word}”, ${say.time(attempt.wordAt) ?? ''}`],
      [l10n.t('Progress'), attempt.progress === null || attempt.end !== null ? null : percent(attempt.progress)],
      [l10n.t('Cancel wished'), say.time(attempt.cancelWishedAt)],
      [l10n.t('Finished there'), say.time(attempt.finishedAt)],
      [l10n.t('Ended'), say.time(attempt.endedAt)],
      [l10n.t('Next step'), attempt.end === null ? say.time(attempt.dueAt ?? attempt.notBefore) : null],
      [l10n.t('What went wrong'), failure === null ? null : `${failure.sentence} (${failureLabel[failure.class]()})`],
      [l10n.t('Raw reply'), failure?.raw ?? null],
    ]),
    ...(attempt.outputs ?? []).flatMap((output, at) => ['', ...outputLines(output, at + 1, locale, say)]),
  ];
}

function outputLines({ url, expiresAt, file }: StoredOutput, number: number, locale: string, say: Sayer): string[] {
  return [l10n.t('Result {0}', number), ...say.lines([
    [l10n.t('Address'), url ?? null],
    [l10n.t('Kept until'), say.time(expiresAt ?? null)],
    [l10n.t('File'), file?.path ?? null],
    [l10n.t('Size'), file === undefined ? null : sizeOf(file, locale)],
    [l10n.t('SHA-256'), file?.hash ?? null],
  ]).map(line => `  ${line}`)];
}

function sizeOf({ size, width, height }: NonNullable<StoredOutput['file']>, locale: string): string {
  const bytes = l10n.t('{0} bytes', new Intl.NumberFormat(locale).format(size));
  return width === null || height === null ? bytes : `${bytes}, ${width} × ${height}`;
}

function timeline({ events, attempts, locale }: Known, say: Sayer): string[] {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' });
  const ordinals = new Map(attempts.map(({ id, ordinal }) => [id, ordinal]));
  return events.map(({ at, attemptId, kind, text }) => {
    const ordinal = ordinals.get(attemptId);
    const which = attempts.length < 2 || ordinal === undefined ? [] : [l10n.t('attempt {0}', ordinal)];
    return [format.format(at), eventLabel[kind](), ...which, ...text === '' ? [] : [oneLine(say.text(text))]].join('  ');
  });
}

const eventLabel: Readonly<Record<EventKind, () => string>> = {
  created: () => l10n.t('asked for'),
  uploaded: () => l10n.t('files are with the provider'),
  sent: () => l10n.t('sent'),
  accepted: () => l10n.t('accepted'),
  said: () => l10n.t('the provider says'),
  'not-found': () => l10n.t('the provider does not know it'),
  unconfirmed: () => l10n.t('unconfirmed'),
  trouble: () => l10n.t('trouble'),
  'cancel-wished': () => l10n.t('cancel wished'),
  'cancel-sent': () => l10n.t('cancel sent'),
  finished: () => l10n.t('finished at the provider'),
  saved: () => l10n.t('saved'),
  completed: () => l10n.t('completed'),
  failed: () => l10n.t('failed'),
  cancelled: () => l10n.t('canceled'),
  retried: () => l10n.t('retried'),
  held: () => l10n.t('held'),
  'asked-again': () => l10n.t('asked again what became of it'),
  adopted: () => l10n.t('id given by you'),
  dismissed: () => l10n.t('dismissed by you'),
  'fetched-again': () => l10n.t('result asked for again'),
  'over-limit': () => l10n.t('allowed to pass the day\'s limit'),
};
