import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { createFiles } from '../../../src/extension/assets/files.ts';
import type { Sidecar } from '../../../src/extension/assets/sidecar.ts';
import { mediaType, playingTime } from '../../../src/extension/assets/sniff.ts';
import { firstAttempt } from '../../../src/extension/engine/transitions.ts';
import { draw } from '../../../src/extension/providers/embedded/draw.ts';
import { tempFolder } from '../temp.ts';

const request = { model: 'sound', prompt: 'small coin', parameters: { duration: 0.4, rate: '22050', seed: 3 } } as const;
const wav = Buffer.from(draw(request));

async function save(bytes: Uint8Array, provider: string): Promise<{ path: string; kind: string; sidecar: Sidecar; folder: string }> {
  const folder = tempFolder();
  const files = createFiles({ folders: () => [{ path: folder }], newId: randomUUID });
  const generation = { id: randomUUID(), createdAt: Date.UTC(2026, 10, 21), rev: 1, provider, operation: 'text-to-audio' as const, ...request };
  const source = { length: bytes.length, bytes: (async function* () { yield bytes; })() };
  const about = { generation, attempt: firstAttempt('a', generation.id, 1000, 'none', null), position: 0, count: 1, inputs: [] };
  const { path, kind } = await files.save(source, about, new AbortController().signal);
  return { path, kind, folder, sidecar: JSON.parse(readFileSync(`${path}.darkroom.json`, 'utf8')) as Sidecar };
}

/** A WAV file with another head: chunks before the samples, and the length that is claimed for them. */
function withHead(chunks: readonly (readonly [id: string, content: Uint8Array])[], claimed?: number): Buffer {
  const parts = chunks.map(([id, content]) => {
    const head = Buffer.alloc(8);
    head.write(id, 'latin1');
    head.writeUInt32LE(id === 'data' && claimed !== undefined ? claimed : content.length, 4);
    return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
  });
  return Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1'), ...parts]);
}

const format = wav.subarray(20, 36);
const seconds = (bytes: Uint8Array): number | null => playingTime(mediaType(bytes), bytes, bytes.length);

describe('a sound that is saved', () => {
  it('becomes a WAV file of kind audio, with its length beside it', async () => {
    const { path, kind, sidecar, folder } = await save(wav, 'embedded');
    assert.equal(kind, 'audio');
    assert.match(path, /\.wav$/);
    assert.deepEqual(readFileSync(path), wav);
    assert.deepEqual([sidecar.file.name, sidecar.file.duration, sidecar.file.width, sidecar.file.height], [basename(path), 0.4, null, null]);
    assert.deepEqual(readdirSync(folder).length, 2);
  });

  it('says that an algorithm made it, not a model, and says nothing of what other providers do', async () => {
    assert.equal((await save(wav, 'embedded')).sidecar.digitalSourceType, 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia');
    assert.ok(!('digitalSourceType' in (await save(wav, 'some-service')).sidecar));
  });
});

describe('a RIFF file', () => {
  const riff = (kind: string): Buffer => Buffer.concat([Buffer.from(`RIFF\0\0\0\0${kind}`, 'latin1'), Buffer.alloc(40)]);

  it('is a sound, a picture or nothing for us, by what it says next', () => {
    assert.deepEqual(mediaType(riff('WAVE')), { kind: 'audio', extension: 'wav' });
    assert.deepEqual(mediaType(riff('WEBP')), { kind: 'image', extension: 'webp' });
    for (const other of ['AVI ', 'sfbk', 'wave']) assert.throws(() => mediaType(riff(other)), { name: 'MediaError' }, other);
  });

  it('tells its length wherever the samples begin', () => {
    assert.equal(seconds(withHead([['JUNK', Buffer.alloc(37)], ['fmt ', format], ['fact', Buffer.alloc(4)], ['data', Buffer.alloc(22050 * 2)]])), 1);
  });

  it('is not believed to hold more than it does: streams are written before their length is known', () => {
    for (const claimed of [0xffffffff, 1e9]) assert.equal(seconds(withHead([['fmt ', format], ['data', Buffer.alloc(22050)]], claimed)), 0.5);
  });

  it('without a format or samples tells no length', () => {
    assert.equal(seconds(withHead([['data', Buffer.alloc(100)]])), null);
    assert.equal(seconds(withHead([['fmt ', Buffer.alloc(16)], ['data', Buffer.alloc(100)]])), null);
    assert.equal(seconds(withHead([['fmt ', format]])), null);
    assert.equal(seconds(riff('WEBP')), null);
  });

  it('of any bytes is read without harm', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, begun) => {
      const file = Buffer.concat([Buffer.from('RIFF0000WAVE'), begun ? Buffer.from('fmt \x10\0\0\0', 'latin1') : Buffer.alloc(0), bytes]);
      const told = seconds(file);
      assert.ok(told === null || told >= 0 && Number.isFinite(told));
    }), { numRuns: 1000 });
  });
});
