import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { GalleryItem, GenerationView } from '../../shared/protocol.ts';
import { type Phase, isEnded, statusOf } from '../../shared/status.ts';
import { duration, percent, stateTitle } from '../../shared/text.ts';
import { now } from '../clock.ts';
import { LinkButton } from '../components/button.tsx';
import { StateIcon } from '../components/state-icon.tsx';
import { ageOf, progressOf, promptOf, stateLine } from '../describe.ts';
import { locale } from '../page.ts';

export interface RecentProps {
  readonly items: readonly GalleryItem[];
  readonly onReveal: (generation: GenerationView) => void;
  readonly onRetry: (generation: GenerationView) => void;
  readonly onGallery: () => void;
}

/** What was asked for last, and what became of it. */
export function Recent({ items, onReveal, onRetry, onGallery }: RecentProps): JSX.Element {
  return (
    <section class="recent" aria-labelledby="recent">
      <div class="recent-head"><h2 id="recent">{l10n.t('Recent')}</h2><LinkButton onClick={onGallery}>{l10n.t('Open Gallery')}</LinkButton></div>
      {items.length === 0 && <p class="recent-none">{l10n.t('What you generate appears here.')}</p>}
      <ul>
        {items.map(item => item.generation !== null && (
          <RecentRow key={item.key} item={item} generation={item.generation} onReveal={onReveal} onRetry={onRetry} />
        ))}
      </ul>
    </section>
  );
}

interface RowProps extends Pick<RecentProps, 'onReveal' | 'onRetry'> {
  readonly item: GalleryItem;
  readonly generation: GenerationView;
}

function RecentRow({ item, generation, onReveal, onRetry }: RowProps): JSX.Element {
  const time = now(generation.facts.end === null ? 'second' : 'halfMinute');
  const phase = statusOf(generation.facts, time, generation.timing);
  return (
    <li class="recent-row">
      <button type="button" onClick={() => onReveal(generation)} title={promptOf(item)}>
        {item.asset?.kind === 'image' && phase === 'completed' ? <img src={item.asset.url} alt="" loading="lazy" decoding="async" /> : <StateIcon phase={phase} turns />}
        <span class="cut">{promptOf(item)}</span>
        <span class="unseen">{l10n.t('{0}. Show in Generations', stateLine(generation, now('halfMinute'), locale.value))}</span>
        <span class="rest" />
        <span class="fact" aria-hidden="true">{factOf(generation, phase, time)}</span>
      </button>
      {(phase === 'failed' || phase === 'cancelled') && <LinkButton onClick={() => onRetry(generation)}>{l10n.t('Retry')}</LinkButton>}
    </li>
  );
}

/** The one most useful figure. */
function factOf({ facts }: GenerationView, phase: Phase, time: number): string {
  if (phase === 'completed') return ageOf(facts.endedAt ?? facts.createdAt, time, locale.value);
  if (isEnded(phase)) return '';
  const progress = progressOf(phase, facts);
  if (progress !== null) return percent(progress);
  if (phase === 'running' || phase === 'accepted' || phase === 'submitting') return duration(time - (facts.acceptedAt ?? facts.sentAt ?? time));
  return stateTitle(phase, facts, time);
}
