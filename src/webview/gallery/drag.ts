/** A card that has a file can be dragged into a text editor, with Shift held: VS Code hands over nothing from a webview otherwise. */
import * as v from 'valibot';
import { dragType, draggedSchema } from '../../shared/drag.ts';
import { dragToken } from '../page.ts';

/** The file of a card, by what it says of itself for its menu. */
export function assetOf(context: string | null): string | null {
  if (context === null) return null;
  const parsed = v.safeParse(v.object({ asset: draggedSchema.entries.asset }), JSON.parse(context));
  return parsed.success ? parsed.output.asset : null;
}

export function letCardsBeDragged(): void {
  document.addEventListener('dragstart', event => {
    const card = event.target instanceof Element ? event.target.closest('[data-vscode-context]') : null;
    const asset = assetOf(card?.getAttribute('data-vscode-context') ?? null);
    if (asset === null || event.dataTransfer === null) return;
    const dragged: v.InferOutput<typeof draggedSchema> = { asset, drag: dragToken.peek() };
    event.dataTransfer.setData(dragType, JSON.stringify(dragged));
    event.dataTransfer.effectAllowed = 'copy';
  });
}
