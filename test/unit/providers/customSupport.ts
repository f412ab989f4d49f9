/** A described service and its fake, set up for one test. */
import type { RecoveryMode } from '../../../src/shared/model.ts';
import type { Provider } from '../../../src/extension/providers/contract.ts';
import type { CustomHttpSetting } from '../../../src/extension/providers/custom/config.ts';
import { createCustomProvider, declaredOrigins } from '../../../src/extension/providers/custom/provider.ts';
import type { HttpOptions } from '../../../src/extension/providers/http.ts';
import { customConfigFor, customSettingFor } from '../../fakes/custom-config.ts';
import type { FakeOptions, FakeProvider } from '../../fakes/provider-server.ts';
import { opener } from './support.ts';

export interface Setup {
  readonly recovery?: RecoveryMode;
  readonly overrides?: Partial<CustomHttpSetting>;
  readonly fake?: FakeOptions;
  readonly http?: Partial<HttpOptions>;
  readonly key?: string;
  readonly now?: () => number;
}

export type SetUp = (setup?: Setup) => Promise<{ readonly fake: FakeProvider; readonly provider: Provider }>;

/** To be called inside `describe`: what it opens ends with each test. */
export function setUpper(): SetUp {
  const open = opener();
  return async ({ recovery = 'none', overrides, fake: options, http, key, now } = {}) => {
    const fake = await open.fake({ mode: recovery, ...options });
    const config = customConfigFor(fake, recovery, overrides);
    const client = open.http(fake, { declaredOrigins: declaredOrigins(config), ...http });
    return { fake, provider: createCustomProvider(config, { http: client, key: async () => key, ...(now === undefined ? {} : { now }) }) };
  };
}

export function setting(overrides: Partial<CustomHttpSetting> = {}): CustomHttpSetting {
  return customSettingFor('http://127.0.0.1:1', 'none', overrides);
}
