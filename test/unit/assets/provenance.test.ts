import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { hasSilentSound, readEmbedded, readSidecar } from '../../../src/extension/assets/provenance.ts';
import { sidecarPath } from '../../../src/extension/assets/sidecar.ts';
import { wordsOf } from '../../../src/extension/assets/words.ts';
import { pngWith, stripedPng } from '../../fakes/png.ts';
import { tempFolder } from '../temp.ts';

/** A photo's comment in UTF-16, as A1111 writes it into JPEG. */
function jpegWith(comment: string): Buffer {
  const text = Buffer.from(comment, 'utf16le').swap16();
  const value = Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), text]);
  const tiff = Buffer.alloc(8 + 18 + 18);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  const entry = (at: number, tag: number, type: number, count: number, where: number): void => {
    tiff.writeUInt16BE(1, at);
    tiff.writeUInt16BE(tag, at + 2);
    tiff.writeUInt16BE(type, at + 4);
    tiff.writeUInt32BE(count, at + 6);
    tiff.writeUInt32BE(where, at + 10);
  };
  entry(8, 0x8769, 4, 1, 26);
  entry(26, 0x9286, 7, value.length, 44);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, value]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), length, exif, Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xff, 0xd9])]);
}

function fileOf(name: string, bytes: Buffer | string): string {
  const file = path.join(tempFolder(), name);
  fs.writeFileSync(file, bytes);
  return file;
}

const lines = 'a keep at dusk, <lora:mist:0.8>\nwith warm windows\nNegative prompt: people, text\nSteps: 28, Sampler: Euler a, CFG scale: 7, Seed: 4127, Size: 768x512, Model: dusk_v2, Lora hashes: "mist: 12ab, fog: 34cd", Version: v1.10';

describe('what other programs wrote into a picture', () => {
  it('is read as A1111 and its kin write it, from PNG in each of its ways and from JPEG', async () => {
    for (const bytes of [pngWith({ parameters: lines }), pngWith({ parameters: lines }, 'international'), pngWith({ parameters: lines }, 'compressed'), jpegWith(lines)]) {
      const words = await readEmbedded(fileOf('a.png', bytes));
      assert.deepEqual([words?.tool, words?.prompt, words?.negative, words?.model], ['A1111', 'a keep at dusk, <lora:mist:0.8>\nwith warm windows', 'people, text', 'dusk_v2']);
      assert.deepEqual(words?.parameters.find(({ name }) => name === 'Seed'), { name: 'Seed', value: '4127' });
      assert.deepEqual(words?.parameters.find(({ name }) => name === 'Lora hashes'), { name: 'Lora hashes', value: 'mist: 12ab, fog: 34cd' });
    }
    const japanese = await readEmbedded(fileOf('b.png', pngWith({ parameters: lines.replace('a keep', '城') }, 'international')));
    assert.equal(japanese?.prompt.startsWith('城'), true);
  });

  it('is read as ComfyUI writes its graph, whichever way the texts are linked', async () => {
    const graph = {
      3: { class_type: 'KSampler', inputs: { seed: 99, steps: 20, cfg: 8, sampler_name: 'euler', positive: ['12', 0], negative: ['7', 0], model: ['4', 0] } },
      4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'dusk.safetensors' } },
      6: { class_type: 'CLIPTextEncode', inputs: { text: 'a lonely keep', clip: ['4', 1] } },
      7: { class_type: 'CLIPTextEncode', inputs: { text: 'people', clip: ['4', 1] } },
      12: { class_type: 'ConditioningCombine', inputs: { conditioning_1: ['6', 0] } },
    };
    const words = await readEmbedded(fileOf('c.png', pngWith({ prompt: JSON.stringify(graph).replace('"cfg":8', '"cfg":NaN'), workflow: '{"nodes":[]}' })));
    assert.deepEqual([words?.tool, words?.prompt, words?.negative, words?.model], ['ComfyUI', 'a lonely keep', 'people', 'dusk.safetensors']);
    assert.deepEqual(words?.parameters.map(({ name, value }) => `${name}=${value}`), ['seed=99', 'steps=20', 'sampler_name=euler']);
    const circle = { 1: { class_type: 'KSampler', inputs: { seed: 1, positive: ['2', 0] } }, 2: { class_type: 'Reroute', inputs: { a: ['2', 0], b: ['1', 0] } } };
    assert.equal(wordsOf(new Map([['prompt', JSON.stringify(circle)]]))?.prompt, '');
  });

  it('is read as InvokeAI and SwarmUI write it', async () => {
    const invoke = { positive_prompt: 'a keep', negative_prompt: 'people', seed: 7, steps: 30, model: { name: 'dusk', key: 'k' }, loras: [] };
    const one = await readEmbedded(fileOf('d.png', pngWith({ invokeai_metadata: JSON.stringify(invoke) })));
    assert.deepEqual([one?.tool, one?.prompt, one?.negative, one?.model, one?.parameters.length], ['InvokeAI', 'a keep', 'people', 'dusk', 2]);
    const swarm = { sui_image_params: { prompt: 'a keep', negativeprompt: '', model: 'dusk', seed: 8, steps: 20 }, sui_extra_data: {} };
    const two = await readEmbedded(fileOf('e.png', pngWith({ parameters: JSON.stringify(swarm) })));
    assert.deepEqual([two?.tool, two?.prompt, two?.model, two?.parameters.length], ['SwarmUI', 'a keep', 'dusk', 2]);
  });

  it('is nothing where there is none, where it is broken, and where it only looks like it', async () => {
    for (const bytes of [stripedPng(8, 8), Buffer.alloc(0), Buffer.from('words'), pngWith({ parameters: 'a keep at dusk' }), pngWith({ prompt: '{"a":' }), pngWith({ prompt: '{}' }), pngWith({ parameters: '{"other":1}' }), pngWith({ parameters: lines }).subarray(0, 50)]) {
      assert.equal(await readEmbedded(fileOf('f.png', bytes)), null);
    }
    assert.equal(await readEmbedded(path.join(tempFolder(), 'nowhere.png')), null);
  });

  it('never throws and never grows without end, whatever stands there', () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.string().map(each => `${each}\nSteps: 1, Sampler: ${each}, Seed: 2`));
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('parameters', 'prompt', 'invokeai_metadata', 'UserComment'), text), texts => {
      const words = wordsOf(new Map(Object.entries(texts)));
      assert.ok(words === null || words.parameters.length <= 40 && words.parameters.every(({ name, value }) => name.length <= 60 && value.length <= 500));
    }));
    const words = wordsOf(new Map([['parameters', `${'p'.repeat(1_000_000)}\nSteps: 1, Sampler: a, Seed: 2`]]));
    assert.ok(words === null || words.prompt.length <= 20_000);
    // A line that would keep a careless pattern busy for ever.
    const before = process.cpuUsage().user;
    wordsOf(new Map([['parameters', `x\n${'a '.repeat(20_000)}`]]));
    wordsOf(new Map([['parameters', `x\nSteps: "${'\\'.repeat(30_000)}`]]));
    assert.ok(process.cpuUsage().user - before < 5_000_000);
  });
});

describe('the sidecar of a file that the history does not know', () => {
  const file = (sidecar: unknown): string => {
    const picture = fileOf('g.png', stripedPng(8, 8));
    fs.writeFileSync(sidecarPath(picture), typeof sidecar === 'string' ? sidecar : JSON.stringify(sidecar));
    return picture;
  };
  const sidecar = { darkroom: 1, provider: 'fal', model: 'flux', operation: 'text-to-image', prompt: 'a keep', parameters: { seed: 4 }, cost: 0.05, finishedAt: '2026-11-01T10:00:00.000Z' };

  it('tells what made it', async () => {
    assert.deepEqual(await readSidecar(file(sidecar)), { provider: 'fal', model: 'flux', operation: 'text-to-image', prompt: 'a keep', parameters: { seed: 4 }, cost: 0.05, at: Date.UTC(2026, 10, 1, 10) });
  });

  it('is believed as far as it makes sense, and no further', async () => {
    const odd = await readSidecar(file({ ...sidecar, operation: 'text-to-money', parameters: { seed: [1] }, cost: 'much', finishedAt: 'soon', prompt: 'p'.repeat(30_000) }));
    assert.deepEqual([odd?.operation, odd?.parameters, odd?.cost, odd?.at, odd?.prompt.length], [null, {}, null, null, 20_000]);
    for (const none of ['', '{', '[]', { ...sidecar, darkroom: 2 }, { ...sidecar, prompt: 7 }, 'x'.repeat(600_000)]) assert.equal(await readSidecar(file(none)), null);
    assert.equal(await readSidecar(fileOf('h.png', stripedPng(8, 8))), null);
  });
});

describe('the sound of a video', () => {
  const box = (type: string, ...inside: Buffer[]): Buffer => {
    const body = Buffer.concat(inside);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length + 8);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const film = (...kinds: string[]): Buffer => Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0', 'latin1')), box('mdat', Buffer.from('mp4a is not here')),
    box('moov', ...kinds.map(kind => box('trak', box('mdia', box('minf', box('stbl', box('stsd', Buffer.alloc(8), box(kind, Buffer.alloc(20))))))))),
  ]);

  it('is known to be one that can\'t be played here by its track, wherever that stands', async () => {
    assert.equal(await hasSilentSound(fileOf('a.mp4', film('avc1', 'mp4a'))), true);
    assert.equal(await hasSilentSound(fileOf('b.mp4', film('avc1'))), false);
    assert.equal(await hasSilentSound(fileOf('c.mp4', film('avc1', '.mp3'))), false);
  });

  it('is not guessed from what is broken, cut or endless', async () => {
    const whole = film('avc1', 'mp4a');
    for (let length = 0; length < whole.length; length += 7) assert.equal(typeof await hasSilentSound(fileOf('d.mp4', whole.subarray(0, length))), 'boolean');
    assert.equal(await hasSilentSound(fileOf('e.mp4', Buffer.alloc(100_000))), false);
    assert.equal(await hasSilentSound(fileOf('f.mp4', Buffer.concat(Array.from({ length: 5000 }, () => box('free'))))), false);
  });
});
