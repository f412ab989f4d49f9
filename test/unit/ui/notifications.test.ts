import assert from 'node:assert/strict';
import { type Message, Notifications, withoutLinks } from '../../../src/extension/ui/notifications.ts';

/** A clock that moves when it is told to. */
function clockwork() {
  let now = 0;
  const due: { at: number; call: () => void }[] = [];
  return {
    after: (milliseconds: number, call: () => void) => {
      const entry = { at: now + milliseconds, call };
      due.push(entry);
      return () => { if (due.includes(entry)) due.splice(due.indexOf(entry), 1); };
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
      for (const entry of due.filter(({ at }) => at <= now)) {
        due.splice(due.indexOf(entry), 1);
        entry.call();
      }
    },
    waiting: () => due.length,
  };
}

function rig(told = (items: readonly string[]): Message | null => ({ severity: 'error', text: items.join(' '), actions: [] })) {
  const clock = clockwork();
  const shown: string[] = [];
  const close: (() => void)[] = [];
  const notifications = new Notifications<string>({
    show: ({ text }) => { shown.push(text); return new Promise(resolve => { close.push(resolve); }); },
    told, joinWithin: 10_000, after: clock.after,
  });
  /** Closes what is on the screen. */
  const closed = async (): Promise<void> => { close.shift()!(); await Promise.resolve(); await Promise.resolve(); await Promise.resolve(); };
  return { clock, shown, closed, notifications };
}

describe('notifications', () => {
  it('joins what fails within ten seconds of the first, and says it once', () => {
    const { clock, shown, notifications } = rig();
    notifications.join(['a']);
    clock.pass(9_000);
    notifications.join(['b', 'c']);
    assert.deepEqual(shown, []);
    clock.pass(1_000);
    assert.deepEqual(shown, ['a b c']);
    assert.equal(clock.waiting(), 0);
  });

  it('shows one at a time: what comes meanwhile joins the next', async () => {
    const { clock, shown, closed, notifications } = rig();
    notifications.join(['a']);
    clock.pass(10_000);
    notifications.join(['b']);
    clock.pass(10_000);
    notifications.join(['c']);
    clock.pass(60_000);
    assert.deepEqual(shown, ['a']);
    await closed();
    assert.deepEqual(shown, ['a', 'b c']);
  });

  it('lets one that is fresh wait for others, also when the screen has just become free', async () => {
    const { clock, shown, closed, notifications } = rig();
    notifications.join(['a']);
    clock.pass(10_000);
    notifications.join(['b']);
    await closed();
    assert.deepEqual(shown, ['a']);
    clock.pass(10_000);
    assert.deepEqual(shown, ['a', 'b']);
  });

  it('waits for nothing where nothing else can come', () => {
    const { clock, shown, notifications } = rig();
    notifications.settle();
    notifications.join(['a', 'b']);
    notifications.settle();
    assert.deepEqual(shown, ['a b']);
    assert.equal(clock.waiting(), 0);
  });

  it('says other things in their turn, before what was joined', async () => {
    const { shown, closed, notifications } = rig();
    notifications.notify({ severity: 'info', text: 'the ledger was mended', actions: [] });
    notifications.join(['a']);
    notifications.settle();
    notifications.notify({ severity: 'info', text: 'the disk is full', actions: [] });
    assert.deepEqual(shown, ['the ledger was mended']);
    await closed();
    await closed();
    assert.deepEqual(shown, ['the ledger was mended', 'the disk is full', 'a']);
  });

  it('says nothing of what is settled by the time, and goes on with what comes then', () => {
    const gone = new Set(['a']);
    const { clock, shown, notifications } = rig(items => {
      const left = items.filter(item => !gone.has(item));
      return left.length === 0 ? null : { severity: 'error', text: left.join(' '), actions: [] };
    });
    notifications.join(['a']);
    clock.pass(10_000);
    assert.deepEqual(shown, []);
    notifications.join(['a', 'b']);
    clock.pass(10_000);
    assert.deepEqual(shown, ['b']);
  });

  it('goes on after one that could not be shown', async () => {
    const shown: string[] = [];
    const notifications = new Notifications<string>({
      show: ({ text }) => { shown.push(text); return Promise.reject(new Error('no window')); },
      told: () => null, joinWithin: 1, after: () => () => undefined,
    });
    notifications.notify({ severity: 'info', text: 'one', actions: [] });
    notifications.notify({ severity: 'info', text: 'two', actions: [] });
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(shown, ['one', 'two']);
  });

  it('makes no link of a stranger\'s words', () => {
    // What VS Code takes for a link in a notification.
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/iu;
    for (const text of ['[Retry](command:workbench.action.terminal.new)', '[a](https://evil.example/x)', '[[a](command:x)', '[a](file:///etc/passwd "hi")']) {
      assert.match(text, link);
      assert.doesNotMatch(withoutLinks(text), link);
    }
  });
});
