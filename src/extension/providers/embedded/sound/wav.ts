/** Writes WAV files: RIFF with PCM of 16 bits, the samples right after the header, what is said of them behind. */
import { latin, software, xmp } from '../provenance.ts';

export interface WavHeader {
  readonly rate: number;
  /** Whether it is meant to repeat without end: samplers and game engines look for that. */
  readonly loop: boolean;
}

/** @param channels one or two, equally long, each sample from -1 to 1 */
export function wavOf({ rate, loop }: WavHeader, channels: readonly Float64Array[]): Uint8Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0;
  const chunks = [
    chunk('fmt ', formatOf(rate, channels.length)),
    chunk('data', samplesOf(channels, frames)),
    ...(loop ? [chunk('smpl', loopOf(rate, frames))] : []),
    chunk('LIST', latin('INFO'), chunk('ISFT', latin(`${software}\0`))),
    chunk('_PMX', latin(xmp)),
  ];
  return chunk('RIFF', latin('WAVE'), ...chunks);
}

function chunk(id: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(8 + length + length % 2);
  bytes.set(latin(id));
  new DataView(bytes.buffer).setUint32(4, length, true);
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function formatOf(rate: number, channels: number): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 1, true);
  view.setUint16(2, channels, true);
  view.setUint32(4, rate, true);
  view.setUint32(8, rate * channels * 2, true);
  view.setUint16(12, channels * 2, true);
  view.setUint16(14, 16, true);
  return bytes;
}

function samplesOf(channels: readonly Float64Array[], frames: number): Uint8Array {
  const bytes = new Uint8Array(frames * channels.length * 2);
  const view = new DataView(bytes.buffer);
  channels.forEach((channel, c) => {
    for (let i = 0; i < frames; i++) view.setInt16((i * channels.length + c) * 2, Math.round((channel[i] ?? 0) * 32767), true);
  });
  return bytes;
}

/** One loop, from the first sample to the last. */
function loopOf(rate: number, frames: number): Uint8Array {
  const bytes = new Uint8Array(60);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, Math.round(1e9 / rate), true);
  view.setUint32(12, 60, true);
  view.setUint32(28, 1, true);
  view.setUint32(48, frames - 1, true);
  return bytes;
}
