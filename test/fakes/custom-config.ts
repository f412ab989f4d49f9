/** The description of the fake provider, as its owner would write it into the settings. */
import type { RecoveryMode } from '../../src/shared/model.ts';
import { parseCustomProviders } from '../../src/extension/providers/custom/config.ts';
import type { CustomHttpConfig, CustomHttpSetting } from '../../src/extension/providers/custom/config.ts';

/** @param origin of a running fake provider @param recovery how that one was told to treat a repeated submit */
export function customSettingFor(origin: string, recovery: RecoveryMode, overrides: Partial<CustomHttpSetting> = {}): CustomHttpSetting {
  const reply = { outputs: '/outputs', url: '/url', cost: '/cost', error: '/error/message', code: '/error/code' };
  const keyed = recovery === 'key-replay' || recovery === 'key-reject';
  return {
    id: 'fake',
    label: 'Fake Service',
    origin,
    models: [{
      id: 'picture-1',
      label: 'Picture 1',
      operation: 'text-to-image',
      promptLimit: 2000,
      price: 0.04,
      parameters: [
        { name: 'width', label: 'Width', type: 'integer', minimum: 16, maximum: 512, default: 64 },
        { name: 'height', label: 'Height', type: 'integer', minimum: 16, maximum: 512, default: 64 },
        { name: 'count', label: 'Pictures', type: 'integer', minimum: 1, maximum: 4, default: 1 },
        { name: 'seed', label: 'Seed', type: 'seed', minimum: 0, maximum: 999_999 },
      ],
    }],
    submit: {
      path: '/v1/jobs',
      // A service without recovery ignores the reference; the fake only counts by it.
      headers: keyed ? { 'Idempotency-Key': '${reference}' } : { 'X-Client-Reference': '${reference}' },
      body: {
        model: '${model}', prompt: '${prompt}', width: '${width}', height: '${height}', count: '${count}', seed: '${seed}',
        ...(recovery === 'client-id' ? { id: '${reference}' } : {}),
        ...(recovery === 'lookup' ? { reference: '${reference}' } : {}),
      },
      reply: { ...reply, word: '/status', ...(recovery === 'client-id' ? {} : { remoteId: '/id' }) },
    },
    poll: { path: '/v1/jobs/${remoteId}', reply: { ...reply, word: '/status', progress: '/progress' } },
    cancel: { path: '/v1/jobs/${remoteId}/cancel' },
    ...(recovery === 'lookup' || recovery === 'key-reject'
      ? { find: { path: '/v1/jobs?reference=${reference}', reply: { items: '/jobs', reference: '/reference', remoteId: '/id', word: '/status' } } }
      : {}),
    ...(recovery === 'key-reject' ? { duplicate: { status: 409, remoteId: '/error/id' } } : {}),
    words: { succeeded: ['succeeded'], failed: ['failed'], cancelled: ['cancelled'], moderation: ['moderated'], concurrency: ['too_many_jobs'], credit: ['no_credit'] },
    recovery,
    pollEvery: 0.1,
    ...overrides,
  };
}

/** The same, checked and complete, as {@link createCustomProvider} takes it. Throws when the overrides are wrong. */
export function customConfigFor(fake: { readonly origin: string }, recovery: RecoveryMode, overrides: Partial<CustomHttpSetting> = {}): CustomHttpConfig {
  const { providers: [config], problems } = parseCustomProviders([customSettingFor(fake.origin, recovery, overrides)]);
  if (config === undefined) throw new Error(problems.join('\n'));
  return config;
}
