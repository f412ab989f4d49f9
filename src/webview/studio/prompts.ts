/** Earlier prompts as the host knows them, loaded as far as the walk has come. */
import type { PromptCursor, Result } from '../../shared/protocol.ts';
import { type Direction, type Walk, step, walkFrom } from './walk.ts';

export interface PromptHistory {
  /** Takes a step from the prompt that stands in the field, one after the other. Resolves to what stands there then; `null` where that is the same. */
  readonly go: (direction: Direction) => Promise<string | null>;
  /** Another prompt was put into the field: the way back leads to the one before. */
  readonly leave: (before: string, now: string) => void;
}

export interface PromptHistoryOptions {
  readonly ask: (after: PromptCursor | null) => Promise<Result<'studio.prompts'>>;
  /** What stands in the field now. */
  readonly prompt: () => string;
  /** Puts another one there. */
  readonly put: (prompt: string) => void;
  readonly restored: Walk | null;
  readonly keep: (walk: Walk) => void;
}

export function createPromptHistory({ ask, prompt, put, restored, keep }: PromptHistoryOptions): PromptHistory {
  let walk = restored;
  /** `null` until a walk asks. */
  let loaded: { readonly list: readonly string[]; readonly next: PromptCursor | null } | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function load(): Promise<void> {
    const { prompts, next } = await ask(loaded?.next ?? null);
    loaded = { list: [...new Set([...loaded?.list ?? [], ...prompts])], next };
  }

  async function take(direction: Direction): Promise<string | null> {
    const from = walkFrom(walk, prompt());
    // A new walk begins with what was made since the last one.
    if (from !== walk) loaded = null;
    walk = from;
    if (direction === 'newer' && from.shown === from.typed) return null;
    if (loaded === null) await load();
    for (;;) {
      // Somebody typed while it was loaded.
      if (prompt() !== from.shown || loaded === null) return null;
      const shown = step(from, loaded.list, loaded.next === null, direction);
      if (shown === from.shown) return null;
      if (shown !== null) {
        walk = { ...from, shown };
        keep(walk);
        put(shown);
        return shown;
      }
      await load();
    }
  }

  return {
    go(direction) {
      const taken = turn.catch(() => undefined).then(() => take(direction));
      turn = taken;
      return taken;
    },
    leave(before, now) {
      walk = { typed: before, shown: now };
      loaded = null;
      keep(walk);
    },
  };
}
