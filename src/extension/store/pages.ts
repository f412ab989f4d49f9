/**
 * Rows found in a database file without SQLite's help, page by page: for what no longer hangs together. A file that
 * was cut short, or that lost the top of a table's tree, still holds most of its rows in pages that nothing points to.
 *
 * Only tables WITHOUT ROWID are read, because their rows lie in pages of one kind. What is found may be old: a page
 * that was given up keeps what was on it.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export type Value = null | number | string | Uint8Array;

const indexInterior = 0x02;
const indexLeaf = 0x0a;
/** No row of ours is nearly as long. */
const payloadLimit = 4 * 1024 * 1024;

/** Every record that can be read, those of the log first, from its end. */
export function* looseRecords(path: string): Generator<Value[]> {
  const file = openPages(path);
  if (file === null) return;
  try {
    for (const page of file.all()) yield* recordsOf(page, file);
  } finally {
    file.close();
  }
}

interface Pages {
  readonly usable: number;
  page(number: number): Buffer | null;
  all(): Generator<{ bytes: Buffer; start: number }>;
  close(): void;
}

function openPages(path: string): Pages | null {
  const [main, log] = [openFile(path), openFile(`${path}-wal`)];
  if (main === null && log === null) return null;
  const size = pageSizeOf(main, log);
  const frames = log === null ? [] : framesOf(log, size);
  const inLog = new Map(frames.map(frame => [frame.page, frame.at]));
  const inMain = (number: number): Buffer | null => main === null ? null : main.read((number - 1) * size, size);
  return {
    usable: size,
    page(number) {
      const at = inLog.get(number);
      return at === undefined ? inMain(number) : log!.read(at, size);
    },
    *all() {
      for (const { at, page } of frames.reverse()) {
        const bytes = log!.read(at, size);
        if (bytes !== null) yield { bytes, start: page === 1 ? 100 : 0 };
      }
      const count = main === null ? 0 : Math.floor(main.size / size);
      for (let number = 1; number <= count; number++) {
        const bytes = inMain(number);
        if (bytes !== null) yield { bytes, start: number === 1 ? 100 : 0 };
      }
    },
    close() {
      main?.close();
      log?.close();
    },
  };
}

interface RawFile {
  readonly size: number;
  /** `null` where the file ends before. */
  read(at: number, length: number): Buffer | null;
  close(): void;
}

function openFile(path: string): RawFile | null {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch {
    return null;
  }
  const found = fstatSync(handle);
  if (!found.isFile()) {
    closeSync(handle);
    return null;
  }
  const { size } = found;
  return {
    size,
    read(at, length) {
      const bytes = Buffer.alloc(length);
      return at >= 0 && readSync(handle, bytes, 0, length, at) === length ? bytes : null;
    },
    close: () => closeSync(handle),
  };
}

/** As the file's head says, or its log's; what SQLite takes by itself where neither makes sense. */
function pageSizeOf(main: RawFile | null, log: RawFile | null): number {
  const said = main?.read(16, 2)?.readUInt16BE(0);
  const logged = log?.read(8, 4)?.readUInt32BE(0);
  return [said === 1 ? 65536 : said, logged].find(size => size !== undefined && size >= 512 && size <= 65536 && (size & (size - 1)) === 0) ?? 4096;
}

/** The pages that the log holds, in their order, up to where an older log shows through. Sums are not asked for: a broken frame breaks only itself. */
function framesOf(log: RawFile, size: number): { page: number; at: number }[] {
  const frames: { page: number; at: number }[] = [];
  const salt = log.read(32 + 8, 8);
  for (let at = 32; salt !== null && at + 24 + size <= log.size; at += 24 + size) {
    const head = log.read(at, 24)!;
    if (head.compare(salt, 0, 8, 8, 16) === 0) frames.push({ page: head.readUInt32BE(0), at: at + 24 });
  }
  return frames;
}

function* recordsOf({ bytes, start }: { bytes: Buffer; start: number }, file: Pages): Generator<Value[]> {
  const kind = bytes[start];
  if (kind !== indexLeaf && kind !== indexInterior) return;
  const head = start + (kind === indexLeaf ? 8 : 12);
  const count = bytes.readUInt16BE(start + 3);
  for (let n = 0; n < count && head + 2 * n + 2 <= bytes.length; n++) {
    const cell = bytes.readUInt16BE(head + 2 * n) + (kind === indexLeaf ? 0 : 4);
    const payload = payloadOf(bytes, cell, file);
    const record = payload === null ? null : recordOf(payload);
    if (record !== null) yield record;
  }
}

/** A cell's bytes, the part on this page and what overflowed to others. */
function payloadOf(page: Buffer, cell: number, file: Pages): Buffer | null {
  const size = varint(page, cell);
  if (size === null || size.value <= 0 || size.value > payloadLimit) return null;
  const { usable } = file;
  const most = Math.floor((usable - 12) * 64 / 255) - 23;
  const least = Math.floor((usable - 12) * 32 / 255) - 23;
  const kept = least + (size.value - least) % (usable - 4);
  const local = size.value <= most ? size.value : kept <= most ? kept : least;
  const parts = [page.subarray(size.end, size.end + local)];
  if (parts[0]!.length < local) return null;
  let missing = size.value - local;
  let next = missing > 0 && size.end + local + 4 <= page.length ? page.readUInt32BE(size.end + local) : 0;
  while (missing > 0) {
    const more = next === 0 ? null : file.page(next);
    if (more === null) return null;
    parts.push(more.subarray(4, 4 + Math.min(missing, usable - 4)));
    missing -= usable - 4;
    next = more.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

function recordOf(payload: Buffer): Value[] | null {
  const head = varint(payload, 0);
  if (head === null || head.value > payload.length) return null;
  const values: Value[] = [];
  let body = head.value;
  for (let at = head.end; at < head.value;) {
    const type = varint(payload, at);
    if (type === null) return null;
    at = type.end;
    const length = lengthOf(type.value);
    if (length === null || body + length > payload.length) return null;
    values.push(valueOf(type.value, payload.subarray(body, body + length)));
    body += length;
  }
  // A record that leaves bytes over is none.
  return body === payload.length ? values : null;
}

const lengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function lengthOf(type: number): number | null {
  if (type < lengths.length) return lengths[type]!;
  return type < 12 ? null : Math.floor((type - 12) / 2);
}

function valueOf(type: number, bytes: Buffer): Value {
  switch (type) {
    case 0: return null;
    case 7: return bytes.readDoubleBE(0);
    case 8: return 0;
    case 9: return 1;
    default: break;
  }
  if (type < 7) return bytes.length <= 6 ? bytes.readIntBE(0, bytes.length) : Number(bytes.readBigInt64BE(0));
  return type % 2 === 1 ? bytes.toString('utf8') : new Uint8Array(bytes);
}

/** Seven bits a byte, the highest first; of the ninth byte all eight. */
function varint(bytes: Buffer, at: number): { value: number; end: number } | null {
  let value = 0;
  for (let n = 0; n < 9; n++) {
    const byte = bytes[at + n];
    if (byte === undefined) return null;
    value = n === 8 ? value * 256 + byte : value * 128 + (byte & 0x7f);
    if (n === 8 || byte < 0x80) return Number.isSafeInteger(value) ? { value, end: at + n + 1 } : null;
  }
  return null;
}
