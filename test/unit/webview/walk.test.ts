import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PromptCursor } from '../../../src/shared/protocol.ts';
import { createPromptHistory } from '../../../src/webview/studio/prompts.ts';
import { type Direction, type Walk, step, walkFrom } from '../../../src/webview/studio/walk.ts';

/** A host with these prompts, the newest first, in pages of this length, and a form with a field. */
function form(history: readonly string[], { typed = '', pageLength = 2, restored = null }: { typed?: string; pageLength?: number; restored?: Walk | null } = {}) {
  const state = { history, prompt: typed, asked: 0, kept: restored, meanwhile: () => {}, fails: false };
  const prompts = createPromptHistory({
    ask(after: PromptCursor | null) {
      state.asked++;
      if (state.fails) return Promise.reject(new Error('The history is busy.'));
      const from = after?.at ?? 0;
      const page = { prompts: [...new Set(state.history.slice(from, from + pageLength))], next: from + pageLength < state.history.length ? { at: from + pageLength, id: 'x' } : null };
      state.meanwhile();
      return Promise.resolve(page);
    },
    prompt: () => state.prompt,
    put: prompt => { state.prompt = prompt; },
    restored, keep: walk => { state.kept = walk; },
  });
  return { state, prompts, go: (direction: Direction) => prompts.go(direction) };
}

const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 });

describe('the walk through earlier prompts', () => {
  it('goes from what is being typed to older ones, each once, and stays at the oldest', async () => {
    const { state, go } = form(['c', 'b', 'c', 'b', 'a'], { typed: 'half a thought' });
    const seen: string[] = [];
    for (let n = 0; n < 5; n++) { await go('older'); seen.push(state.prompt); }
    assert.deepEqual(seen, ['c', 'b', 'a', 'a', 'a']);
  });

  it('leads back to what was typed, whatever the history and its pages are', () => fc.assert(fc.asyncProperty(
    texts, fc.constantFrom('', 'a', ' b ', 'typed'), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 15 }), async (history, typed, pageLength, steps) => {
      const { state, go } = form(history, { typed, pageLength });
      const earlier = [...new Set(history)].filter(prompt => prompt !== typed.trim());
      for (let n = 1; n <= steps; n++) {
        const shown = await go('older');
        assert.equal(state.prompt, earlier[Math.min(n, earlier.length) - 1] ?? typed);
        assert.equal(shown, n <= earlier.length ? state.prompt : null, 'nothing is told at the end');
      }
      for (let n = Math.min(steps, earlier.length) - 1; n >= 0; n--) {
        await go('newer');
        assert.equal(state.prompt, earlier[n - 1] ?? typed);
      }
      assert.equal(await go('newer'), null);
      assert.equal(state.prompt, typed);
    })));

  it('takes each step of a person who is quicker than the host', async () => {
    const { state, go } = form(['c', 'b', 'a'], { pageLength: 1 });
    await Promise.all([go('older'), go('older'), go('older'), go('newer')]);
    assert.equal(state.prompt, 'b');
  });

  it('begins anew from what was changed by hand, with what was made since', async () => {
    const { state, go } = form(['b', 'a'], { typed: 'x' });
    await go('older');
    state.prompt = 'b, and more';
    state.history = ['newest', 'b', 'a'];
    await go('older');
    assert.equal(state.prompt, 'newest');
    await go('newer');
    assert.equal(state.prompt, 'b, and more');
  });

  it('writes over nothing that was typed while it was loading', async () => {
    const { state, go } = form(['b', 'a']);
    state.meanwhile = () => { state.prompt = 'typed meanwhile'; };
    assert.equal(await go('older'), null);
    assert.equal(state.prompt, 'typed meanwhile');
  });

  it('goes on after the page was loaded anew, and still knows what was typed', async () => {
    const first = form(['d', 'c', 'b', 'a'], { typed: 'half a thought' });
    for (let n = 0; n < 3; n++) await first.go('older');
    const next = form(first.state.history, { typed: first.state.prompt, restored: first.state.kept });
    await next.go('older');
    assert.equal(next.state.prompt, 'a');
    for (let n = 0; n < 4; n++) await next.go('newer');
    assert.equal(next.state.prompt, 'half a thought');
  });

  it('finds its way where the prompt that it stood at was removed', () => {
    const walk = { typed: 'x', shown: 'gone' };
    assert.equal(step(walk, ['b', 'a'], false, 'newer'), null, 'it may come in a later page');
    assert.deepEqual([step(walk, ['b', 'a'], true, 'newer'), step(walk, ['b', 'a'], true, 'older')], ['x', 'b']);
    assert.equal(walkFrom(walk, 'gone'), walk);
  });

  it('asks for nothing where there is no way', async () => {
    const { state, go } = form(['a'], { typed: 'x' });
    assert.equal(await go('newer'), null);
    assert.equal(state.asked, 0);
  });

  it('goes on after the host had said no', async () => {
    const { state, go } = form(['a']);
    state.fails = true;
    await assert.rejects(go('older'), /busy/u);
    state.fails = false;
    await go('older');
    assert.equal(state.prompt, 'a');
  });

  it('leads back to the prompt that a command has replaced', async () => {
    const { state, prompts, go } = form(['b', 'a'], { typed: 'x' });
    state.prompt = 'a';
    prompts.leave('x', 'a');
    await go('newer');
    await go('newer');
    assert.equal(state.prompt, 'x');
  });
});
