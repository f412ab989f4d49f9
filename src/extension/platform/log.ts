/** The log channel. Known keys are taken out of everything that goes in. */
import * as vscode from 'vscode';

export interface LogChannel {
  info(message: string): void;
  warn(message: string, error?: unknown): void;
  error(message: string, error?: unknown): void;
  show(): void;
  dispose(): void;
}

/** @param secrets the keys known by now */
export function createLog(secrets: () => readonly string[]): LogChannel {
  const channel = vscode.window.createOutputChannel('Darkroom', { log: true });
  const clean = (text: string): string => secrets().filter(key => key.length >= 4).reduce((rest, key) => rest.replaceAll(key, '•••'), text);
  const withError = (message: string, error: unknown): string => clean(error === undefined ? message : `${message}: ${describe(error)}`);
  return {
    info: message => channel.info(clean(message)),
    warn: (message, error) => channel.warn(withError(message, error)),
    error: (message, error) => channel.error(withError(message, error)),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` (${describe(error.cause)})`;
  return `${error.stack ?? error.message}${cause}`;
}
