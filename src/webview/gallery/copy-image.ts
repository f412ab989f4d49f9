/** Puts a card's picture on the clipboard. Extensions have no way to, a page has: while it has the focus. */
import * as l10n from '@vscode/l10n';
import type { Bridge } from '../bridge.ts';

/** A PNG goes as it is; of any other kind one is made. @throws with the sentence for people */
export async function copyImage(bridge: Bridge, asset: string): Promise<void> {
  const { url } = await bridge.request('picture.whole', { id: asset });
  await focused();
  try {
    // The browser waits for the bytes itself: the key press that allows it would be too long ago.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(url) })]);
  } catch (error) {
    throw new Error(l10n.t('The picture could not be copied: {0}', error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

/** Milliseconds in which the focus comes back from a menu; without it the browser says what is wrong. */
const focusWithin = 3000;

function focused(): Promise<void> {
  if (document.hasFocus()) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, focusWithin);
  window.addEventListener('focus', () => { clearTimeout(timer); resolve(); }, { once: true });
  return promise;
}

async function pngOf(url: string): Promise<Blob> {
  // Without a range VS Code keeps a copy for ever.
  const response = await fetch(url, { headers: { Range: 'bytes=0-' } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const bytes = await response.blob();
  const head = new Uint8Array(await bytes.slice(0, 8).arrayBuffer());
  if ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, at) => head[at] === byte)) return new Blob([bytes], { type: 'image/png' });
  const picture = await createImageBitmap(bytes);
  try {
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d')!.drawImage(picture, 0, 0);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    picture.close();
  }
}
