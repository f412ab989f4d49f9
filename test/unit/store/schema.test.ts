/** Every released schema opens, is upgraded with a backup, and what was under way when it was left is finished, and sent by nobody twice. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { createHttp } from '../../../src/extension/providers/http.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { senseless } from '../../../src/extension/store/mend.ts';
import { migrations } from '../../../src/extension/store/schema.ts';
import { findByPrompt } from '../../../src/extension/store/search.ts';
import { findingsOf } from '../../../src/extension/store/soundness.ts';
import { type RecoveryMode, recoveryModes } from '../../../src/shared/model.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import { type FakeProvider, startFakeProvider } from '../../fakes/provider-server.ts';
import { makeSchema, providerOf } from '../../fixtures/make-schema.ts';
import { rigOf } from '../engine/rig.ts';
import { tempFolder } from '../temp.ts';
import { until } from '../until.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/schema');
const versions = readdirSync(fixtures).map(name => Number(/^v(\d+)\.db$/u.exec(name)?.[1])).filter(Number.isInteger).sort();

interface Left { readonly id: string; readonly generation: string; readonly provider: string; readonly name: string; readonly sent: number | null; readonly remote: string | null }

function attemptsIn(db: DatabaseSync): Left[] {
  return db.prepare(`SELECT attempt.id, generation_id AS generation, attempt.provider, substr(prompt, 1, instr(prompt, ':') - 1) AS name, sent_at AS sent, remote_id AS remote
    FROM attempt JOIN generation ON generation.id = generation_id WHERE "end" IS NULL`).all() as unknown as Left[];
}

/** The provider remembers what it had accepted before: a job under the reference, as its API takes it. */
async function remember(fake: FakeProvider, mode: RecoveryMode, reference: string): Promise<string> {
  const keyed = mode === 'key-replay' || mode === 'key-reject';
  const reply = await fetch(`${fake.origin}/v1/jobs`, {
    method: 'POST', headers: { 'content-type': 'application/json', [keyed ? 'Idempotency-Key' : 'X-Client-Reference']: reference },
    body: JSON.stringify({ prompt: 'x', ...mode === 'client-id' ? { id: reference } : {}, ...mode === 'lookup' ? { reference } : {} }),
  });
  const { id } = await reply.json() as { id?: string };
  return id ?? reference;
}

describe('a history of a released version', function () {
  this.timeout(60_000);
  const fakes = new Map<string, FakeProvider>();

  beforeEach(async () => {
    for (const mode of recoveryModes) fakes.set(providerOf(mode), await startFakeProvider({ mode, auto: 1 }));
  });
  afterEach(async () => { await Promise.all([...fakes.values()].map(fake => fake.close())); });

  it('is here for every version', () => {
    assert.deepEqual(versions, migrations.map((_, at) => at + 1));
  });

  for (const version of versions) {
    it(`opens and is upgraded with a backup (version ${version})`, () => {
      const path = join(tempFolder(), 'history.db');
      copyFileSync(join(fixtures, `v${version}.db`), path);
      const raw = new DatabaseSync(path);
      const before = raw.prepare('SELECT id, prompt FROM generation ORDER BY id').all();
      raw.close();
      const db = new Database(path);
      assert.equal(db.readOnly, false);
      assert.deepEqual(db.all('SELECT id, prompt FROM generation ORDER BY id'), before);
      assert.equal(db.get<{ n: number }>("SELECT count(*) AS n FROM attempt WHERE \"end\" = 'failed' AND superseded = 0 AND looked_at IS NULL")!.n, version === 1 ? 0 : 8, 'old failures call nobody');
      assert.ok(findByPrompt(db, ['below', 'keep']).entries.length > 0, 'prompts can be searched');
      db.close();
      const whole = new DatabaseSync(path);
      assert.deepEqual(findingsOf(whole, senseless), []);
      whole.close();
      assert.equal(existsSync(`${path}.v${version}.bak`), version < migrations.length);
      if (version === migrations.length) return;
      const backup = new DatabaseSync(`${path}.v${version}.bak`, { readOnly: true });
      assert.equal(backup.prepare('SELECT count(*) AS n FROM generation').get()!.n, before.length);
      assert.deepEqual(backup.prepare('PRAGMA user_version').get()!.user_version, version);
      backup.close();
    });

    it(`is finished, with nothing sent twice (version ${version})`, async () => {
      const folder = tempFolder();
      copyFileSync(join(fixtures, `v${version}.db`), join(folder, 'history.db'));
      const raw = new DatabaseSync(join(folder, 'history.db'));
      const left = attemptsIn(raw);
      for (const { id, provider, name, sent, remote } of left) {
        if (remote === null && !(sent !== null && ['arrived without answer', 'sent, with a file'].includes(name))) continue;
        const job = await remember(fakes.get(provider)!, provider.slice('fake-'.length) as RecoveryMode, id);
        if (remote !== null) raw.prepare('UPDATE attempt SET remote_id = ?, outputs = replace(outputs, ?, ?) WHERE id = ?').run(job, `http://provider.invalid/files/${remote}`, `${fakes.get(provider)!.origin}/files/${job}`, id);
      }
      raw.close();
      const submitsBefore = new Map([...fakes].map(([provider, fake]) => [provider, fake.requests.length]));
      const configs = recoveryModes.map(mode => ({ ...customConfigFor(fakes.get(providerOf(mode))!, mode, { id: providerOf(mode), concurrency: 10 }), pollEvery: 0.02 }));
      const more = configs.slice(1).map(config => createCustomProvider(config, { http: createHttp({ declaredOrigins: [config.origin] }), key: () => Promise.resolve(undefined) }));
      // As if it were still the day on which the other version sent it.
      const rig = await rigOf(configs[0]!, { folder, more, times: { keyLasts: Infinity } });
      const stays = (row: { attempt: { end: unknown; unconfirmedAt: unknown; paused: boolean } }): boolean => row.attempt.end !== null || row.attempt.unconfirmedAt !== null || row.attempt.paused;
      await until(() => `all came to rest; ${JSON.stringify(left.filter(each => !stays(rig.row(each.generation))).map(each => [each.name, rig.row(each.generation).attempt]))}`, () => left.every(each => stays(rig.row(each.generation))), 30_000);

      for (const { id, generation, provider, name, sent, remote } of left) {
        const { attempt } = rig.row(generation);
        const what = `${name} at ${provider}`;
        const fake = fakes.get(provider)!;
        const mode = provider.slice('fake-'.length);
        const sendsAgain = fake.requests.slice(submitsBefore.get(provider)).filter(request => request.route === 'submit' && JSON.stringify(request).includes(id)).length;
        const canFindOut = mode !== 'none' && mode !== 'lookup';
        if (remote !== null) assert.equal(sendsAgain, 0, what);
        if (name === 'unconfirmed') assert.deepEqual([attempt.end, sendsAgain], [null, 0], what);
        else if (name === 'paused') assert.deepEqual([attempt.end, sendsAgain], [null, 0], what);
        else if (name === 'lost on the way' && !canFindOut) assert.deepEqual([attempt.end, sendsAgain], [null, 0], what);
        else if (sent !== null && remote === null && mode === 'none') assert.deepEqual([attempt.end, sendsAgain], [null, 0], what);
        else if (name !== 'wished to be cancelled') assert.equal(attempt.end, 'completed', `${what}: ${JSON.stringify(attempt)}`);
        assert.ok(fake.charges.of(id) <= 1, what);
      }
      for (const [provider, fake] of fakes) assert.deepEqual(fake.charges.twice, [], provider);
    });
  }

  it('is what its script makes', () => {
    for (const version of versions) {
      const path = join(tempFolder(), 'history.db');
      makeSchema(path, version);
      const [made, kept] = [new DatabaseSync(path), new DatabaseSync(join(fixtures, `v${version}.db`), { readOnly: true })];
      for (const sql of ["SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'prompt_index%' ORDER BY name", 'SELECT * FROM attempt', 'SELECT * FROM generation', 'SELECT * FROM asset', 'SELECT * FROM event']) {
        assert.deepEqual(made.prepare(sql).all(), kept.prepare(sql).all(), `version ${version}: ${sql}. A released step is never edited; of a version that is not released yet, make the file anew.`);
      }
      made.close();
      kept.close();
    }
  });
});
