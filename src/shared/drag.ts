/** What a card is when it is dragged out of the gallery: a type of our own, which nobody else takes for anything. */
import * as v from 'valibot';

export const dragType = 'application/vnd.darkroom.asset';

/** Its file, and what tells our own pages from others. Not what tells our menus: whoever the card is dropped on can read this. */
export const draggedSchema = v.object({ asset: v.pipe(v.string(), v.minLength(1), v.maxLength(100)), drag: v.string() });
