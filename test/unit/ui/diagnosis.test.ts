import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Diagnosis, reportText } from '../../../src/extension/ui/diagnosis.ts';
import { wishGeneration } from '../../../src/extension/engine/wishes.ts';
import { failed, intended } from '../../../src/extension/engine/transitions.ts';
import { redact } from '../../../src/extension/providers/http/redact.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { latestPrompts, pastTroubles, quickCheck, storeFacts } from '../../../src/extension/store/diagnosis.ts';
import { addEvent } from '../../../src/extension/store/events.ts';
import { generationById, tally } from '../../../src/extension/store/generations.ts';
import { nothing } from '../../../src/shared/attention.ts';
import { change, request } from '../store/history.ts';
import { tempFolder } from '../temp.ts';

const key = 'canary-key-5b2e';
const prompt = 'canaryword dragon lands beside the tower';
const quiet: Omit<Diagnosis, 'history' | 'log'> = {
  at: 1_800_000_000_000, versions: [['Darkroom', '0.1.0'], ['editor', 'Visual Studio Code 1.139.1']], workspace: [['trusted', 'yes']], files: [{ name: 'history.db', size: 4096 }],
  providers: [{ id: 'fal', host: 'api.example.com:8443', models: 2, key: 'set', held: 'credit' }], settings: [['notifications', 'failures']],
  spent: { today: { spent: 0.35, estimated: true }, month: { spent: 1.2, estimated: false } },
};

describe('the report', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  async function troubledBy(text: string): Promise<string> {
    const id = await wishGeneration({ db, clock: () => 1000, newId: () => crypto.randomUUID() }, { ...request, prompt }, 'none', 0);
    await change(db, id, facts => failed(intended(facts, 2000, 'none', 'h'), 3000, { class: 'moderation', sentence: text, raw: `raw ${prompt} ${key}` }));
    await db.write(tx => addEvent(tx, id, { attemptId: generationById(tx, id)!.attempt.id, at: 3000, kind: 'failed', text }));
    return id;
  }

  const text = (log: readonly string[] = []): string => reportText({
    ...quiet, log, history: {
      store: storeFacts(db), readOnly: false, check: quickCheck(db), worker: 'this window', tally: tally(db), attention: nothing,
      troubles: pastTroubles(db), prompts: latestPrompts(db),
    },
  }, each => redact(each, [key]));

  it('tells versions, the state of the history, providers, money and what went wrong last', async () => {
    const id = await troubledBy('Refused by moderation.');
    const told = text(['2026-11-21T10:00:00.000Z warn lease not renewed: busy']);
    for (const part of ['Visual Studio Code 1.139.1', '- journal: wal', '- check: ok', 'this window', 'history.db', 'api.example.com:8443', '| credit |', 'about $0.350', '$1.200', id, 'moderation', 'Refused by moderation.', 'lease not renewed']) {
      assert.ok(told.includes(part), `${part} is missing in\n${told}`);
    }
    assert.match(told, /- schema: \d+$/mu);
  });

  for (const [what, said] of [
    ['the prompt as a service quotes it', `We refuse “${prompt}”`],
    ['a part of it', 'Refused: CANARYWORD dragon is not allowed'],
    ['its words as a file name', 'could not write 2026-11-21-canaryword-dragon-lands-1'],
    ['a key', `bad key ${key}`],
    ['a key, encoded', `bad key ${Buffer.from(key).toString('base64')}`],
    ['a signed address', 'see https://files.example/canaryword/x.png?X-Amz-Signature=canary-signature&Expires=9'],
    ['who signs in', 'see https://ann:canary-password@files.example/'],
    ['a path of this machine', 'EACCES: permission denied, open \'/home/canary-user/My Game/assets/canaryword.png\''],
    ['a path of Windows', 'EPERM: C:\\Users\\canary-user\\game\\x.png'],
  ] as const) {
    it(`holds nothing of ${what}`, async () => {
      await troubledBy(said);
      const told = text([`2026-11-21T10:00:00.000Z error what was learned is not written: ${said}`]);
      const log = told.slice(told.indexOf('## Last lines of the log'));
      const rest = told.slice(0, told.indexOf('## Last lines of the log'));
      assert.doesNotMatch(rest, /canary(?!-prompt)|dragon|tower/iu);
      assert.doesNotMatch(log, /canary-key|canary-sig|canary-user|canary-pass|Y2FuYXJ5|canaryword dragon lands/iu);
    });
  }

  it('is no markup, whatever is said', async () => {
    await troubledBy('a | b\n\n# heading <img src=x onerror=alert(1)> ```');
    const told = text(['``` <b>']);
    assert.match(told, /a \\\| b # heading &lt;img/u);
    assert.equal(told.split('\n').filter(line => line.startsWith('```')).length, 2);
  });

  it('is written too where the history can\'t be read', () => {
    const told = reportText({ ...quiet, log: [], history: { failed: 'database disk image is malformed' } }, each => each);
    assert.match(told, /- not open: database disk image is malformed/u);
  });
});
