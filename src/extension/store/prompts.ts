/** Earlier prompts, read from the generations that were made with them. */
import type { PromptCursor } from '../../shared/protocol.ts';
import type { Reader } from './database.ts';

export interface PromptPage {
  /** Each once, the newest first. */
  readonly prompts: readonly string[];
  /** Where the next page goes on; `null` at the end of the history. */
  readonly next: PromptCursor | null;
}

export interface PromptBounds {
  /** Prompts of a page. */
  readonly prompts: number;
  /** Generations that are looked at for it: many may have been made with the same words. */
  readonly rows: number;
  /** Characters of a page, once there is one prompt. */
  readonly characters: number;
}

const usualBounds: PromptBounds = { prompts: 50, rows: 2000, characters: 500_000 };
/** Generations read at once. */
const atOnce = 50;

/** @param after the generation that the page before ended with */
export function promptsPage(db: Reader, after: PromptCursor | null, bounds = usualBounds): PromptPage {
  const prompts = new Set<string>();
  let [at, id, looked, characters] = [after?.at ?? Number.MAX_SAFE_INTEGER, after?.id ?? '', 0, 0];
  for (;;) {
    const rows = db.all<{ at: number; id: string; prompt: string }>(
      'SELECT created_at AS at, id, prompt FROM generation WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?', at, id, atOnce);
    for (const row of rows) {
      if (!prompts.has(row.prompt)) characters += row.prompt.length;
      prompts.add(row.prompt);
      [at, id] = [row.at, row.id];
      looked++;
      if (prompts.size >= bounds.prompts || looked >= bounds.rows || characters >= bounds.characters) return { prompts: [...prompts], next: { at, id } };
    }
    if (rows.length < atOnce) return { prompts: [...prompts], next: null };
  }
}
