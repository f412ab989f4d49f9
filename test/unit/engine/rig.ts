/** An engine on a history of its own and a provider to misbehave: everything real but the clock's patience. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createFiles } from '../../../src/extension/assets/files.ts';
import { createInputs } from '../../../src/extension/assets/inputs.ts';
import { Engine, type EngineOptions } from '../../../src/extension/engine/loop.ts';
import { type Times, usualTimes } from '../../../src/extension/engine/step.ts';
import { type Wisher, wishGeneration } from '../../../src/extension/engine/wishes.ts';
import type { Provider } from '../../../src/extension/providers/contract.ts';
import type { CustomHttpConfig } from '../../../src/extension/providers/custom/config.ts';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { createHttp } from '../../../src/extension/providers/http.ts';
import { outputAssets } from '../../../src/extension/store/assets.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { Ledger } from '../../../src/extension/store/ledger.ts';
import { type StoredGeneration, generationById } from '../../../src/extension/store/generations.ts';
import type { HoldReason } from '../../../src/shared/model.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';

export interface Rig {
  readonly db: Database;
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly wisher: Wisher;
  readonly folder: string;
  /** What the log said, level first. */
  readonly said: string[];
  /** Asks for one generation. @returns its id */
  place(prompt?: string): Promise<string>;
  row(id: string): StoredGeneration;
  ended(id: string): Promise<StoredGeneration>;
  when(id: string, what: string, condition: (row: StoredGeneration) => boolean): Promise<StoredGeneration>;
  files(id: string): string[];
}

export const quickTimes: Times = { ...usualTimes, leaseLasts: 400, leaseRenewed: 100, findGrace: 30, goneGrace: 30, recoveryTries: 6, pollApart: 0, wakeAfter: 1, holdFirst: 30, holdLongest: 60 };

const rigs: { close(): Promise<void> }[] = [];

/** @param path of the history; one of its own when absent */
export async function rigOf(
  config: CustomHttpConfig,
  options: { folder?: string; times?: Partial<Times>; holdOf?: () => HoldReason | null; dailyLimit?: () => number | null; ledger?: string; key?: string; more?: readonly Provider[]; limits?: object; clock?: () => number } = {},
): Promise<Rig> {
  const folder = options.folder ?? tempFolder();
  const db = new Database(join(folder, 'history.db'), { watchEvery: 10, writeWithin: 200 });
  const ledger = new Ledger(options.ledger ?? join(folder, 'ledger.db'), { watchEvery: 10 });
  const http = createHttp({ declaredOrigins: [config.origin], limits: { connect: 1000, headers: 1000, idle: 1000, total: 3000, ...options.limits } });
  const provider = createCustomProvider(config, { http, key: () => Promise.resolve(options.key) });
  const providers = new Map([provider, ...options.more ?? []].map(each => [each.spec.id, each]));
  const said: string[] = [];
  const clock = options.clock ?? Date.now;
  const context: EngineOptions = {
    db, providers, files: createFiles({ folders: () => [{ path: join(folder, 'generated') }], newId: randomUUID }), inputs: createInputs(() => [folder]),
    clock, newId: randomUUID, holder: randomUUID(), times: { ...quickTimes, ...options.times },
    timing: { random: Math.random, backoff: 20, longest: 60 },
    log: { info: message => said.push(`info ${message}`), warn: (message, error) => said.push(`warn ${message} ${String(error)}`), error: (message, error) => said.push(`error ${message} ${String(error)}`) },
    holdOf: options.holdOf ?? (() => null), ledger, workspace: folder, dailyLimit: options.dailyLimit ?? (() => null),
  };
  const engine = new Engine(context);
  const wisher: Wisher = { db, clock, newId: randomUUID };
  const row = (id: string): StoredGeneration => generationById(db, id)!;
  const when: Rig['when'] = async (id, what, condition) => {
    await until(() => `${what}; it is ${JSON.stringify(row(id).attempt)}; log: ${said.slice(-5).join('; ')}`, () => condition(row(id)));
    return row(id);
  };
  rigs.push({ close: async () => { await engine.stop(); provider.dispose?.(); ledger.close(); db.close(); } });
  await engine.start();
  return {
    db, ledger, engine, wisher, folder, said, row, when,
    place: (prompt = 'a lonely keep') => wishGeneration(wisher, {
      provider: config.id, model: provider.spec.models[0]!.id, operation: provider.spec.models[0]!.operation, prompt, parameters: {},
    }, provider.capabilities.recovery, provider.spec.models[0]!.price),
    ended: id => when(id, 'it ended', ({ attempt }) => attempt.end !== null),
    files: id => outputAssets(db, id).map(asset => asset.path),
  };
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});
