/** Whether what a described service says of files and of many jobs at once makes sense. */
import * as l10n from '@vscode/l10n';
import type { Finding } from './checks.ts';
import type { CustomHttpConfig } from './config.ts';
import { mostInlineBytes } from './schema.ts';
import { type Json, namesIn } from './template.ts';

/** What the upload step may name; `uploadId` is new for each try. */
export const ofFile = ['fileName', 'contentType', 'size', 'sha256', 'uploadId'];

/** Where the upload step fills in names, besides path, headers and body. */
export function templatesOf({ upload }: CustomHttpConfig): Json[] {
  return upload === undefined ? [] : [Object.values(upload.fields), Object.values(upload.put.headers)];
}

export function inputFindings(config: CustomHttpConfig): Finding[] {
  return [...uploadFindings(config), ...modelFindings(config), ...statusFindings(config)];
}

function uploadFindings({ upload, inline, submit }: CustomHttpConfig): Finding[] {
  const found: Finding[] = [];
  const say = (field: string, message: string): void => void found.push({ field, message });
  const beside = [...namesIn([submit.path, Object.values(submit.headers)])].find(name => name.startsWith('input.'));
  if (beside !== undefined) say('submit', l10n.t('names “{0}” outside of its body. A file goes into the body only', `\${${beside}}`));
  if (upload === undefined) return found;
  if (inline) say('inline', l10n.t('and “upload” exclude each other. Keep one'));
  if (upload.as === 'address' && upload.reply.url === undefined) say('upload.reply.url', l10n.t('is missing. Say where the reply holds the address that the file goes to'));
  if (upload.as !== 'address' && upload.reply.url !== undefined) say('upload.reply.url', l10n.t('is for “as”: “address” only. Remove it'));
  if (upload.as !== 'address' && upload.body !== undefined) say('upload.body', l10n.t('can’t be sent with the file. Use “fields” of a form, or “as”: “address”'));
  const type = Object.keys(upload.headers).find(name => name.toLowerCase() === 'content-type');
  if (upload.as === 'form' && type !== undefined) say(`upload.headers.${type}`, l10n.t('is a header that Darkroom writes itself. Remove it'));
  if (upload.as !== 'form' && Object.keys(upload.fields).length > 0) say('upload.fields', l10n.t('are for “as”: “form” only. Remove them'));
  return found;
}

function modelFindings({ models, upload, inline, submit }: CustomHttpConfig): Finding[] {
  const found: Finding[] = [];
  const sent = namesIn(submit.body ?? null);
  for (const model of models) {
    const seen = new Set<string>();
    for (const { name, maxBytes } of model.inputs) {
      const say = (message: string): void => void found.push({ field: `models.${model.id}.inputs.${name}`, message });
      if (['provider', 'model', 'operation', 'prompt', 'workspace'].includes(name)) say(l10n.t('has a name that Darkroom uses itself. Choose another'));
      if (seen.has(name)) say(l10n.t('is there twice. Keep one'));
      seen.add(name);
      if (!sent.has(`input.${name}`)) say(l10n.t('is not sent: the body of “submit” has to name “{0}”', `\${input.${name}}`));
      if (upload === undefined && !inline) say(l10n.t('needs “upload”, which says how a file comes to the service, or “inline”: true'));
      if (inline && (maxBytes ?? 0) > mostInlineBytes) say(l10n.t('can be {0} bytes at most where files stand in the request itself', mostInlineBytes));
    }
  }
  return found;
}

function statusFindings({ statusAll, poll }: CustomHttpConfig): Finding[] {
  if (statusAll === undefined) return [];
  const found: Finding[] = [];
  if (poll === undefined) found.push({ field: 'statusAll', message: l10n.t('needs “poll”, which asks about those that its answer leaves out') });
  if (!namesIn([statusAll.path, Object.values(statusAll.headers), statusAll.body ?? null]).has('ids')) {
    found.push({ field: 'statusAll', message: l10n.t('has to send “${ids}”, or it can’t say which jobs it asks about') });
  }
  return found;
}
