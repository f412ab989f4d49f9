/** The API as other extensions call it: on a real history and a real service, with the editor's questions answered by the test. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFiles } from '../../../src/extension/assets/files.ts';
import { createInputs } from '../../../src/extension/assets/inputs.ts';
import { Desk } from '../../../src/extension/engine/desk.ts';
import { Engine } from '../../../src/extension/engine/loop.ts';
import { Session } from '../../../src/extension/engine/session.ts';
import { failed, intended, unconfirmed } from '../../../src/extension/engine/transitions.ts';
import { parseCustomProviders } from '../../../src/extension/providers/custom/config.ts';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { createHttp } from '../../../src/extension/providers/http.ts';
import { Registry } from '../../../src/extension/providers/registry.ts';
import { addOutputs } from '../../../src/extension/store/assets.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { inputsOf } from '../../../src/extension/store/inputs.ts';
import { openLedger } from '../../../src/extension/store/ledger.ts';
import { type Core, createCore } from '../../../src/extension/ui/api/core.ts';
import type { GenerateRequest, GenerationsChange } from '../../../src/extension/ui/api/darkroom.d.ts';
import { ApiError } from '../../../src/extension/ui/api/errors.ts';
import { followChanges } from '../../../src/extension/ui/api/feed.ts';
import { type Wanted, createTill } from '../../../src/extension/ui/api/till.ts';
import { customSettingFor } from '../../fakes/custom-config.ts';
import { stripedPng } from '../../fakes/png.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { quickTimes } from '../engine/rig.ts';
import { quiet } from '../engine/quiet.ts';
import { addRequest, change } from '../store/history.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';

/** What a test changes of its workspace. */
interface Scene {
  trusted: boolean;
  price: number | null;
  answer: boolean | null | (() => boolean | null);
  twice: boolean;
  readonly questions: string[];
}

interface Stage extends Scene {
  readonly core: Core<string>;
  readonly session: Session;
  readonly folder: string;
  readonly fake: FakeProvider;
  submits(): number;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const close of closing.splice(0).reverse()) await close(); });

const key = 'canary-key-81c2';

async function stage(): Promise<Stage> {
  const fake = await startFakeProvider({ mode: 'none', auto: 1 });
  const folder = tempFolder();
  const scene: Scene = { trusted: true, price: 0.04, answer: false, twice: true, questions: [] };
  const registry = new Registry([]);
  const setting = customSettingFor(fake.origin, 'none');
  const [picture] = setting.models;
  const { providers: [config] } = parseCustomProviders([{
    ...setting,
    models: [picture!, { ...picture!, id: 'repaint', label: 'Repaint', operation: 'image-to-image', inputs: [{ name: 'source', label: 'Source', kinds: ['image'], required: true, maxBytes: 100_000 }] }],
    submit: { ...setting.submit, body: { ...setting.submit.body as object, image: '${input.source}' } }, inline: true,
  }]);
  const provider = createCustomProvider(config!, { http: createHttp({ declaredOrigins: [fake.origin] }), key: () => Promise.resolve(undefined) });
  registry.declare([provider]);
  const priced = (): void => {
    const { spec } = provider;
    Object.assign(provider, { spec: { ...spec, models: spec.models.map(model => ({ ...model, price: scene.price })) } });
  };
  const inputs = createInputs(() => [join(folder, 'project')]);
  mkdirSync(join(folder, 'project'));
  const ledger = openLedger(join(folder, 'ledger.db'), () => undefined);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const session: Session = new Session({
    ...quiet, path: join(folder, 'history.db'), mayWork: () => scene.trusted, log,
    makeEngine: db => new Engine({
      db, log, ledger, inputs, workspace: folder, dailyLimit: () => null, providers: registry, clock: Date.now, newId: randomUUID, holdOf: () => null,
      files: createFiles({ folders: () => [{ path: join(folder, 'project', 'generated') }], newId: randomUUID }), holder: randomUUID(), times: quickTimes,
      timing: { random: Math.random, backoff: 20, longest: 60 },
    }),
  });
  const desk = new Desk({ session, registry, inputs, holdOf: () => null, ledger: () => ledger, dailyLimit: () => null, mayWork: () => scene.trusted, clock: Date.now, newId: randomUUID });
  const till = createTill(async (caller, count, label, dollars) => {
    scene.questions.push(`${caller} ${count} ${label} ${dollars ?? 'unknown'}`);
    return typeof scene.answer === 'function' ? scene.answer() : scene.answer;
  }, 20);
  const core = createCore<string>({
    session, clock: Date.now, isTrusted: () => scene.trusted, caller: () => 'Atlas Packer', mayBeChargedTwice: async () => { scene.questions.push('twice?'); return scene.twice; },
    desk: new Proxy(desk, { get: (target, name) => { priced(); const value: unknown = Reflect.get(target, name, target); return typeof value === 'function' ? value.bind(target) as unknown : value; } }),
    ask: (wanted: Wanted) => till(wanted),
    pathOf: uri => typeof uri === 'string' ? uri.startsWith('/') ? uri : null : undefined, uriOf: path => path, clean: text => text.replaceAll(key, '•••'),
  });
  closing.push(async () => { await session.dispose(); ledger.close(); registry.dispose(); await fake.close(); });
  return Object.assign(scene, { core, session, folder: join(folder, 'project'), fake, submits: () => fake.requests.filter(({ route }) => route === 'submit').length });
}

async function rejection(code: string, call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(value => assert.fail(`no rejection: ${JSON.stringify(value)}`), (each: unknown) => each);
  assert.ok(error instanceof ApiError, String(error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, /^[\p{Lu}“].*[.)]$/su, 'a sentence');
  return error;
}

const request: GenerateRequest = { provider: 'fake', prompt: 'a lonely keep' };

describe('the API', () => {
  it('generates, tells how it goes and hands over the files', async () => {
    const { core, session, folder } = await stage();
    const id = (await core.generate({ ...request, parameters: { width: 64, seed: 7 } }))!;
    await until('it is done', async () => (await core.generation(id))!.status === 'completed');
    const { prompt, parameters, attempt, charge, operation, model } = (await core.generation(id))!;
    assert.deepEqual({ prompt, parameters, attempt, operation, model }, { prompt: 'a lonely keep', parameters: { width: 64, height: 64, count: 1, seed: 7 }, attempt: 1, operation: 'text-to-image', model: 'picture-1' });
    assert.equal(charge, 0.04);
    const [asset, ...others] = await core.assets(id);
    assert.deepEqual(others, []);
    assert.deepEqual([asset!.role, asset!.input, asset!.kind, asset!.width], ['output', null, 'image', generationById(session.db, id)!.attempt.outputs![0]!.file!.width]);
    assert.ok(asset!.uri.startsWith(folder));
    assert.equal((await core.sourceGeneration(asset!.uri))!.id, id);
  });

  it('asks before it spends: once for what comes together, by the name of the caller; no is no', async () => {
    const at = await stage();
    at.answer = null;
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => at.core.generate(request))), [undefined, undefined, undefined]);
    assert.deepEqual(at.questions, ['Atlas Packer 3 Fake Service 0.12']);
    at.price = null;
    assert.equal(await at.core.generate(request), undefined);
    assert.equal(at.questions[1], 'Atlas Packer 1 Fake Service unknown');
    assert.deepEqual(await at.core.generations(), []);
    at.price = 0;
    const id = (await at.core.generate(request))!;
    await until('the free one is done', async () => (await at.core.generation(id))!.status === 'completed');
    assert.deepEqual([at.submits(), at.questions.length], [1, 2]);
  });

  it('sends nothing where trust or price went while the question stood', async () => {
    const at = await stage();
    at.answer = () => { at.price = 4; return false; };
    await rejection('request', at.core.generate(request));
    at.answer = () => { at.trusted = false; return false; };
    await rejection('untrusted', at.core.generate(request));
    at.trusted = true;
    assert.deepEqual([await at.core.generations(), at.submits()], [[], 0]);
  });

  it('in an untrusted workspace refuses what sends, and shows what there is', async () => {
    const at = await stage();
    at.trusted = false;
    const { db } = at.session;
    const id = await addRequest(db, 1);
    await change(db, id, facts => failed(intended(facts, 2, 'none', 'h'), 3, { class: 'provider', sentence: 'It broke.' }));
    await rejection('untrusted', at.core.generate(request));
    await rejection('untrusted', at.core.retry(id));
    assert.deepEqual(at.questions, []);
    assert.equal((await at.core.generation(id))!.failure!.sentence, 'It broke.');
  });

  it('retries what failed, asks twice about what may have arrived, and nothing about what has not failed', async () => {
    const at = await stage();
    const { db } = at.session;
    at.trusted = false;
    const id = await addRequest(db, 1);
    at.trusted = true;
    await rejection('state', at.core.retry(id));
    await change(db, id, facts => unconfirmed(intended(facts, 2, 'none', 'h'), 3));
    at.twice = false;
    assert.equal(await at.core.retry(id), false);
    at.twice = true;
    at.answer = null;
    assert.equal(await at.core.retry(id), false);
    assert.equal((await at.core.generation(id))!.attempt, 1);
    assert.deepEqual(at.questions, ['twice?', 'twice?', 'Atlas Packer 1 embedded unknown']);
    at.answer = false;
    assert.equal(await at.core.retry(id), true);
    assert.equal((await at.core.generation(id))!.attempt, 2);
  });

  it('does not send again what somebody else sent while the question stood', async () => {
    const at = await stage();
    const { db } = at.session;
    const id = await addRequest(db, 1);
    await change(db, id, facts => failed(intended(facts, 2, 'none', 'h'), 3, { class: 'provider', sentence: 'It broke.' }));
    const [one, two] = [at.core.retry(id), rejection('state', at.core.retry(id))];
    assert.equal(await one, true);
    await two;
    assert.equal((await at.core.generation(id))!.attempt, 2);
  });

  it('cancels', async () => {
    const at = await stage();
    at.fake.auto = null;
    const id = (await at.core.generate(request))!;
    await at.fake.arrived('submit');
    assert.equal(await at.core.cancel(id), true);
    await until('it is canceled', async () => (await at.core.generation(id))!.status === 'cancelled');
    assert.equal(await at.core.cancel(id), false);
  });

  it('refuses a wrong request at its field, before anybody is asked', async () => {
    const at = await stage();
    const wrong: readonly [unknown, string, string?][] = [
      [undefined, 'argument'], ['a keep', 'argument'], [{}, 'argument'], [{ prompt: 7 }, 'argument'], [{ ...request, price: 0 }, 'argument'],
      [{ ...request, parameters: { width: null } }, 'argument'], [{ ...request, prompt: 'x'.repeat(100_001) }, 'argument'], [new Proxy({}, {}), 'argument'],
      [{ prompt: '' }, 'request', 'prompt'], [{ ...request, provider: 'nobody' }, 'request', 'provider'], [{ ...request, model: 'none' }, 'request', 'model'],
      [{ ...request, parameters: { width: 1e9 } }, 'request', 'width'], [{ ...request, parameters: { whidth: 64 } }, 'request', 'whidth'],
      [{ ...request, inputs: { source: '/x.png' } }, 'request', 'source'], [{ ...request, model: 'repaint' }, 'request', 'source'],
      [{ ...request, model: 'repaint', inputs: { source: { path: '/x.png' } } }, 'argument'], [{ ...request, model: 'repaint', inputs: { source: '/etc/hostname' } }, 'file'],
      [{ ...request, model: 'repaint', inputs: { source: 'https://example.com/x.png' } }, 'file'],
    ];
    for (const [value, code, field] of wrong) {
      const { problems } = await rejection(code, at.core.generate(value as GenerateRequest));
      assert.equal(problems?.[0]?.field, field, JSON.stringify(value)?.slice(0, 100));
    }
    for (const id of [undefined, null, 7, '', 'x'.repeat(101), {}, ['x']]) {
      for (const call of ['generation', 'retry', 'cancel', 'assets'] as const) await rejection('argument', at.core[call](id as string));
    }
    for (const query of [null, 7, { limit: 0 }, { limit: 201 }, { limit: 1.5 }, { status: 'stalled' }, { after: 'x' }, { provider: 'fake' }]) {
      await rejection('argument', at.core.generations(query as object));
    }
    assert.deepEqual([at.questions, await at.core.generations()], [[], []]);
  });

  it('knows no ids of other workspaces', async () => {
    const [here, elsewhere] = [await stage(), await stage()];
    const id = (await elsewhere.core.generate(request))!;
    await until('it is done there', async () => (await elsewhere.core.generation(id))!.status === 'completed');
    const [asset] = await elsewhere.core.assets(id);
    assert.equal(await here.core.generation(id), undefined);
    assert.equal(await here.core.sourceGeneration(asset!.uri), undefined);
    for (const call of ['retry', 'cancel', 'assets'] as const) await rejection('unknown', here.core[call](id));
    await rejection('unknown', here.core.associate(asset!.uri, id, 'output'));
  });

  it('hands out frozen copies without keys, replies and addresses', async () => {
    const { core, session: { db } } = await stage();
    const id = await addRequest(db, 1);
    await change(db, id, facts => failed({ ...intended(facts, 2, 'none', 'h'), word: `bad ${key}`, outputs: [{ url: 'https://files.example/a.png?sig=canary' }] }, 3,
      { class: 'auth', sentence: `Refused: ${key}`, raw: `raw canary ${key}` }));
    const generation = (await core.generation(id))!;
    assert.doesNotMatch(JSON.stringify(generation), /canary|files\.example/u);
    assert.throws(() => { Object.assign(generation, { status: 'completed' }); }, TypeError);
    assert.throws(() => { Object.assign(generation.parameters, { seed: 8 }); }, TypeError);
    assert.throws(() => { Object.assign(generation.failure!, { sentence: '' }); }, TypeError);
  });

  it('pages through all of them, the newest first, also by status', async () => {
    const { core, session: { db } } = await stage();
    const ids: string[] = [];
    // Several are of the same moment.
    for (let n = 0; n < 25; n++) ids.push(await addRequest(db, Math.floor(n / 3)));
    for (const [n, id] of ids.entries()) if (n % 2 === 0) await change(db, id, facts => failed(intended(facts, 2, 'none', 'h'), 3, { class: 'provider', sentence: 'x' }));
    for (const [status, wanted] of [[undefined, ids], ['failed', ids.filter((_, n) => n % 2 === 0)], ['active', ids.filter((_, n) => n % 2 === 1)], ['completed', []]] as const) {
      const seen: { id: string; createdAt: number }[] = [];
      for (;;) {
        const page = await core.generations({ ...status === undefined ? {} : { status }, limit: 4, ...seen.length === 0 ? {} : { after: seen.at(-1)! } });
        seen.push(...page);
        if (page.length < 4) break;
      }
      assert.deepEqual(seen.map(({ id }) => id).sort(), [...wanted].sort(), status);
      assert.deepEqual(seen.map(({ createdAt }) => createdAt), seen.map(({ createdAt }) => createdAt).sort((a, b) => b - a));
    }
  });

  it('tells of changes together, by ids, and of everything when there were too many', async () => {
    const { session } = await stage();
    const told: GenerationsChange[] = [];
    const following = followChanges(session, each => told.push(each), assert.ifError, 30);
    assert.equal(session.isOpen, false, 'nothing is opened for it');
    await addRequest(session.db, 1);
    await until('the first is told', () => told.length > 0);
    assert.deepEqual(told.splice(0).at(-1), { changed: null, removed: [] });
    const ids = [await addRequest(session.db, 2), await addRequest(session.db, 3)];
    await until('both are told', () => ids.every(id => told.some(({ changed }) => changed === null || changed.includes(id))));
    assert.ok(told.length <= 3, `told ${told.length} times`);
    told.length = 0;
    for (let n = 0; n < 201; n++) await session.db.write(tx => tx.run('UPDATE generation SET rev = ?', tx.rev));
    for (let n = 0; n < 201; n++) await addRequest(session.db, n);
    await until('the last is told', () => told.some(({ changed }) => changed === null));
    following.dispose();
  });
});

describe('files that are associated', () => {
  async function project(): Promise<Stage & { id: string; atlas: string }> {
    const at = await stage();
    const atlas = join(at.folder, 'atlas.png');
    writeFileSync(atlas, stripedPng(8, 8, 1));
    return Object.assign(at, { atlas, id: await addRequest(at.session.db, 1) });
  }

  it('as output come from that generation, once and for good', async () => {
    const { core, atlas, id, session } = await project();
    await core.associate(atlas, id, 'output');
    await core.associate(atlas, id, 'output');
    assert.deepEqual((await core.assets(id)).map(({ uri, role }) => [uri, role]), [[atlas, 'output']]);
    assert.equal((await core.sourceGeneration(atlas))!.id, id);
    const other = await addRequest(session.db, 2);
    await rejection('state', core.associate(atlas, other, 'output'));
    await core.associate(atlas, other, 'input');
    assert.equal((await core.sourceGeneration(atlas))!.id, id);
  });

  it('leave room for the results that are still to come', async () => {
    const { core, atlas, id, session, folder } = await project();
    await core.associate(atlas, id, 'output');
    const file = { hash: 'h', size: 10, modifiedAt: 1, kind: 'image', width: 1, height: 1 } as const;
    await session.db.write(tx => addOutputs(tx, id, 1, [1, 2].map(n => ({ ...file, path: join(folder, `${n}.png`) })), randomUUID));
    assert.deepEqual((await core.assets(id)).map(({ uri }) => uri), [join(folder, '1.png'), join(folder, '2.png'), atlas]);
  });

  it('as input are shown, and never sent', async () => {
    const { core, atlas, id, session } = await project();
    await core.associate(atlas, id, 'input');
    assert.deepEqual((await core.assets(id)).map(({ role, input }) => [role, input]), [['input', null]]);
    assert.deepEqual(inputsOf(session.db, id), []);
  });

  it('are told as a change of the generation', async () => {
    const { core, atlas, id, session } = await project();
    const before = generationById(session.db, id)!.generation.rev;
    await core.associate(atlas, id, 'output');
    assert.ok(generationById(session.db, id)!.generation.rev > before);
  });

  it('lie in the project, are media, and are not more than a hundred', async () => {
    const { core, atlas, id, folder } = await project();
    const outside = join(tempFolder(), 'outside.png');
    writeFileSync(outside, stripedPng(8, 8, 1));
    symlinkSync(outside, join(folder, 'link.png'));
    writeFileSync(join(folder, 'notes.png'), 'no picture');
    for (const path of [outside, join(folder, 'link.png'), join(folder, 'notes.png'), join(folder, 'none.png'), folder, 'https://example.com/a.png']) {
      await rejection('file', core.associate(path, id, 'output'));
    }
    for (const [uri, role] of [[undefined, 'output'], [{ fsPath: atlas }, 'output'], [atlas, 'both'], [atlas, undefined]]) {
      await rejection('argument', core.associate(uri as never, id, role as 'input'));
    }
    for (let n = 0; n < 100; n++) {
      writeFileSync(join(folder, `${n}.png`), stripedPng(8, 8, 1));
      await core.associate(join(folder, `${n}.png`), id, 'input');
    }
    await rejection('state', core.associate(atlas, id, 'input'));
  });
});
