/**
 * Where the fake provider takes files, in the ways that services have, and what it was given.
 *
 *   POST|PUT /v1/files           the bytes alone, or a form with the field `file`   → { id, url, expires_at }
 *   POST /v1/files/address       { content_type, file_name } → { upload_url, file_url }
 *   PUT  /put/:id                the bytes to there
 */
import { createHash } from 'node:crypto';
import type { Answer } from './faults.ts';
import type { RecordedRequest } from './provider-server.ts';

export type UploadRoute = 'upload' | 'address' | 'put';

export interface FakeFile {
  /** How a request names it. */
  readonly reference: string | number;
  readonly bytes: Buffer;
  readonly sha256: string;
  /** Of the form, '' where there was none. */
  readonly name: string;
  readonly type: string;
  /** Other fields of the form. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface UploadBook {
  readonly files: readonly FakeFile[];
  /** Seconds it says to keep a file; `null` says nothing. */
  keepsFor: number | null;
  /** Gives numbers as references. */
  numbers: boolean;
  /** Where the bytes go instead of itself; an origin. */
  store: string | null;
}

export function createUploadBook(): UploadBook & { add(file: Omit<FakeFile, 'reference' | 'sha256'>, origin: string): FakeFile } {
  const files: FakeFile[] = [];
  return {
    files,
    keepsFor: null,
    numbers: false,
    store: null,
    add(file, origin) {
      const id = files.length + 1;
      const added = { ...file, reference: this.numbers ? 4000 + id : `${origin}/uploaded/${id}`, sha256: createHash('sha256').update(file.bytes).digest('hex') };
      files.push(added);
      return added;
    },
  };
}

export function uploadRouteOf(method: string, path: string): UploadRoute | null {
  if (path === '/v1/files' && method !== 'GET') return 'upload';
  if (path === '/v1/files/address') return 'address';
  return path.startsWith('/put/') && method !== 'GET' ? 'put' : null;
}

/** What it does when nothing goes wrong. @param bytes the body as it came */
export function takeFile(book: ReturnType<typeof createUploadBook>, route: UploadRoute, request: RecordedRequest, bytes: Buffer, origin: string, now = Date.now()): Answer {
  const type = request.headers['content-type'] ?? '';
  switch (route) {
    case 'upload': {
      const file = type.startsWith('multipart/form-data') ? fromForm(bytes, type) : { bytes, name: '', type, fields: {} };
      if (file === null) return json(400, { error: { code: 'bad_form', message: 'The form could not be read.' } });
      const { reference } = book.add(file, origin);
      return json(201, { id: reference, url: reference, expires_at: book.keepsFor === null ? null : Math.ceil(now / 1000 + book.keepsFor) });
    }
    case 'address': {
      const id = book.files.length + 1;
      return json(200, { upload_url: `${book.store ?? origin}/put/${id}?signature=s3cr3t-${id}`, file_url: `${origin}/uploaded/${id}` });
    }
    case 'put': {
      book.add({ bytes, name: '', type, fields: {} }, origin);
      return { status: 200, type: 'application/xml', body: Buffer.from('<ok/>') };
    }
  }
}

/** The field `file` (or `image`) of a form, and the others. */
function fromForm(body: Buffer, type: string): Pick<FakeFile, 'bytes' | 'name' | 'type' | 'fields'> | null {
  const boundary = /boundary=([\w-]+)/u.exec(type)?.[1];
  if (boundary === undefined || !body.toString('latin1').endsWith(`\r\n--${boundary}--\r\n`)) return null;
  const fields: Record<string, string> = {};
  let file: Pick<FakeFile, 'bytes' | 'name' | 'type'> | null = null;
  for (const part of body.toString('latin1').split(`--${boundary}\r\n`).slice(1)) {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const content = Buffer.from(rest.join('\r\n\r\n').replace(new RegExp(`\\r\\n(?:--${boundary}--\\r\\n)?$`, 'u'), ''), 'latin1');
    const field = /name="([^"]*)"/u.exec(head)?.[1] ?? '';
    const name = /filename="([^"]*)"/u.exec(head)?.[1];
    if (name === undefined) fields[field] = content.toString('utf8');
    else file = { bytes: content, name: Buffer.from(name, 'latin1').toString('utf8'), type: /content-type: (\S+)/iu.exec(head)?.[1] ?? '' };
  }
  return file === null ? null : { ...file, fields };
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}
