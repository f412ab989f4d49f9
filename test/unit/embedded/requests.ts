/** What the tests of the built-in provider share. */
import { randomUUID } from 'node:crypto';
import type { Parameters } from '../../../src/shared/model.ts';
import type { Call } from '../../../src/extension/providers/contract.ts';
import type { DrawingRequest } from '../../../src/extension/providers/embedded/settings.ts';

/** The script of the drawing thread, straight from its source. */
export const worker = new URL('../../../src/extension/providers/embedded/worker.ts', import.meta.url);

export function texture(prompt: string, parameters: Parameters = {}): DrawingRequest {
  return { model: 'texture', prompt, parameters: { width: 48, height: 48, seed: 1, ...parameters } };
}

export function sprite(prompt: string, parameters: Parameters = {}): DrawingRequest {
  return { model: 'sprite', prompt, parameters: { size: '16', scale: 1, seed: 1, ...parameters } };
}

/** Mono at the lowest rate, which is quickly made, unless it says otherwise. */
export function sound(prompt: string, parameters: Parameters = {}): DrawingRequest {
  return { model: 'sound', prompt, parameters: { rate: '11025', seed: 1, ...parameters } };
}

export function callFor(request: DrawingRequest, reference: string = randomUUID(), signal = new AbortController().signal): Call {
  return { reference, signal, request: { provider: 'embedded', operation: request.model === 'sound' ? 'text-to-audio' : 'text-to-image', ...request } };
}

/** Takes long enough on any machine to be seen at work. */
export const large = texture('cracked ice', { width: 2048, height: 2048 });

/** The same for a sound. */
export const long = sound('rain and fire with waves and wind', { duration: 30, rate: '48000', stereo: true });
