/** A notification of VS Code's, and when it leaves the screen. */
import * as vscode from 'vscode';
import { type Message, withoutLinks } from './notifications.ts';
import { messageOf } from './webview.ts';

/** VS Code takes off the screen by itself, in 15 s of focus at most, what has no button or is no error. */
const usuallyOnScreen = 16_000;

const show = { error: 'showErrorMessage', warning: 'showWarningMessage', info: 'showInformationMessage' } as const;

/** Resolves when it was answered or closed, or has gone to the notification center. An answer from there counts too. */
export function toast({ severity, text, actions }: Message, onScreen = usuallyOnScreen): Promise<void> {
  const answered = Promise.resolve(vscode.window[show[severity]](withoutLinks(text), ...actions.map(({ title }) => title))).then(async answer => {
    try {
      await actions.find(({ title }) => title === answer)?.run();
    } catch (error) {
      await vscode.window.showErrorMessage(withoutLinks(messageOf(error)));
    }
  });
  // An error with a button stays until somebody closes it.
  if (severity === 'error' && actions.length > 0) return answered;
  const shown = whileFocused(onScreen);
  return Promise.race([answered, shown.over]).finally(() => shown.stop());
}

/** `over` resolves after so much time in which the window had the focus. */
function whileFocused(milliseconds: number): { readonly over: Promise<void>; stop(): void } {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    clearTimeout(timer);
    if (vscode.window.state.focused) timer = setTimeout(resolve, milliseconds);
  };
  const listening = vscode.window.onDidChangeWindowState(begin);
  begin();
  return { over, stop: () => { clearTimeout(timer); listening.dispose(); } };
}
