/** What a card is when it is dragged out of the gallery: a type of our own, which nobody else takes for anything. */
import * as v from 'valibot';

export const dragType = 'application/vnd.darkroom.asset';

/** The same as a card's menu hands over: its file, and what tells our own pages from others. */
export const draggedSchema = v.object({ asset: v.pipe(v.string(), v.minLength(1), v.maxLength(100)), menu: v.string() });
