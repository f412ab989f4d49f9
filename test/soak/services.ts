/** One service for each way of recovery, each as honest about it as it was declared, and each as unreliable as chance wants. */
import type { CustomHttpConfig } from '../../src/extension/providers/custom/config.ts';
import type { Random } from '../../src/extension/providers/embedded/random.ts';
import { type RecoveryMode, recoveryModes } from '../../src/shared/model.ts';
import { customConfigFor } from '../fakes/custom-config.ts';
import type { Fault } from '../fakes/faults.ts';
import { type FakeProvider, type Route, startFakeProvider } from '../fakes/provider-server.ts';

export interface Service {
  readonly id: RecoveryMode;
  readonly mode: RecoveryMode;
  readonly fake: FakeProvider;
  /** As the process of this name has it: every request says whose it is. */
  configFor(hand: string): CustomHttpConfig;
}

/** @param takes milliseconds of a job */
export function startServices(takes: number): Promise<Service[]> {
  return Promise.all(recoveryModes.map(async mode => {
    const fake = await startFakeProvider({ mode, auto: takes });
    const config = { ...customConfigFor(fake, mode, { id: mode, concurrency: 12 }), pollEvery: 0.02 };
    return {
      id: mode, mode, fake,
      configFor: hand => ({ ...config, submit: { ...config.submit, headers: { ...config.submit.headers, 'X-Hand': hand } } }),
    };
  }));
}

const away: readonly Fault[] = [
  { kind: 'reset', when: 'before-reading' }, { kind: 'reset', when: 'before-work' }, { kind: 'reset', when: 'after-work' }, { kind: 'reset', when: 'mid-answer' },
  { kind: 'status', status: 500 }, { kind: 'status', status: 503, after: true }, { kind: 'delay', ms: 40 }, { kind: 'truncated' }, { kind: 'html' },
  { kind: 'hang' }, { kind: 'hang', after: true },
];

type Troubled = Extract<Route, 'submit' | 'poll' | 'find' | 'cancel' | 'file'>;

const faults: Readonly<Record<Troubled, readonly Fault[]>> = {
  submit: [
    ...away, ...away,
    { kind: 'status', status: 500, after: true }, { kind: 'delay', ms: 150 }, { kind: 'length', off: 20 },
    { kind: 'status', status: 429, headers: { 'retry-after': '0' } }, { kind: 'status', status: 422 },
    { kind: 'status', status: 400, body: '{"error":{"code":"too_many_jobs","message":"Too many jobs."}}' },
  ],
  // No answer about a job: where it is not there, every word would be a lie and no trouble.
  poll: away,
  find: away,
  cancel: away,
  // What uses up a try to fetch a result is left out: four in a row would be a rightful loss.
  file: away.filter(({ kind }) => kind !== 'truncated' && kind !== 'html'),
};

export function causeTrouble({ fake }: Service, random: Random): void {
  const route = random.pick(['submit', 'submit', 'submit', 'poll', 'find', 'cancel', 'file'] as const);
  fake.next(route, random.pick(faults[route]));
}
