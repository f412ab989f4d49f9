/** What a file was made by, for files that the history does not know: the sidecar beside it, else what it carries in itself. */
import { type FileHandle, open } from 'node:fs/promises';
import * as v from 'valibot';
import { type Operation, operations } from '../../shared/model.ts';
import { sidecarLimit, sidecarPath } from './sidecar.ts';
import { type Words, wordsOf } from './words.ts';

/** Programs write their words before the pixels; cameras and editors write megabytes there. */
const embeddedWithin = 4 * 1024 * 1024;

/** What a sidecar says, as far as it can be shown. */
export interface Told {
  readonly provider: string;
  readonly model: string;
  readonly operation: Operation | null;
  readonly prompt: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly cost: number | null;
  readonly at: number | null;
}

const text = (longest: number): v.GenericSchema<unknown, string> => v.pipe(v.string(), v.transform(value => value.slice(0, longest)));
const sidecarSchema = v.object({
  darkroom: v.literal(1), provider: text(100), model: text(200), operation: v.fallback(v.nullable(v.picklist(operations)), null), prompt: text(20_000),
  parameters: v.fallback(v.record(v.string(), v.union([text(500), v.number(), v.boolean()])), {}),
  cost: v.fallback(v.nullable(v.number()), null), finishedAt: v.fallback(v.nullable(v.string()), null), createdAt: v.fallback(v.nullable(v.string()), null),
});

/** @returns `null` where there is none, or none of ours */
export async function readSidecar(file: string): Promise<Told | null> {
  const bytes = await beginning(sidecarPath(file), sidecarLimit + 1);
  if (bytes === null || bytes.length > sidecarLimit) return null;
  try {
    const { provider, model, operation, prompt, parameters, cost, finishedAt, createdAt } = v.parse(sidecarSchema, JSON.parse(bytes.toString('utf8')));
    const at = Date.parse(finishedAt ?? createdAt ?? '');
    return { provider, model, operation, prompt, parameters, cost, at: Number.isNaN(at) ? null : at };
  } catch {
    return null;
  }
}

/** What another program wrote into a picture. @returns `null` where there is nothing that is understood */
export async function readEmbedded(file: string): Promise<Words | null> {
  const bytes = await beginning(file, embeddedWithin);
  if (bytes === null || bytes.length === 0) return null;
  const { default: { load } } = await import('exifreader');
  try {
    // Compressed texts can only be had in their own time.
    return wordsOf(textsOf(await load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer, { async: true })));
  } catch {
    // No metadata, or none that can be read: then it says nothing.
    return null;
  }
}

/** The texts among the tags; animated pictures of ComfyUI have theirs as `name:{…}` in the camera's fields. */
function textsOf(tags: Readonly<Record<string, unknown>>): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, tag] of Object.entries(tags)) {
    const said = !v.is(tagSchema, tag) ? undefined : v.is(bytesSchema, tag.value) ? commentOf(Buffer.from(tag.value)) : [tag.description, tag.value].find(each => typeof each === 'string');
    if (said === undefined) continue;
    const inField = /^(prompt|workflow):(?=\s*\{)/u.exec(said);
    if (inField === null) texts.set(name, said);
    else texts.set(inField[1]!, said.slice(inField[0].length));
  }
  return texts;
}

/** A comment names its alphabet first; programs differ in which byte of a wide letter comes first. */
function commentOf(bytes: Buffer): string {
  const text = bytes.subarray(8);
  if (bytes.toString('latin1', 0, 8) !== 'UNICODE\0') return text.toString('utf8').replaceAll('\0', '');
  const even = text.subarray(0, text.length - text.length % 2);
  return (even[0] === 0 ? Buffer.from(even).swap16() : even).toString('utf16le').replaceAll('\0', '');
}

const bytesSchema = v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))), v.minLength(9));
const tagSchema = v.looseObject({ description: v.optional(v.unknown()), value: v.optional(v.unknown()) });

async function beginning(path: string, length: number): Promise<Buffer | null> {
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch {
    return null;
  }
  try {
    const found = await handle.stat();
    if (!found.isFile()) return null;
    const bytes = Buffer.alloc(Math.min(found.size, length));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}

/** The boxes that hold other boxes on the way to a track's description. */
const nested = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);
/** Looked at in one file, at most. */
const mostBoxes = 2000;

/** Whether an MP4 or MOV has a sound of the kind that VS Code can't play: an AAC track. */
export async function hasSilentSound(file: string): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await open(file);
  } catch {
    return false;
  }
  try {
    const { size } = await handle.stat();
    let boxes = 0;
    const look = async (from: number, to: number): Promise<boolean> => {
      const head = Buffer.alloc(16);
      for (let at = from; at + 8 <= to && boxes++ < mostBoxes;) {
        const { bytesRead } = await handle.read(head, 0, 16, at);
        if (bytesRead < 8) return false;
        const type = head.toString('latin1', 4, 8);
        const short = head.readUInt32BE(0);
        // 0 goes on to the end; 1 has its length after the type.
        const long = short === 1 && bytesRead === 16;
        const length = short === 0 ? to - at : long ? Number(head.readBigUInt64BE(8)) : short;
        const begin = at + (long ? 16 : 8);
        if (length < begin - at) return false;
        const end = Math.min(at + length, to);
        // A description begins with version, flags and the number of its entries.
        if (type === 'mp4a') return true;
        if ((nested.has(type) && await look(begin, end)) || (type === 'stsd' && await look(begin + 8, end))) return true;
        at += length;
      }
      return false;
    };
    return await look(0, size);
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}
