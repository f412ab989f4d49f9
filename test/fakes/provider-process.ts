/**
 * The fake provider as a process of its own: prints its address as one line of JSON and runs until it is ended.
 *   node test/fakes/provider-process.ts --port 0 --auto 1500 [--mode none] [--key KEY] [--sync] [--cancel ignores]
 */
import { parseArgs } from 'node:util';
import { recoveryModes } from '../../src/shared/model.ts';
import { startFakeProvider } from './provider-server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    auto: { type: 'string' },
    mode: { type: 'string', default: 'none' },
    key: { type: 'string' },
    sync: { type: 'boolean', default: false },
    cancel: { type: 'string' },
  },
});
const mode = recoveryModes.find(each => each === values.mode);
if (mode === undefined) throw new Error(`--mode is one of ${recoveryModes.join(', ')}`);

const fake = await startFakeProvider({
  mode,
  sync: values.sync,
  port: Number(values.port),
  ...(values.auto === undefined ? {} : { auto: Number(values.auto) }),
  ...(values.key === undefined ? {} : { key: values.key }),
  ...(values.cancel === 'ignores' ? { cancel: 'ignores' } : {}),
});
process.stdout.write(`${JSON.stringify({ origin: fake.origin })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void fake.close().then(() => process.exit(0)));
