/** Reads the WAV files that the built-in provider writes, strictly, and measures how they sound. */
import assert from 'node:assert/strict';

export interface Heard {
  readonly rate: number;
  readonly frames: number;
  /** Each channel's samples, from -32768 to 32767. */
  readonly channels: readonly Int16Array[];
  readonly chunks: ReadonlyMap<string, Buffer>;
}

export function decodeWav(file: Uint8Array): Heard {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  assert.equal(bytes.toString('latin1', 0, 4), 'RIFF');
  assert.equal(bytes.readUInt32LE(4), bytes.length - 8, 'the length of all that follows');
  assert.equal(bytes.toString('latin1', 8, 12), 'WAVE');
  const chunks = new Map<string, Buffer>();
  let at = 12;
  while (at < bytes.length) {
    const length = bytes.readUInt32LE(at + 4);
    assert.ok(at + 8 + length <= bytes.length, 'a chunk reaches past the end');
    chunks.set(bytes.toString('latin1', at, at + 4), bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + length % 2;
  }
  assert.equal(at, bytes.length);
  assert.deepEqual([...chunks.keys()].slice(0, 2), ['fmt ', 'data'], 'simple readers expect the samples right after the header');
  const format = chunks.get('fmt ')!;
  const [encoding, count, rate] = [format.readUInt16LE(0), format.readUInt16LE(2), format.readUInt32LE(4)];
  assert.deepEqual([format.length, encoding, format.readUInt16LE(14)], [16, 1, 16], 'PCM of 16 bits');
  assert.deepEqual([format.readUInt32LE(8), format.readUInt16LE(12)], [rate * count * 2, count * 2]);
  const data = chunks.get('data')!;
  const frames = data.length / 2 / count;
  assert.ok(Number.isInteger(frames));
  const channels = Array.from({ length: count }, (_, c) => Int16Array.from({ length: frames }, (_, i) => data.readInt16LE((i * count + c) * 2)));
  return { rate, frames, channels, chunks };
}

export function peakOf(samples: Int16Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

/** How often the sign changes, in times a second: low sounds have a low one. */
export function crossings(samples: Int16Array, rate: number, from = 0, to = 1): number {
  const [begin, end] = [Math.floor(from * samples.length), Math.floor(to * samples.length)];
  let count = 0;
  for (let i = begin + 1; i < end; i++) if ((samples[i]! < 0) !== (samples[i - 1]! < 0)) count++;
  return count * rate / (end - begin);
}

/** The share of the energy in each of so many equal stretches of time. */
export function energies(samples: Int16Array, count: number): number[] {
  const sums = new Array<number>(count).fill(0);
  samples.forEach((sample, i) => { sums[Math.floor(i * count / samples.length)]! += sample * sample; });
  const total = sums.reduce((sum, energy) => sum + energy, 0);
  return sums.map(energy => energy / total);
}

/** The share of the energy above a frequency, by a plain filter. */
export function above(samples: Int16Array, rate: number, hertz: number): number {
  const share = 1 - Math.exp(-2 * Math.PI * hertz / rate);
  let [low, high, total] = [0, 0, 0];
  for (const sample of samples) {
    low += (sample - low) * share;
    high += (sample - low) ** 2;
    total += sample ** 2;
  }
  return high / total;
}
