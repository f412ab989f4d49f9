import assert from 'node:assert/strict';
import { recoveryModes } from '../../../src/shared/model.ts';
import { createCustomProvider, declaredOrigins } from '../../../src/extension/providers/custom/provider.ts';
import { createEmbeddedProvider } from '../../../src/extension/providers/embedded/index.ts';
import { createHttp } from '../../../src/extension/providers/http.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { startFakeProvider } from '../../fakes/provider-server.ts';
import type { FakeOptions } from '../../fakes/provider-server.ts';
import { describeConformance } from './conformance.ts';
import type { Harness } from './conformance.ts';
import { callFor, shortLimits } from './support.ts';

async function customHarness(options: FakeOptions): Promise<Harness> {
  const secret = 'canary-key-0123456789';
  const fake = await startFakeProvider({ ...options, key: secret });
  const config = customConfigFor(fake, options.mode ?? 'none', { key: { header: 'Authorization' } });
  const provider = createCustomProvider(config, {
    http: createHttp({ declaredOrigins: declaredOrigins(config), limits: shortLimits }),
    key: async () => secret,
  });
  return {
    provider,
    secret,
    request: callFor('').request,
    ...(options.sync === true ? {} : { advance: reference => fake.job(reference).progress(0.5), finish: reference => fake.job(reference).finish() }),
    charges: reference => fake.charges.of(reference),
    loseAnswer: () => fake.next('submit', { kind: 'reset', when: 'after-work' }),
    stall: call => fake.next(call === 'open' ? 'file' : call, { kind: 'hang' }),
    async dispose() {
      provider.dispose?.();
      await fake.close();
    },
  };
}

async function embeddedHarness(): Promise<Harness> {
  const provider = createEmbeddedProvider({ worker: new URL('../../../src/extension/providers/embedded/worker.ts', import.meta.url) });
  const request = (model: string, side: number): Harness['request'] => {
    const spec = provider.spec.models.find(each => each.id === model);
    assert.ok(spec);
    const preset = spec.parameters.flatMap(each => (each.default === undefined ? [] : [[each.name, each.default] as const]));
    const parameters = { ...Object.fromEntries(preset), seed: 7, width: side, height: side };
    return { provider: provider.spec.id, model, operation: spec.operation, prompt: 'mossy stone wall', parameters };
  };
  const model = provider.spec.models[0]!.id;
  return {
    provider,
    request: request(model, 64),
    long: request(model, 512),
    dispose: async () => provider.dispose?.(),
  };
}

for (const mode of recoveryModes) describeConformance(`custom HTTP, recovery ${mode}`, () => customHarness({ mode }));
describeConformance('custom HTTP that answers at once', () => customHarness({ mode: 'none', sync: true }));
describeConformance('embedded', embeddedHarness);
