/** What can go wrong on the wire, without words for people; `failures.ts` finds those. */

export type TroubleKind =
  /** The target is not one that may be reached. */
  | 'address'
  /** The request itself can't be written (a header with a line break). */
  | 'request'
  | 'unknown-host' | 'refused' | 'tls' | 'connection'
  | 'connect-time' | 'headers-time' | 'idle-time' | 'total-time'
  | 'redirect' | 'redirects'
  | 'too-large' | 'unreadable'
  | 'aborted';

export class Trouble extends Error {
  readonly kind: TroubleKind;
  /** Whether any byte of the request may have left. */
  readonly sent: boolean;
  /** A code of Node or OpenSSL, for the details; never text of the other side. */
  readonly code: string | undefined;
  /** The origin it happened with, where that is not the one that was asked first. */
  readonly target: string | undefined;

  constructor(kind: TroubleKind, sent: boolean, code?: string, target?: string) {
    super(code === undefined ? kind : `${kind} (${code})`);
    this.name = 'Trouble';
    this.kind = kind;
    this.sent = sent;
    this.code = code;
    this.target = target;
  }
}

const unknownHost = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
const refused = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL']);

/** Any error of Node's as a trouble. */
export function troubleOf(error: unknown, sent: boolean, target?: string): Trouble {
  if (error instanceof Trouble) return new Trouble(error.kind, sent || error.sent, error.code, target ?? error.target);
  const code = codeOf(error);
  if (code === undefined) return new Trouble('connection', sent);
  if (code === 'ABORT_ERR') return new Trouble('aborted', sent);
  if (unknownHost.has(code)) return new Trouble('unknown-host', sent, code);
  if (refused.has(code)) return new Trouble('refused', sent, code);
  if (code.startsWith('ERR_INVALID') || code === 'ERR_UNESCAPED_CHARACTERS') return new Trouble('request', sent, code);
  if (code.startsWith('HPE_') || code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__') || code.startsWith('ZSTD_')) {
    return new Trouble('unreadable', sent, code);
  }
  if (!sent && (code === 'EPROTO' || /CERT|SSL|TLS|VERIFY|ISSUER|SIGNED|SIGNATURE/u.test(code))) return new Trouble('tls', sent, code);
  return new Trouble('connection', sent, code);
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[A-Za-z0-9_]{1,60}$/u.test(error.code) ? error.code : undefined;
}
