/** A file as text inside a request, for services that take no uploads. */
import * as l10n from '@vscode/l10n';
import { type InputFile, ProviderError } from '../contract.ts';
import { mostInlineBytes } from './schema.ts';

/** @throws {ProviderError} not sent, when it can't be read or is too large */
export async function dataUrl(file: InputFile, signal: AbortSignal): Promise<string> {
  if (file.size > mostInlineBytes) throw notSent(l10n.t('“{0}” is too large to stand in a request: {1} bytes at most.', file.name, mostInlineBytes));
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of file.read()) {
      signal.throwIfAborted();
      pieces.push(piece);
    }
  } catch (error) {
    throw notSent(error instanceof Error ? error.message : String(error), error);
  }
  return `data:${file.type};base64,${Buffer.concat(pieces).toString('base64')}`;
}

function notSent(sentence: string, cause?: unknown): ProviderError {
  return new ProviderError({ class: 'local', sentence }, 'not-sent', { cause });
}
