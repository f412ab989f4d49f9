import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icons.tsx';

export interface ButtonProps {
  readonly onClick: () => void;
  readonly children: ComponentChildren;
  /** The one main action of a surface. */
  readonly main?: boolean;
  readonly small?: boolean;
  readonly icon?: IconName;
  readonly look?: string;
  readonly tabIndex?: number;
  readonly busy?: boolean;
}

export function Button({ onClick, children, main = false, small = false, icon, look = '', tabIndex, busy }: ButtonProps): JSX.Element {
  return (
    <button type="button" class={`button ${main ? 'main' : 'second'} ${small ? 'small' : ''} ${look}`} onClick={onClick} tabIndex={tabIndex} aria-busy={busy}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export interface IconButtonProps {
  readonly icon: IconName;
  /** Says what it does: there is no other text. */
  readonly label: string;
  readonly onClick?: () => void;
  readonly pressed?: boolean;
  readonly look?: string;
  readonly tabIndex?: number;
}

export function IconButton({ icon, label, onClick, pressed, look = '', tabIndex }: IconButtonProps): JSX.Element {
  return (
    <button type="button" class={`icon-button ${look}`} title={label} aria-label={label} aria-pressed={pressed} onClick={onClick} tabIndex={tabIndex}>
      <Icon name={icon} />
    </button>
  );
}

/** Reads like a link and leads somewhere else, but is no address. */
export function LinkButton({ onClick, children, look = '' }: { readonly onClick: () => void; readonly children: ComponentChildren; readonly look?: string }): JSX.Element {
  return <button type="button" class={`link ${look}`} onClick={onClick}>{children}</button>;
}
