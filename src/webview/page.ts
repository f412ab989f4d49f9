/** What every page does first: find its host, say that it listens, take the language. */
import * as l10n from '@vscode/l10n';
import { signal } from '@preact/signals';
import { type Bridge, type Keep, connect } from './bridge.ts';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void };

/** The language VS Code is shown in, for `Intl`; `undefined` until the host said it. */
export const locale = signal<string | undefined>(undefined);

/** What the context menus of this page send back to the host. */
export const menuToken = signal('');

/** What cards that are dragged out of this page say, so that the host knows them. */
export const dragToken = signal('');

export interface Page {
  readonly bridge: Bridge;
  readonly keep: Keep;
}

/** Call once: a webview may acquire its API only once. */
export function openPage(): Page {
  const api = acquireVsCodeApi();
  const bridge = connect({
    post: message => api.postMessage(message),
    listen: receive => window.addEventListener('message', event => receive(event.data)),
  });
  return { bridge, keep: { getState: () => api.getState(), setState: state => api.setState(state) } };
}

/** Resolves once the texts are in the person's language, or at once in English when the host does not say. */
export async function greet(bridge: Bridge): Promise<void> {
  try {
    const welcome = await bridge.request('ready', {});
    l10n.config({ contents: welcome.l10n });
    locale.value = welcome.locale;
    menuToken.value = welcome.menu;
    dragToken.value = welcome.drag;
  } catch {
    locale.value = undefined;
  }
}

/** When the window's focus comes back to the page, it goes to where it was: the frame itself forgets. */
export function keepFocus(fallback: () => HTMLElement | null = () => null): void {
  let last: HTMLElement | null = null;
  document.addEventListener('focusin', event => { last = event.target instanceof HTMLElement ? event.target : null; });
  window.addEventListener('focus', () => {
    // A click that brought the focus back has a target of its own, a task later.
    setTimeout(() => {
      if (!document.hasFocus() || document.activeElement !== null && document.activeElement !== document.body) return;
      const place = last?.isConnected === true ? last : last === null ? null : fallback();
      place?.focus({ preventScroll: true });
    });
  });
}

/** `loading` until the first complete snapshot is on the page; tests and screenshots wait for `ready`. */
export function setPageState(state: 'loading' | 'ready' | 'error'): void {
  document.documentElement.dataset.state = state;
}
