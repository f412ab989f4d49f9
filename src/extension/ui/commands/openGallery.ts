import type { Gallery } from '../gallery.ts';
import type { Parts } from '../parts.ts';
import { target } from './target.ts';

/** Opens the gallery beside the file at hand; called on a generation it shows that card. */
export async function openGallery(parts: Parts, gallery: Gallery, args: readonly unknown[]): Promise<void> {
  if (args[0] === undefined || args[0] === null) return gallery.open();
  const shown = await target(parts, args, '', () => true);
  gallery.open(shown?.id);
}
