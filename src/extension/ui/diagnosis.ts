/**
 * The text of a report: what somebody who helps needs to know, without keys, prompts, addresses, names of files and
 * of people. In English whatever the editor's language, for whoever reads it.
 */
import { withoutQueries } from '../../shared/addresses.ts';
import type { Attention } from '../../shared/attention.ts';
import type { PastTrouble, StoreFacts } from '../store/diagnosis.ts';
import type { Tally } from '../store/generations.ts';
import type { Spent } from '../store/ledger.ts';

export interface Diagnosis {
  readonly at: number;
  /** Name and value, in the order they are told. */
  readonly versions: readonly (readonly [string, string])[];
  readonly workspace: readonly (readonly [string, string])[];
  readonly history: HistoryFacts | { readonly failed: string };
  /** Bytes of the files that Darkroom keeps for this workspace. */
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly providers: readonly ProviderFacts[];
  readonly settings: readonly (readonly [string, string])[];
  readonly spent: { readonly today: Spent; readonly month: Spent } | { readonly failed: string };
  readonly log: readonly string[];
}

export interface HistoryFacts {
  readonly store: StoreFacts;
  readonly readOnly: boolean;
  /** What the check found; `null` when it was not asked for. */
  readonly check: readonly string[] | null;
  /** Which window does the work. */
  readonly worker: string;
  readonly tally: Tally;
  readonly attention: Attention;
  readonly troubles: readonly PastTrouble[];
  /** To take them out of whatever else is told. */
  readonly prompts: readonly string[];
}

export interface ProviderFacts {
  readonly id: string;
  /** Host and port; `null` for what needs no network. */
  readonly host: string | null;
  readonly models: number;
  readonly key: 'set' | 'missing' | 'not needed';
  /** Why it is waited for. */
  readonly held: string | null;
}

/** @param clean takes keys out of a text */
export function reportText(facts: Diagnosis, clean: (text: string) => string): string {
  const prompts = 'failed' in facts.history ? [] : facts.history.prompts;
  const safe = (text: string, prompt = ''): string => fit(withoutPrompts(withoutNames(clean(text).slice(0, longest)), prompts, prompt));
  const table = (rows: readonly (readonly string[])[]): string[] => rows.map(row => `| ${row.map(cell => safe(cell)).join(' | ')} |`);
  const pairs = (rows: readonly (readonly [string, string])[]): string[] => rows.map(([name, value]) => `- ${safe(name)}: ${safe(value)}`);
  return [
    '# Darkroom report', '',
    `Written ${time(facts.at)}. Keys, prompts, paths and names of files are left out; read it all the same before you share it.`, '',
    '## Versions', '', ...pairs(facts.versions), '',
    '## Workspace', '', ...pairs(facts.workspace), '',
    '## History', '', ...historyOf(facts, pairs), '',
    '## Providers', '', '| Id | Host | Models | Key | Held |', '|---|---|---|---|---|',
    ...table(facts.providers.map(({ id, host, models, key, held }) => [id, host ?? 'none', String(models), key, held ?? 'no'])), '',
    '## Settings', '', ...pairs(facts.settings), '',
    '## Money', '', ...pairs('failed' in facts.spent ? [['ledger', facts.spent.failed]]
      : [['today', dollars(facts.spent.today)], ['this month', dollars(facts.spent.month)]]), '',
    '## Last troubles', '', ...troublesOf(facts, safe), '',
    '## Last lines of the log', '', '```', ...facts.log.map(line => safe(line).replaceAll('```', '…')), '```', '',
  ].join('\n');
}

type Pairs = (rows: readonly (readonly [string, string])[]) => string[];

function historyOf({ history, files, at }: Diagnosis, pairs: Pairs): string[] {
  const sizes = files.map(({ name, size }) => [name, `${size.toLocaleString('en')} bytes`] as const);
  if ('failed' in history) return pairs([['not open', history.failed], ...sizes]);
  const { store, readOnly, check, worker, tally, attention } = history;
  return pairs([
    ['schema', `${store.schema}${readOnly ? ', read-only' : ''}`], ['journal', store.journal], ['size', `${store.size.toLocaleString('en')} bytes`],
    ['check', check === null ? 'not asked for' : check.join('; ')],
    ['work is done by', `${worker} (epoch ${store.leader.epoch}, until ${time(store.leader.until)}, ${Math.round((store.leader.until - at) / 1000)} s from now)`],
    ['jobs', Object.entries(tally).map(([what, n]) => `${n} ${what}`).join(', ')],
    ['attention', Object.entries(attention).map(([what, n]) => `${String(n)} ${what}`).join(', ')],
    ...sizes,
  ]);
}

function troublesOf({ history }: Diagnosis, safe: (text: string, prompt?: string) => string): string[] {
  if ('failed' in history || history.troubles.length === 0) return ['None.'];
  return ['| Time | Generation | Attempt | Provider | Model | What | Class | Said |', '|---|---|---|---|---|---|---|---|', ...history.troubles.map(each =>
    `| ${[time(each.at), each.generation, String(each.ordinal), each.provider, each.model, each.kind, each.class ?? ''].map(cell => safe(cell)).join(' | ')} | ${safe(each.text, each.prompt)} |`)];
}

const mask = '•••';

/** Characters of one thing that is told. */
const longest = 2000;

/** "https://host/…" of any address. */
const afterHost = /(\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s/?#"'<>”]*)[/?#][^\s"'<>”]*/giu;
/** A path in quotes, which may hold spaces, then any other from a root on. Places in a program's own code stay. */
const quotedPath = /(["'“`])(?:[/\\~]|[A-Za-z]:[\\/])[^"'”`\n]*(["'”`])/gu;
const path = /(?<![\w:/.•])(?:~?\/|[A-Za-z]:\\|\\\\)[^\s"'“”`:*?<>|]+[/\\][^\s"'“”`:*?<>|]*/gu;
const code = /[/\\](?:dist|node_modules|out)[/\\][\w.@/\\-]+$|^node:/u;
const media = /[^\s"'“”`/\\|]+\.(?:png|jpe?g|webp|gif|avif|svg|bmp|mp4|m4v|webm|mov|wav|mp3|ogg|opus|flac|m4a|part|darkroom\.json)\b/giu;

function withoutNames(text: string): string {
  return withoutQueries(text).replace(afterHost, '$1/…')
    .replace(quotedPath, `$1${mask}$2`)
    .replace(path, found => code.exec(found)?.[0].replace(/^[/\\]/u, '…/') ?? mask)
    .replace(media, mask);
}

/** Shorter pieces are in every text: to take them out would leave nothing readable, and tells nothing. */
const shortestWord = 4;

/** @param own the prompt of what this text tells of: its words are taken out one by one, since a service may quote a part of it */
function withoutPrompts(text: string, prompts: readonly string[], own: string): string {
  let left = text;
  for (const prompt of [own, ...prompts].map(each => each.trim()).filter(each => each.length >= shortestWord)) {
    left = left.replaceAll(prompt, mask).replaceAll(prompt.replace(/\s+/gu, ' '), mask);
  }
  const words = new Set((own.match(/[\p{L}\p{N}_]+/gu) ?? []).filter(word => word.length >= shortestWord).map(word => word.toLowerCase()));
  return words.size === 0 ? left : left.replace(/[\p{L}\p{N}_]+/gu, word => words.has(word.toLowerCase()) ? mask : word);
}

/** One line that a table can hold and that is no markup. */
function fit(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function time(at: number): string {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : 'never';
}

function dollars({ spent, estimated }: Spent): string {
  return `${estimated ? 'about ' : ''}$${spent.toFixed(3)}`;
}
