/** How long a model's own runs took: what "stalled" is judged against. */
import type { Operation } from '../../shared/model.ts';
import { type Timing, timingFrom } from '../../shared/timing.ts';
import type { Reader } from './database.ts';
import { tally } from './generations.ts';

/** Latest generations of a model that are looked at; older ones say less of how it is now. */
const lookedAt = 200;

/** Milliseconds from acceptance to finish of a model's latest runs. */
function durationsOf(db: Reader, provider: string, model: string): number[] {
  return db.all<{ took: number }>(`SELECT finished_at - accepted_at AS took
    FROM (SELECT id FROM generation WHERE provider = ? AND model = ? ORDER BY created_at DESC LIMIT ?) AS latest
    JOIN attempt ON generation_id = latest.id
    WHERE finished_at IS NOT NULL AND accepted_at IS NOT NULL AND adopted_at IS NULL`, provider, model, lookedAt)
    .map(row => row.took).filter(took => took > 0);
}

/** Remembers what it read until another generation completed. */
export class Timings {
  private readonly known = new Map<string, Timing>();
  private completed = -1;
  private readonly floor: number | undefined;

  /** @param floor no job is stalled sooner, in milliseconds; see timing.ts */
  constructor(floor?: number) {
    this.floor = floor;
  }

  of(db: Reader, { provider, model, operation }: { readonly provider: string; readonly model: string; readonly operation: Operation }): Timing {
    const { completed } = tally(db);
    if (completed !== this.completed) this.known.clear();
    this.completed = completed;
    const key = JSON.stringify([provider, model, operation]);
    let timing = this.known.get(key);
    if (timing === undefined) this.known.set(key, timing = timingFrom(durationsOf(db, provider, model), operation, this.floor));
    return timing;
  }
}
