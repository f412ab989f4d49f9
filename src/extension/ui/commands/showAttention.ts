import { lookAt } from '../attention.ts';
import { showJob } from '../news.ts';
import type { Parts } from '../parts.ts';
import type { GenerationsView } from '../tree/view.ts';

/** Brings the Generations view forward, at the first job that needs somebody. */
export async function showAttention(parts: Parts, generations: GenerationsView): Promise<void> {
  const { session, desk, clock } = parts;
  const first = session.isOpen ? lookAt(session.db, clock(), generation => desk.timingOf(generation)).troubles[0] : undefined;
  await showJob(generations, first?.generation);
}
