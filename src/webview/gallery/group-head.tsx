import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { unnamed } from '../../shared/narrow.ts';
import { count } from '../../shared/text.ts';
import { now } from '../clock.ts';
import { Icon } from '../components/icons.tsx';
import { locale } from '../page.ts';
import type { Section } from './layout.ts';

export interface GroupHeadProps {
  readonly id: string;
  readonly section: Section;
  /** Tab leads here. */
  readonly stop: boolean;
  readonly top: number;
}

/** What a group is called and how many it has; folds and unfolds it. */
export function GroupHead({ id, section, stop, top }: GroupHeadProps): JSX.Element {
  return (
    <div id={id} role="rowheader" class="group" data-group={section.id} aria-expanded={!section.folded} aria-colindex={1} tabIndex={stop ? 0 : -1} style={{ top: `${top}px` }}>
      <Icon name={section.folded ? 'chevron-right' : 'chevron-down'} />
      <span class="cut">{section.label === '' ? groupName(section.id, now('halfMinute'), locale.value) : section.label}</span>
      <span class="count">{count(section.count, locale.value)}</span>
    </div>
  );
}

/** Of a group that is no folder: a day, as 2026-01-31, or what has no name of its own. */
export function groupName(id: string, at: number, language?: string): string {
  if (id === unnamed.fileless) return l10n.t('No file yet');
  if (id === unnamed.rest) return l10n.t('Other');
  const [year = 0, month = 1, day = 1] = id.split('-').map(Number);
  const today = new Date(at);
  const ago = (Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()) - Date.UTC(year, month - 1, day)) / 86_400_000;
  if (ago === 0) return l10n.t('Today');
  if (ago === 1) return l10n.t('Yesterday');
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(year, month - 1, day));
}
