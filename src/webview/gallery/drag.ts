/** A card that has a file can be dragged into a text editor, with Shift held: VS Code hands over nothing from a webview otherwise. */
import * as v from 'valibot';
import { dragType, draggedSchema } from '../../shared/drag.ts';

/** What a card says of itself for its menu. */
export function draggedOf(context: string | null): v.InferOutput<typeof draggedSchema> | null {
  if (context === null) return null;
  const parsed = v.safeParse(draggedSchema, JSON.parse(context));
  return parsed.success ? parsed.output : null;
}

export function letCardsBeDragged(): void {
  document.addEventListener('dragstart', event => {
    const card = event.target instanceof Element ? event.target.closest('[data-vscode-context]') : null;
    const dragged = draggedOf(card?.getAttribute('data-vscode-context') ?? null);
    if (dragged === null || event.dataTransfer === null) return;
    event.dataTransfer.setData(dragType, JSON.stringify(dragged));
    event.dataTransfer.effectAllowed = 'copy';
  });
}
