import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Parameters } from '../../../src/shared/model.ts';
import { mediaType, playingTime } from '../../../src/extension/assets/sniff.ts';
import { draw } from '../../../src/extension/providers/embedded/draw.ts';
import { soundNames } from '../../../src/extension/providers/embedded/names.ts';
import { type DrawingRequest, UnusableValue } from '../../../src/extension/providers/embedded/settings.ts';
import { loudest } from '../../../src/extension/providers/embedded/sound/sound.ts';
import { type Heard, above, crossings, decodeWav, energies, peakOf } from './decode-wav.ts';
import { sound } from './requests.ts';

const hashOf = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex');
const heard = (request: DrawingRequest): Heard => decodeWav(draw(request));
const mono = (prompt: string, parameters: Parameters = {}): Int16Array => heard(sound(prompt, parameters)).channels[0]!;
const rate = 11025;
const limit = Math.round(loudest * 32767);

/** What every sound keeps, whatever it is. */
function assertSound(file: Heard, parameters: Parameters): void {
  if (typeof parameters.duration === 'number') assert.equal(file.frames, Math.round(parameters.duration * file.rate));
  assert.equal(file.rate, Number(parameters.rate));
  assert.equal(file.channels.length, parameters.stereo === true ? 2 : 1);
  const peaks = file.channels.map(peakOf);
  assert.ok(Math.abs(Math.max(...peaks) - limit) <= 1, `peak ${Math.max(...peaks)}: normalised, and never over`);
  for (const samples of file.channels) {
    assert.ok(peakOf(samples) > limit / 50, 'a channel is silent');
    const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
    assert.ok(Math.abs(mean) < 2, `a constant ${mean} under it`);
    if (parameters.loop === true) continue;
    assert.ok(Math.abs(samples[0]!) <= 2 && Math.abs(samples.at(-1)!) <= 2, `${samples[0]} … ${samples.at(-1)}`);
  }
}

/**
 * Files in people's projects name these requests. A change here means that "the same words and seed give the same
 * sound" is broken for them: it belongs into the changelog.
 */
const pinned: readonly (readonly [DrawingRequest, string])[] = [
  [sound('small bright coin', { seed: 42, rate: '44100' }), '32ff2378ed0dcd4f64fd1f24b4cb96eb1946db71f6dcf37f77bf05d2d8588e51'],
  [sound('thunder and heavy rain in a cave', { seed: 4294967295, stereo: true, duration: 1.5 }), '237c3e9a29cf92e7ecc5ac117b1265ca2ff49b7858cccdbe782ca0659c14ddc3'],
  [sound('frobnicator of Zyx', { seed: 0, rate: '22050' }), '8f84063d61fb668f0973dcf339a2a7b7eaddd336e1240c125c81c1c151fa497b'],
  [sound('retro metal footsteps with echo', { seed: 7, rate: '48000', duration: 2 }), '495ed592cb8b5384b78157616558b203bc3eb6fe9f7969202b3e422d4bfaa273'],
  [sound('', { kind: 'engine', loop: true, duration: 1, seed: 3 }), '2cebb3b75460d563925cf3f64c74a4f00d246a0805c8cc7be200ab372a6e4fe5'],
  [sound('ein leises 森', { kind: 'motif', stereo: true }), 'f8ed4d6d00d66a842b7ab2f52cf73b42367549c6dd5d5fa544032ad910923935'],
];

describe('the built-in sound', function () {
  this.timeout(60_000);

  for (const [request, hash] of pinned) {
    it(`gives for ever the same bytes: "${request.prompt}"`, () => assert.equal(hashOf(draw(request)), hash));
  }

  it('gives the same bytes when asked twice, whatever was made between', () => {
    const first = hashOf(draw(sound('old door')));
    draw(sound('glass'));
    assert.equal(hashOf(draw(sound('old door'))), first);
  });

  it('gives another sound for every other seed', () => {
    for (const kind of soundNames) {
      const seen = new Set([0, 1, 2, 4294967295].map(seed => hashOf(draw(sound('', { kind, seed, duration: 0.2 })))));
      assert.equal(seen.size, 4, kind);
    }
  });

  it('sounds different for different words, known and unknown', () => {
    const prompts = ['sword', 'small sword', 'key', 'rusty sword', 'frobnicator', 'xyzzy', '猫', '犬', 'Straße', 'sword of xyzzy', ''];
    assert.equal(new Set(prompts.map(prompt => hashOf(draw(sound(prompt))))).size, prompts.length);
  });

  it('reads the same words the same way in capitals and with punctuation', () => {
    assert.deepEqual(draw(sound('Short LASER!')), draw(sound('a short, laser sound')));
  });

  it('keeps every promise for every kind: length, peak, rest at both ends, no constant, at every rate', () => {
    const settings: readonly Parameters[] = [
      { rate: '11025', duration: 0.05 }, { rate: '11025', duration: 0.6 }, { rate: '48000', stereo: true, duration: 0.12 }, { rate: '22050', loop: true, duration: 0.3 },
    ];
    for (const kind of soundNames) {
      for (const parameters of settings) assertSound(heard(sound('', { ...parameters, kind })), parameters);
    }
  });

  it('keeps them whatever the words, the seed and the parameters are', () => {
    const words = fc.array(fc.constantFrom(
      ...'coin explosion thunder rain bell footsteps doors glass engine tiny huge deep distant cave echo retro reversed harsh muffled metallic soft hard fast slow triple and with on gravel xyzzy'.split(' '),
    ), { maxLength: 8 }).map(some => some.join(' '));
    const prompt = fc.oneof(words, fc.string({ unit: 'binary', maxLength: 100 }), fc.constantFrom('', '\0', '\ud800', 'no', 'and and', 'constructor', '__proto__', 'x'.repeat(2000)));
    const parameters = fc.record<Parameters>({
      kind: fc.constantFrom('auto', 'auto', ...soundNames), duration: fc.double({ min: 0.05, max: 1.2, noNaN: true }), seed: fc.integer({ min: 0, max: 4294967295 }),
      rate: fc.constantFrom('11025', '22050'), stereo: fc.boolean(), loop: fc.boolean(),
    });
    fc.assert(fc.property(prompt, parameters, (text, settings) => assertSound(heard({ model: 'sound', prompt: text, parameters: settings }), settings)), { numRuns: 100 });
  });

  it('lasts as long as its kind does when nobody says how long, within the bounds', () => {
    const seconds = (prompt: string): number => mono(prompt).length / rate;
    assert.ok(seconds('click') < 0.2 && seconds('thunder') > 3);
    assert.ok(seconds('long bell') > seconds('bell') && seconds('short bell') < seconds('bell'));
    assert.ok(seconds('footsteps') > seconds('footstep') && seconds('triple beep') > seconds('beep'));
    assert.ok(seconds('huge long slow several epic gong in a cathedral with echo') <= 30);
  });

  it('tells the kinds apart as an ear would: by brightness, course and length', () => {
    const heardAs = (kind: string, seed: number): number[] => {
      const samples = mono('', { kind, seed });
      const fine = energies(samples, 64);
      return [
        ...[0, 0.25, 0.5, 0.75].map(from => Math.log(crossings(samples, rate, from, from + 0.25) + 20)),
        ...energies(samples, 8).map(energy => 3 * Math.sqrt(energy)),
        ...[150, 400, 1000, 2500].map(hertz => 2 * above(samples, rate, hertz)),
        Math.log(samples.length / rate),
        Math.log(1 + Math.sqrt(fine.reduce((sum, energy) => sum + (energy * 64 - 1) ** 2, 0) / 64)),
      ];
    };
    const apart = (one: readonly number[], other: readonly number[]): number => Math.hypot(...one.map((value, i) => value - other[i]!));
    const known = soundNames.flatMap(kind => [1, 2].map(seed => ({ kind, marks: heardAs(kind, seed) })));
    const mistaken = soundNames.filter(kind => {
      const marks = heardAs(kind, 3);
      const nearest = known.reduce((best, each) => (apart(each.marks, marks) < apart(best.marks, marks) ? each : best));
      return nearest.kind !== kind;
    });
    assert.ok(mistaken.length <= soundNames.length / 10, mistaken.join(' '));
  });

  it('goes where it should: a jump up, a laser down, rain evenly, a bell away', () => {
    for (const seed of [1, 2, 3]) {
      const jump = mono('jump', { seed });
      assert.ok(crossings(jump, rate, 0.6, 0.9) > 1.5 * crossings(jump, rate, 0, 0.3), 'jump');
      const laser = mono('laser', { seed });
      assert.ok(crossings(laser, rate, 0.6, 0.9) < 0.7 * crossings(laser, rate, 0, 0.3), 'laser');
      assert.ok(energies(mono('rain', { seed }), 5).every(energy => energy > 0.12 && energy < 0.28), 'rain');
      assert.ok(energies(mono('bell', { seed }), 5)[0]! > 0.6, 'bell');
      assert.ok(energies(mono('thunder', { seed }), 5)[0]! > energies(mono('thunder', { seed }), 5)[4]!, 'thunder');
    }
  });

  it('follows the words about it', () => {
    for (const kind of ['coin', 'bell', 'laser', 'explosion', 'growl']) {
      const plain = crossings(mono(kind), rate);
      assert.ok(crossings(mono(`huge deep ${kind}`), rate) < plain, `deep ${kind}`);
      assert.ok(crossings(mono(`tiny ${kind}`), rate) > plain, `tiny ${kind}`);
    }
    for (const kind of ['clang', 'rain', 'shot', 'magic']) {
      const plain = above(mono(kind), rate, 1500);
      assert.ok(above(mono(`muffled ${kind}`), rate, 1500) < plain / 2, `muffled ${kind}`);
      assert.ok(above(mono(`distant ${kind}`), rate, 1500) < plain, `distant ${kind}`);
      assert.ok(above(mono(`bright ${kind}`), rate, 1500) > plain, `bright ${kind}`);
    }
    const late = (prompt: string): number => energies(mono(prompt, { duration: 1.5 }), 3)[2]!;
    assert.ok(late('snare in a cathedral') > 4 * late('snare'), 'a room rings on');
    const [forth, back] = [energies(mono('drum'), 4), energies(mono('reversed drum'), 4)];
    assert.ok(forth[0]! > 0.5 && back[3]! > 0.5, 'reversed');
    const strokes = (prompt: string): number => energies(mono(prompt), 90).filter((energy, i, all) => energy > 0.05 && energy > 4 * (all[i - 1] ?? 0)).length;
    assert.equal(strokes('triple click'), 3);
  });

  it('repeats without a seam when asked to, and says so in the file', () => {
    for (const kind of soundNames) {
      const { channels, chunks, frames } = heard(sound('', { kind, loop: true, duration: 0.8 }));
      const samples = channels[0]!;
      let largest = 0;
      samples.forEach((sample, i) => { if (i > 0) largest = Math.max(largest, Math.abs(sample - samples[i - 1]!)); });
      assert.ok(Math.abs(samples[0]! - samples.at(-1)!) <= largest, kind);
      const loop = chunks.get('smpl')!;
      assert.deepEqual([loop.readUInt32LE(28), loop.readUInt32LE(44), loop.readUInt32LE(48)], [1, 0, frames - 1]);
    }
    assert.ok(!heard(sound('rain')).chunks.has('smpl'));
  });

  it('keeps what goes on as loud at its seam as elsewhere', () => {
    const few = Math.floor(rate * 0.003);
    const energy = (samples: Int16Array): number => samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const ends = ['rain', 'water', 'jet'].flatMap(kind => [1, 2, 3, 4, 5, 6, 7, 8].map(seed => {
      const samples = mono('', { kind, seed, loop: true, duration: 2 });
      return [samples.subarray(0, few), samples.subarray(-few)].map(end => energy(end) / energy(samples));
    }));
    for (const end of [0, 1]) {
      const mean = ends.reduce((sum, pair) => sum + pair[end]!, 0) / ends.length;
      assert.ok(mean > 0.6 && mean < 1.7, `${end === 0 ? 'first' : 'last'}: ${mean}`);
    }
  });

  it('fills a longer time with what beats, and lets what rings ring longer', () => {
    const steps = energies(mono('footstep', { duration: 3 }), 6);
    assert.ok(steps.every(energy => energy > 0.05), steps.join(' '));
    assert.ok(energies(mono('bell', { duration: 8 }), 8)[3]! > 0.001);
  });

  it('says in the file what made it: Darkroom, by an algorithm, not by a model', () => {
    const { chunks } = heard(sound('coin'));
    assert.match(chunks.get('LIST')!.toString('latin1'), /^INFOISFT.{4}Darkroom\0/s);
    assert.match(chunks.get('_PMX')!.toString('latin1'), /digitalsourcetype\/algorithmicMedia"/);
    assert.doesNotMatch(chunks.get('_PMX')!.toString('latin1'), /trained/i);
  });

  it('is known by its bytes as a sound of its length', () => {
    const file = draw(sound('coin', { duration: 0.5, stereo: true }));
    assert.deepEqual(mediaType(file), { kind: 'audio', extension: 'wav' });
    assert.equal(playingTime(mediaType(file), file, file.length), 0.5);
  });

  it('reports progress that only rises, from 0 on, to 1 at the end', () => {
    for (const request of [sound('thunder and rain', { rate: '44100' }), sound('click')]) {
      const reports: number[] = [];
      draw(request, progress => reports.push(progress));
      assert.ok(reports.length > 4);
      reports.forEach((progress, i) => assert.ok(progress >= (reports[i - 1] ?? 0) && progress <= 1, `${reports[i - 1]} then ${progress}`));
      assert.equal(reports.at(-1), 1);
    }
  });

  it('refuses values out of bounds by name', () => {
    const wrong: readonly (readonly [Parameters, string])[] = [
      [{ duration: 0.01 }, 'duration'], [{ duration: 31 }, 'duration'], [{ duration: NaN }, 'duration'], [{ duration: '1' }, 'duration'], [{ kind: 'opera' }, 'kind'],
      [{ rate: '8000' }, 'rate'], [{ rate: 44100 }, 'rate'], [{ stereo: 'yes' }, 'stereo'], [{ loop: 1 }, 'loop'], [{ seed: -1 }, 'seed'], [{ seed: 1.5 }, 'seed'],
    ];
    for (const [parameters, field] of wrong) {
      assert.throws(() => draw(sound('coin', parameters)), (error: unknown) => error instanceof UnusableValue && error.field === field, field);
    }
  });
});
