/**
 * Services without an adapter, described in the settings (machine scope). Good descriptions are kept, each bad
 * one is told by name and field.
 */
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { findingsIn } from './checks.ts';
import { customHttpSchema } from './schema.ts';
import type { resultReply } from './schema.ts';

/** A described service, complete: what the settings left out has its default. Times in seconds, money in dollars. */
export type CustomHttpConfig = v.InferOutput<typeof customHttpSchema>;
/** A described service as it stands in the settings. */
export type CustomHttpSetting = v.InferInput<typeof customHttpSchema>;
export type CustomModel = CustomHttpConfig['models'][number];
/** What every call of a service has. */
export type CustomCall = Pick<NonNullable<CustomHttpConfig['poll']>, 'method' | 'path' | 'headers' | 'body' | 'timeout'>;
/** Where a reply holds results. */
export type ResultReply = v.InferOutput<v.StrictObjectSchema<typeof resultReply, undefined>>;

export interface ParsedProviders {
  readonly providers: readonly CustomHttpConfig[];
  /** Sentences for the owner of the settings. */
  readonly problems: readonly string[];
}

const mostProblemsEach = 8;
/** Ids of the adapters that Darkroom brings itself. */
const taken = new Set(['embedded']);

/** @param setting what stands in the settings, of any shape; nothing at all is no problem */
export function parseCustomProviders(setting: unknown): ParsedProviders {
  if (setting === undefined || setting === null) return { providers: [], problems: [] };
  if (!Array.isArray(setting)) return { providers: [], problems: [l10n.t('The setting of HTTP providers has to be a list. Put square brackets around its entries.')] };
  const providers: CustomHttpConfig[] = [];
  const problems: string[] = [];
  setting.forEach((entry: unknown, index) => {
    const who = nameOf(entry, index);
    const say = (field: string, what: string) => problems.push(field === '' ? l10n.t('HTTP provider {0}: {1}.', who, what) : l10n.t('HTTP provider {0}: “{1}” {2}.', who, field, what));
    const parsed = v.safeParse(customHttpSchema, entry);
    if (!parsed.success) {
      for (const issue of parsed.issues.slice(0, mostProblemsEach)) say(v.getDotPath(issue) ?? '', whatIsWrong(issue));
      return;
    }
    const findings = findingsIn(parsed.output);
    for (const { field, message } of findings.slice(0, mostProblemsEach)) say(field, message);
    if (findings.length > 0) return;
    if (taken.has(parsed.output.id) || providers.some(each => each.id === parsed.output.id)) return void say('id', l10n.t('is taken already. Choose another'));
    providers.push(parsed.output);
  });
  return { providers, problems };
}

function nameOf(entry: unknown, index: number): string {
  const id = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
  return typeof id === 'string' && id !== '' ? `“${id.slice(0, 60)}”` : l10n.t('number {0}', index + 1);
}

function whatIsWrong(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return l10n.t('is not known here. Check its spelling or remove it');
  if (issue.received === 'undefined') return l10n.t('is missing');
  if (issue.type === 'picklist') return l10n.t('has to be one of: {0}', (issue.expected ?? '').replace(/[()"]/gu, '').replaceAll(' |', ','));
  if (issue.kind === 'schema') return l10n.t('has the wrong type: {0} is needed', issue.expected === 'Object' ? l10n.t('an object') : issue.expected ?? '');
  return issue.message;
}
