import assert from 'node:assert/strict';
import { join } from 'node:path';
import { redact } from '../../../src/extension/providers/http/redact.ts';
import { attemptsOf } from '../../../src/extension/store/attempts.ts';
import { Database } from '../../../src/extension/store/database.ts';
import { addEvent, eventKinds, eventsOf } from '../../../src/extension/store/events.ts';
import { generationById } from '../../../src/extension/store/generations.ts';
import { tell } from '../../../src/extension/ui/detailsText.ts';
import { change } from '../store/history.ts';
import { tempFolder } from '../temp.ts';
import { everyState, now, timing, writePast } from './past.ts';

const key = 'canary-key-5f1e';

describe('the details of a generation', () => {
  let db: Database;
  beforeEach(() => { db = new Database(join(tempFolder(), 'history.db')); });
  afterEach(() => db.close());

  const textOf = (id: string): string => tell({
    row: generationById(db, id)!, attempts: attemptsOf(db, id), events: eventsOf(db, id), inputs: [], provider: 'Render Box', timing, now, locale: 'en',
    clean: text => redact(text, [key]),
  });

  it('tell the timeline, each attempt with its facts and cost, the request, the raw reply and the files with their hashes', async () => {
    const [id] = await writePast(db, [{ state: 'refused', retried: true, prompt: 'a castle\nat dusk' }]);
    await change(db, id!, f => ({
      ...f, failure: { class: 'moderation', sentence: 'Refused by moderation.', at: now, raw: '{"error":"unsafe"}' },
      outputs: [{ url: 'https://files.example/a.png', file: { path: '/project/a.png', hash: 'ab12', size: 2048, modifiedAt: now, kind: 'image', width: 64, height: 32 } }],
    }));
    await db.write(tx => eventKinds.forEach(kind => addEvent(tx, id!, { attemptId: generationById(tx, id!)!.attempt.id, at: now, kind, text: `about ${kind}` })));
    const text = textOf(id!);
    for (const part of [
      'a castle at dusk\nFailed: Refused by moderation.', `Id         ${id}`, '  a castle\n  at dusk', '"prompt": "a castle\\nat dusk"', '"seed": 7',
      'ATTEMPT 2', 'ATTEMPT 1', 'Too many requests. (rate limited)', 'Refused by moderation. (moderation)', 'not charged', '{"error":"unsafe"}',
      '/project/a.png', 'ab12', '2,048 bytes, 64 × 32', 'TIMELINE', 'attempt 2',
    ]) assert.ok(text.includes(part), `${part} in\n${text}`);
    for (const kind of eventKinds) assert.ok(text.includes(`about ${kind}`), kind);
  });

  it('hold no key, nothing that signs an address, and nothing that can\'t be seen, wherever it came from', async () => {
    const [id] = await writePast(db, [{ state: 'refused', prompt: 'a castle' }]);
    const dirty = `Bearer ${key} \u001b[31m at https://user:pass-word@files.example/a.png?X-Amz-Signature=abcdef&x=1#frag \u202e`;
    await change(db, id!, f => ({
      ...f, word: dirty, wordAt: now, remoteId: dirty, failure: { class: 'provider', sentence: dirty, at: now, raw: dirty },
      outputs: [{ url: 'https://files.example/b.png?token=abcdef&sig=123' }],
    }));
    await db.write(tx => {
      addEvent(tx, id!, { attemptId: 'x', at: now, kind: 'trouble', text: dirty });
      tx.run('UPDATE generation SET parameters = ? WHERE id = ?', JSON.stringify({ style: dirty, seed: 7 }), id!);
    });
    const text = textOf(id!);
    for (const secret of [key, 'abcdef', 'pass-word', 'sig=123', '#frag', '\u001b', '\u202e']) assert.equal(text.includes(secret), false, secret);
    assert.ok(text.includes('https://files.example/b.png?•••'), text);
    assert.ok(text.includes('https://files.example/a.png'), text);
  });

  it('leave a prompt as it was written: it is text, whatever it looks like', async () => {
    const prompt = '# heading\n<script>alert(1)</script> [link](command:x) token: banana, `code`';
    const [id] = await writePast(db, [{ state: 'completed', prompt }]);
    const text = textOf(id!);
    for (const line of prompt.split('\n')) assert.ok(text.includes(`\n  ${line}\n`), line);
  });

  it('can be told in every state', async () => {
    for (const id of await writePast(db, everyState.map(state => ({ state })))) assert.match(textOf(id), /^mossy stone\n\S/u);
  });
});
