import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icons.tsx';

export interface BlankProps {
  readonly icon: IconName;
  readonly title: string;
  /** Why it is empty. */
  readonly why: string;
  /** The one way out. */
  readonly children?: ComponentChildren;
}

/** A place with nothing in it. */
export function Blank({ icon, title, why, children }: BlankProps): JSX.Element {
  return (
    <div class="blank">
      <Icon name={icon} look="large" />
      <h2>{title}</h2>
      <p>{why}</p>
      {children}
    </div>
  );
}
