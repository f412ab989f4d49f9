/** What can be wrong with a database, told apart by SQLite's result codes, and said in sentences for people. */
import * as l10n from '@vscode/l10n';

/** The database can't be opened or written; the message says why, in a sentence for people. */
export class StoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
  }
}

/** There is a file, and it is not the sound database that it was. */
export class DamageError extends StoreError {
  /** SQLITE_CORRUPT, as SQLite would say it. */
  readonly errcode = 11;
  /** What was found, for the log. */
  readonly findings: readonly string[];

  constructor(findings: readonly string[], options?: ErrorOptions) {
    super(l10n.t('The history is damaged.'), options);
    this.name = 'DamageError';
    this.findings = findings;
  }
}

/** SQLite's own code, `null` where the error is not SQLite's. */
function codeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : null;
}

/** Another connection holds what is needed. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && [5, 6].includes(code & 0xff);
}

/** The disk, or what may be used of it, is full. */
function isFull(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && (code & 0xff) === 13;
}

/** The file or its folder may not be written, or not be opened at all. */
export function isForbidden(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && [3, 8, 14, 23].includes(code & 0xff);
}

/** SQLITE_CORRUPT, SQLITE_NOTADB, a page that ends before its end, a damaged file system. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && ([11, 26].includes(code & 0xff) || code === 522 || code === 8458);
}

/** SQL that the schema has no place for, or a rule it breaks: the file is a database, but not the one it says it is. */
export function isForeign(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && [1, 17, 19, 20].includes(code & 0xff);
}

/**
 * The error as a sentence; one that already is stays as it is.
 * @param of what did not work, of any other reason
 */
export function told(error: unknown, of: 'opening' | 'writing' = 'opening'): StoreError {
  if (error instanceof StoreError) return error;
  if (isBusy(error)) return new StoreError(l10n.t('The history is locked by another window or program.'), { cause: error });
  if (isFull(error)) return new StoreError(l10n.t('The disk is full. The history can’t be written until there is space.'), { cause: error });
  if (isDamage(error)) return new DamageError([messageOf(error)], { cause: error });
  const reason = messageOf(error);
  return new StoreError(of === 'opening' ? l10n.t('The history can’t be opened: {0}', reason) : l10n.t('The history can’t be written: {0}', reason), { cause: error });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
