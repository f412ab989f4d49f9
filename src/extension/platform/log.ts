/** The log channel. Keys are taken out of everything that goes in. */
import * as vscode from 'vscode';

export interface LogChannel {
  info(message: string): void;
  warn(message: string, error?: unknown): void;
  error(message: string, error?: unknown): void;
  /** One line of a job's story. */
  tell(level: 'debug' | 'info' | 'warn' | 'error', line: string): void;
  /** The last lines that are no job's story, the oldest first, without stacks. */
  recent(): readonly string[];
  /** Takes the keys known by now out of a text. */
  clean(text: string): string;
  show(): void;
  dispose(): void;
}

/** Lines that {@link LogChannel.recent} keeps. */
const kept = 100;

/** @param clean takes the keys known by now out of a text, however they are spelled */
export function createLog(clean: (text: string) => string): LogChannel {
  const channel = vscode.window.createOutputChannel('Darkroom', { log: true });
  const withError = (message: string, error: unknown): string => clean(error === undefined ? message : `${message}: ${describe(error)}`);
  const recent: string[] = [];
  const keep = (level: string, message: string, error?: unknown): void => {
    const why = error === undefined ? '' : `: ${messageOf(error)}`;
    recent.push(`${new Date().toISOString()} ${level} ${clean(`${message}${why}`)}`);
    if (recent.length > kept) recent.shift();
  };
  return {
    info: message => { keep('info', message); channel.info(clean(message)); },
    warn: (message, error) => { keep('warn', message, error); channel.warn(withError(message, error)); },
    error: (message, error) => { keep('error', message, error); channel.error(withError(message, error)); },
    tell: (level, line) => channel[level](clean(line)),
    recent: () => recent,
    clean,
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` (${describe(error.cause)})`;
  return `${error.stack ?? error.message}${cause}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
