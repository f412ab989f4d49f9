import type { JSX } from 'preact';
import { type Phase, phaseTable } from '../../shared/status.ts';
import { Icon, isIconName } from './icons.tsx';

export interface StateIconProps {
  readonly phase: Phase;
  /** The icon of work going on turns only where this allows it. */
  readonly turns: boolean;
  readonly large?: boolean;
}

/** A state by shape and colour; the word for it stands elsewhere. */
export function StateIcon({ phase, turns, large = false }: StateIconProps): JSX.Element {
  const { icon, tone } = phaseTable[phase];
  const [name = '', motion] = icon.split('~');
  const look = `tone-${tone}${large ? ' large' : ''}${motion === 'spin' && turns ? ' turning' : ''}`;
  return <Icon name={isIconName(name) ? name : 'question'} look={look} />;
}
