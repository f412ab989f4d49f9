/**
 * An engine in a process of its own, to be killed. It asks for one generation where there is none yet, works until
 * nothing is left that it could do, and ends.
 *
 *   node engine-process.ts '{ "folder": …, "config": …, "crash": { "port", "when", "call" } | null }'
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createFiles } from '../../../src/extension/assets/files.ts';
import { createInputs } from '../../../src/extension/assets/inputs.ts';
import { holderName } from '../../../src/extension/engine/holder.ts';
import { Engine } from '../../../src/extension/engine/loop.ts';
import { usualTimes } from '../../../src/extension/engine/step.ts';
import { wishGeneration } from '../../../src/extension/engine/wishes.ts';
import type { CustomHttpConfig } from '../../../src/extension/providers/custom/config.ts';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { createHttp } from '../../../src/extension/providers/http.ts';
import { assetByPath, noteFile } from '../../../src/extension/store/assets.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { Ledger } from '../../../src/extension/store/ledger.ts';
import { recentGenerations } from '../../../src/extension/store/generations.ts';
import { until } from '../until.ts';
import { type CrashPoint, crashAt } from './ports.ts';

export interface Orders {
  readonly folder: string;
  readonly config: CustomHttpConfig;
  readonly crash: CrashPoint | null;
  /** Absolute path of a picture that goes along. */
  readonly file?: string;
}

const { folder, config, crash, file } = JSON.parse(process.argv[2]!) as Orders;
const ledger = new Ledger(join(folder, 'ledger.db'));
const db = new Database(join(folder, 'history.db'), { watchEvery: 10 });
const provider = createCustomProvider(config, { http: createHttp({ declaredOrigins: [config.origin] }), key: () => Promise.resolve(undefined) });
// The history is there before anything can fail: what is tested is the work, not the making of an empty file.
if (crash !== null) await crashAt(crash);

if (recentGenerations(db, 1).length === 0) {
  const model = provider.spec.models[0]!;
  const inputs = file === undefined ? undefined : await db.write(tx => {
    noteFile(tx, { path: file, kind: 'image', size: 1, modifiedAt: 1 }, randomUUID);
    return { source: assetByPath(tx, file)!.id };
  });
  await wishGeneration({ db, clock: Date.now, newId: randomUUID },
    { provider: config.id, model: model.id, operation: model.operation, prompt: 'a lonely keep', parameters: {}, inputs }, provider.capabilities.recovery, 0);
}
const quiet = (): void => undefined;
const engine = new Engine({
  db, providers: new Map([[config.id, provider]]), files: createFiles({ folders: () => [{ path: join(folder, 'generated') }], newId: randomUUID }), inputs: createInputs(() => [folder]),
  clock: Date.now, newId: randomUUID, holder: holderName(),
  times: { ...usualTimes, leaseRenewed: 50, findGrace: 40, recoveryTries: 10, pollApart: 0, wakeAfter: 1 },
  timing: { random: Math.random, backoff: 10, longest: 40 },
  log: { info: quiet, warn: quiet, error: (message, error) => console.error(message, error) }, holdOf: () => null,
  ledger, workspace: folder, dailyLimit: () => null,
});
await engine.start();
await until('nothing is left to do', () => recentGenerations(db, 1).every(({ attempt }) => attempt.end !== null || attempt.unconfirmedAt !== null));
await engine.stop();
provider.dispose?.();
ledger.close();
db.close();
