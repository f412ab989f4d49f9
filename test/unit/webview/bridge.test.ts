import assert from 'node:assert/strict';
import { everything } from '../../../src/shared/narrow.ts';
import { asLongAsItTakes, connect } from '../../../src/webview/bridge.ts';

function line() {
  const posted: { id: number; method: string; params: unknown }[] = [];
  let receive: (message: unknown) => void = () => undefined;
  const bridge = connect({ post: message => posted.push(message as typeof posted[number]), listen: listener => { receive = listener; } });
  return { bridge, posted, receive: (message: unknown) => receive(message) };
}

const page = { rev: 1, counts: { all: 0, active: 0, failed: 0, completed: 0 }, total: 0, offset: 0, items: [], indexing: false };

describe('the bridge', () => {
  it('gives each request its own answer, in whatever order they come', async () => {
    const { bridge, posted, receive } = line();
    const one = bridge.request('gallery.page', { filter: 'all', narrow: everything, offset: 0, limit: 10 });
    const two = bridge.request('studio.open', {});
    receive({ reply: posted[1]?.id, ok: true, result: {} });
    receive({ reply: posted[0]?.id, ok: true, result: page });
    assert.deepEqual(await two, {});
    assert.deepEqual(await one, page);
  });

  it('rejects with the host’s own sentence', async () => {
    const { bridge, posted, receive } = line();
    const request = bridge.request('generation.cancel', { id: 'g' });
    receive({ reply: posted[0]?.id, ok: false, error: 'Pixverse can’t cancel a job that runs.' });
    await assert.rejects(request, { message: 'Pixverse can’t cancel a job that runs.' });
  });

  it('does not believe an answer of another shape', async () => {
    const { bridge, posted, receive } = line();
    const request = bridge.request('gallery.page', { filter: 'all', narrow: everything, offset: 0, limit: 10 });
    receive({ reply: posted[0]?.id, ok: true, result: { ...page, total: 'many' } });
    await assert.rejects(request, /could not be read/);
  });

  it('gives up after the patience it was given, and drops the answer that comes later', async () => {
    const { bridge, posted, receive } = line();
    await assert.rejects(bridge.request('studio.open', {}, 5), /did not answer within/);
    receive({ reply: posted[0]?.id, ok: true, result: {} });
    const patient = bridge.request('key.set', { provider: 'fal' }, asLongAsItTakes);
    receive({ reply: posted[1]?.id, ok: true, result: {} });
    assert.deepEqual(await patient, {});
  });

  it('tells events to those who asked for them, and drops what is no message of ours', () => {
    const { bridge, receive } = line();
    const heard: unknown[] = [];
    bridge.on('show', event => heard.push(event.generation));
    for (const stray of [null, 'text', { event: 'unheard' }, { event: 'show' }, { reply: 99, ok: true, result: {} }]) receive(stray);
    receive({ event: 'providers' });
    receive({ event: 'show', generation: 'g' });
    assert.deepEqual(heard, ['g']);
  });
});
