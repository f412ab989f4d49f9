import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Sidecar } from '../../../src/extension/assets/sidecar.ts';
import { legible, oneLine } from '../../../src/shared/legible.ts';
import { snippet } from '../../../src/shared/model.ts';
import { generationViewSchema } from '../../../src/shared/protocol.ts';
import { type StateFacts, statusOf } from '../../../src/shared/status.ts';
import { cardReason, stateReason, stateSpoken, stateTitle } from '../../../src/shared/text.ts';
import { type HostileService, startHostileService } from '../../fakes/hostile-service.ts';
import type { Case } from './cases.ts';
import { corpus } from './corpus.ts';
import type { Orders, Report, Seen } from './orders.ts';

const key = 'canary-key-0123456789';
const warmUp = 'an honest picture';
/** Memory that the whole corpus may take, in megabytes: with bombs of 100 MB among it, many at once. */
const mostGrown = 300;

describe('hostile replies', function () {
  this.timeout(90_000);
  let folder: string;
  let service: HostileService;
  let report: Report;
  const seen = new Map<string, Seen>();

  before(async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'darkroom-hostile-')));
    folder = join(root, 'workspace');
    mkdirSync(join(folder, 'project'), { recursive: true });
    service = await startHostileService(new Map([[warmUp, {}], ...corpus.map(({ prompt, conduct }): [string, Case['conduct']] => [prompt, conduct])]));
    const orders: Orders = {
      folder, key, warmUp, origin: service.here.origin, storage: service.here.storage,
      orders: corpus.map(({ prompt, lookup, rests, cancels, impatientAt }) => ({ prompt, lookup, rests, cancels, impatientAt })),
    };
    writeFileSync(join(root, 'orders.json'), JSON.stringify(orders));
    const child = spawn(process.execPath, [join(import.meta.dirname, 'engine-process.ts'), join(root, 'orders.json'), join(root, 'report.json')], { stdio: ['ignore', 'inherit', 'inherit'] });
    await once(child, 'exit');
    report = JSON.parse(readFileSync(join(root, 'report.json'), 'utf8')) as Report;
    for (const each of report.seen) seen.set(each.prompt, each);
  });
  after(async () => {
    await service?.close();
    if (folder !== undefined) rmSync(dirname(folder), { recursive: true, force: true });
  });

  for (const each of corpus) {
    it(`${each.name}: ${each.rests}`, () => {
      const one = seen.get(each.prompt);
      assert.ok(one, `it did not come to rest: ${report.logged.filter(line => line.includes(each.name)).join('\n').slice(0, 2000)}`);
      const { attempt } = one.row;
      const state = attempt.end ?? statusOf(factsOf(one), Date.now(), { stalledAfter: Infinity });
      assert.equal(state, each.rests, `${JSON.stringify(attempt.failure)} ${attempt.word ?? ''}`);
      if (each.says === null) assert.equal(attempt.end === 'cancelled' ? null : attempt.failure, null);
      else assert.match(attempt.failure?.sentence ?? '', each.says);
      if (state !== 'completed') assert.deepEqual(one.files, [], 'a file that was never verified');
      checkFiles(one);
      checkTexts(one);
      each.check?.(one, service.job(each.prompt), service.heard);
      assert.equal(service.job(each.prompt).submits, 1, 'it was sent more than once');
    });
  }

  it('are at least 100, each of its own', () => {
    assert.ok(corpus.length >= 100, String(corpus.length));
    assert.equal(new Set(corpus.map(each => each.prompt)).size, corpus.length);
    assert.equal(new Set(corpus.map(each => each.name)).size, corpus.length);
  });

  it('lead to no address but those that were declared, and to the public internet', () => {
    assert.deepEqual([...new Set(report.strangers)], ['public.test at [{"address":"93.184.216.34","family":4}]:443']);
    assert.deepEqual(service.heardElsewhere, []);
  });

  it('bring the key nowhere but to the service', () => {
    assert.ok(service.heard.every(({ headers }) => headers.authorization === `Bearer ${key}`));
    assert.ok(service.heardByStorage.length > 0);
    assert.ok(service.heardByStorage.every(({ headers }) => headers.authorization === undefined));
    assert.ok(!JSON.stringify(report).includes(key), 'the key came back');
    assert.ok(!service.heard.some(({ headers }) => 'x-evil' in headers));
  });

  it('leave nothing outside of the folder for results, and no part of a file in it', () => {
    assert.deepEqual(report.outside, []);
    assert.deepEqual(readdirSync(folder).filter(name => !/^(history|ledger)\.db/u.test(name)), ['project']);
    assert.deepEqual(readdirSync(join(folder, 'project')), ['generated']);
    const known = new Set(report.seen.flatMap(each => each.files.map(({ path }) => basename(path))));
    const stray = readdirSync(join(folder, 'project', 'generated')).filter(name => !known.has(name.replace(/\.darkroom\.json$/u, '')) && !name.includes('-an-honest-picture-'));
    assert.deepEqual(stray, []);
  });

  it('are all handled: no rejection is left over, no step breaks down', () => {
    assert.deepEqual(report.rejections, []);
    assert.deepEqual(report.logged, []);
  });

  it(`take at most ${mostGrown} MB, all together`, () => {
    assert.ok(report.grown < mostGrown, `${Math.round(report.grown)} MB`);
  });

  function checkFiles({ row, files }: Seen): void {
    for (const { path } of files) {
      assert.equal(dirname(path), join(folder, 'project', 'generated'));
      assert.match(basename(path), /^\d{8}-(?:[a-z0-9]+-)*[0-9a-f]{8}-\d+\.(?:png|gif)$/u);
      assert.ok(basename(path).length <= 120);
      const sidecar = JSON.parse(readFileSync(`${path}.darkroom.json`, 'utf8')) as Sidecar;
      assert.equal(sidecar.prompt, row.generation.prompt);
    }
  }
});

function factsOf({ row }: Seen): StateFacts {
  const { outputs: _outputs, requestHash: _hash, adoptedAt: _adopted, overLimit: _over, lookedAt: _looked, failure, ...facts } = row.attempt;
  if (failure === null) return { ...facts, failure: null };
  const { raw: _raw, ...told } = failure;
  return { ...facts, failure: told };
}

/** Everything that tree, card and timeline say of it. */
function checkTexts(one: Seen): void {
  const facts = factsOf(one);
  const now = Date.now();
  const { generation, attempt } = one.row;
  const phase = statusOf(facts, now, { stalledAfter: Infinity });
  for (const { sentence, raw = '' } of one.failures) {
    assert.ok(sentence.length >= 20 && sentence.length < 300, `${sentence.length}: ${sentence}`);
    assert.equal(sentence, oneLine(sentence), 'a line of text and nothing else');
    assert.match(sentence, /^\p{Lu}.*\.$/u, 'a sentence');
    assert.doesNotMatch(sentence, /[<>{}]|\]\(|\$\(|command:|\bundefined\b|\bnull\b|\[object/u);
    assert.ok(raw.length <= 2000);
    assert.equal(raw.trim(), legible(raw));
  }
  const provider = 'Hostile Service';
  const shown = {
    name: snippet(generation.prompt, 40), title: stateTitle(phase, facts, now), reason: stateReason(phase, facts, provider, now), card: cardReason(phase, facts, provider, now),
    spoken: stateSpoken(phase, facts, provider, now), word: attempt.word ?? '', id: attempt.remoteId ?? '', raw: snippet(attempt.failure?.raw ?? '', 200),
  };
  for (const [name, text] of Object.entries(shown)) {
    assert.equal(text, oneLine(text), `${name} steers what shows it`);
    assert.ok(text.length < (name === 'id' ? 513 : 420), `${name}: ${text.length}`);
  }
  if (phase === 'submitting') assert.equal(shown.reason, 'asking Hostile Service whether it arrived');
  if (phase === 'running' && attempt.failure !== null) assert.equal(shown.reason, attempt.failure.sentence);
  assert.ok(shown.title !== '' && shown.spoken !== '' && shown.name.length <= 40);
  for (const event of one.events) assert.equal(event.text, legible(event.text));
  const view = { id: generation.id, prompt: generation.prompt.slice(0, 300), provider, model: 'Picture 1', operation: generation.operation, createdAt: generation.createdAt, facts, timing: { stalledAfter: 1, usual: null, runs: 0 } };
  v.parse(generationViewSchema, JSON.parse(JSON.stringify(view)));
}
