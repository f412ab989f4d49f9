/** A notification is over when it was answered or has left the screen, and leaves nothing behind. */
import assert from 'node:assert/strict';
import type { Message } from '../../../src/extension/ui/notifications.ts';
import { clearScreen, screen, window, windowStates, withVscode } from './fake-vscode.ts';

describe('a notification on the screen', () => {
  let toast: typeof import('../../../src/extension/ui/toast.ts').toast;
  let ran: string[];

  beforeEach(async () => {
    clearScreen();
    ran = [];
    ({ toast } = await withVscode(() => import('../../../src/extension/ui/toast.ts')));
  });
  afterEach(() => { window.state.focused = true; });

  const message = (severity: Message['severity']): Message => ({ severity, text: 'It failed.', actions: [{ title: 'Retry', run: () => { ran.push('Retry'); } }] });

  it('is over when it was answered, also where nobody looks at the window, and listens no more', async () => {
    window.state.focused = false;
    screen.answer = () => 'Retry';
    await toast(message('info'), 10);
    assert.deepEqual([ran, windowStates.count], [['Retry'], 0]);
  });

  it('leaves the screen by itself after a while of attention only', async () => {
    window.state.focused = false;
    const answers = Promise.withResolvers<string>();
    screen.answer = () => answers.promise as never;
    let over = false;
    const shown = toast(message('info'), 10).then(() => { over = true; });
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual([over, windowStates.count], [false, 1]);
    window.state.focused = true;
    windowStates.fire({ focused: true });
    await shown;
    assert.equal(windowStates.count, 0);
    answers.resolve('Retry');
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(ran, ['Retry'], 'an answer from the notification center counts too');
  });

  it('tells what an answer came to as text', async () => {
    screen.answer = ({ choices }) => choices[0];
    await toast({ severity: 'error', text: '[a](command:x)', actions: [{ title: 'Show', run: () => { throw new Error('no [b](command:y)'); } }] }, 10);
    assert.deepEqual(screen.told.map(({ text }) => text), ['[a] (command:x)', 'no [b] (command:y)']);
  });
});
