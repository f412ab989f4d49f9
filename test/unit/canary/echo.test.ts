/**
 * A service that sends back what it was sent: in errors, words, headers, addresses, ids and pages, in every usual spelling.
 * The key must not come to rest anywhere: not in the history, the ledger, the log, a sidecar or a file of the project.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CustomHttpSetting } from '../../../src/extension/providers/custom/config.ts';
import { canary as key, everySpelling, spelled, tracesIn } from '../../fakes/canary.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { type Rig, rigOf } from '../engine/rig.ts';

function restingPlaces({ folder, said, db }: Rig): string[] {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
  assert.ok(files.some(file => file.endsWith('history.db')) && db.all('SELECT 1').length === 1);
  return [...files.flatMap(file => [...tracesIn(file, path.basename(file)), ...tracesIn(file, fs.readFileSync(file))]), ...tracesIn('the log', said.join('\n'))];
}

describe('a key that a service sends back', function () {
  this.timeout(20_000);
  const fakes: FakeProvider[] = [];
  afterEach(async () => { for (const fake of fakes.splice(0)) await fake.close(); });

  async function setUp(overrides: Partial<CustomHttpSetting> = {}): Promise<{ rig: Rig; fake: FakeProvider; id: string; place: () => Promise<string> }> {
    const fake = await startFakeProvider({ mode: 'lookup', key });
    fakes.push(fake);
    const rig = await rigOf(customConfigFor(fake, 'lookup', { key: { header: 'Authorization' }, ...overrides }), { key, times: { downloadTries: 2 } });
    return { rig, fake, id: '', place: () => rig.place() };
  }

  it('is found by this test wherever it rests', async () => {
    for (const [name, text] of Object.entries(spelled)) assert.notDeepEqual(tracesIn(name, text), [], name);
    const { rig } = await setUp();
    const id = await rig.place(`a prompt with ${spelled['base64 of a pair']!} in it`);
    await rig.when(id, 'it is there', () => true);
    assert.notDeepEqual(restingPlaces(rig), []);
  });

  type Story = (rig: Rig, fake: FakeProvider) => Promise<void>;
  const failsWith = (status: number): Story => async (rig, fake) => {
    fake.always('submit', { kind: 'status', status, body: JSON.stringify({ error: { message: everySpelling, code: key, seen: spelled } }), headers: { 'x-echo': encodeURIComponent(key), 'retry-after': encodeURIComponent(key) } });
    const id = await rig.place();
    await rig.when(id, 'it heard', ({ attempt }) => attempt.failure !== null || attempt.end !== null || attempt.heldBecause !== null || attempt.unconfirmedAt !== null);
  };
  /** Accepted, and the status query tells this. */
  const polls = (reply: (fake: FakeProvider) => Parameters<FakeProvider['next']>[1], heard: Parameters<Rig['when']>[2]): Story => async (rig, fake) => {
    const id = await rig.place();
    await fake.arrived('submit');
    fake.always('poll', reply(fake));
    await rig.when(id, 'it heard', heard);
  };
  const troubled: Parameters<Rig['when']>[2] = ({ attempt }) => attempt.failure !== null;
  const ended: Parameters<Rig['when']>[2] = ({ attempt }) => attempt.end !== null;
  /** Finished, and the bytes of the result meet this. */
  const downloads = (fault: (fake: FakeProvider) => Parameters<FakeProvider['next']>[1]): Story => async (rig, fake) => {
    const id = await rig.place();
    await fake.arrived('submit');
    fake.always('file', fault(fake));
    fake.job().finish();
    await rig.when(id, 'it heard', troubled);
  };

  const stories: Readonly<Record<string, Story>> = {
    ...Object.fromEntries([400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 503].map(status => [`in the error of a submit with ${status}`, failsWith(status)])),
    'in a complaint beside a good status': async (rig, fake) => {
      fake.always('submit', { kind: 'json', json: { error: { message: everySpelling, code: key } } });
      await rig.when(await rig.place(), 'it heard', troubled);
    },
    'in a page instead of JSON': async (rig, fake) => {
      fake.always('submit', { kind: 'bytes', type: 'text/html', text: `<p>You sent ${everySpelling}` });
      await rig.when(await rig.place(), 'it heard', troubled);
    },
    'in a redirect of a submit': async (rig, fake) => {
      fake.always('submit', { kind: 'redirect', to: `https://elsewhere.example/${encodeURIComponent(key)}?key=${encodeURIComponent(key)}` });
      await rig.when(await rig.place(), 'it heard', troubled);
    },
    'as the id of the job': async (rig, fake) => {
      fake.always('submit', { kind: 'json', json: { id: key, status: 'queued' } });
      await rig.when(await rig.place(), 'it is found', ({ attempt }) => attempt.remoteId === 'job-1');
    },
    'as the status word': polls(() => ({ kind: 'json', json: { id: 'job-1', status: `working for ${key}` } }), ({ attempt }) => attempt.word?.startsWith('working') === true),
    'in the error of a status query': polls(() => ({ kind: 'status', status: 500, body: everySpelling }), troubled),
    'in the redirect of a status query': polls(fake => ({ kind: 'redirect', to: `http://169.254.169.254/${encodeURIComponent(key)}?from=${fake.origin}` }), troubled),
    'in the reason of a failed job': polls(() => ({ kind: 'json', json: { id: 'job-1', status: 'failed', error: { message: everySpelling, code: key } } }), ended),
    'in a result that is no address': polls(() => ({ kind: 'json', json: { id: 'job-1', status: 'succeeded', outputs: [{ url: `mailto:${key}` }] } }), ended),
    'in the address of a result elsewhere': polls(() => ({ kind: 'json', json: { id: 'job-1', status: 'succeeded', outputs: [{ url: `https://files.example/1.png?key=${encodeURIComponent(key)}` }] } }), troubled),
    'as Base64 in the address of a result': polls(() => ({ kind: 'json', json: { id: 'job-1', status: 'succeeded', outputs: [{ url: `/files/1.png?key=${spelled.base64url!}` }] } }), ended),
    'in a page instead of the result': downloads(() => ({ kind: 'bytes', type: 'text/html', text: `<!doctype html><pre>Authorization: Bearer ${key}\n${spelled.url}\n${spelled.base64}</pre>` })),
    'in a text instead of the result': downloads(() => ({ kind: 'bytes', type: 'image/png', text: `${spelled.json} ${spelled.hex} ${spelled['html by name']}` })),
    'in the error of a download': downloads(() => ({ kind: 'status', status: 500, body: everySpelling })),
    'in the redirect of a download': downloads(() => ({ kind: 'redirect', to: `https://files.example/${encodeURIComponent(key)}` })),
    'in the error of a look-up': async (rig, fake) => {
      fake.always('submit', { kind: 'reset', when: 'before-work' });
      fake.always('find', { kind: 'status', status: 500, body: everySpelling });
      const id = await rig.place();
      await fake.arrived('find');
      await rig.when(id, 'it heard', troubled);
    },
    'in the error of a cancel': async (rig, fake) => {
      fake.always('cancel', { kind: 'status', status: 500, body: everySpelling });
      const id = await rig.place();
      await fake.arrived('submit');
      await rig.when(id, 'it was accepted', ({ attempt }) => attempt.remoteId !== null);
      const { wishCancel } = await import('../../../src/extension/engine/wishes.ts');
      await wishCancel(rig.wisher, id);
      await rig.when(id, 'it was passed on', ({ attempt }) => attempt.cancelSentAt !== null);
    },
  };
  for (const [name, story] of Object.entries(stories)) {
    it(`comes to rest nowhere: ${name}`, async () => {
      const { rig, fake } = await setUp();
      await story(rig, fake);
      assert.deepEqual(restingPlaces(rig), []);
      assert.ok(fake.requests.some(request => request.headers.authorization === `Bearer ${key}`), 'the service itself has it');
    });
  }

  it('in the address of a result of its own comes to rest nowhere, and the result is fetched all the same', async () => {
    const { rig, fake } = await setUp();
    const id = await rig.place();
    await fake.arrived('submit');
    fake.job().finish();
    fake.always('poll', { kind: 'json', json: { id: 'job-1', status: 'succeeded', outputs: [{ url: `/files/job-1-1.png?v=1&key=${encodeURIComponent(key)}` }] } });
    assert.equal((await rig.ended(id)).attempt.end, 'completed');
    const [download] = fake.requests.filter(request => request.route === 'file');
    assert.equal(new URL(download!.path, fake.origin).searchParams.get('key'), key);
    assert.deepEqual(restingPlaces(rig), []);
  });
});
