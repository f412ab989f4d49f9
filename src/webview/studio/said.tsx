import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { IconButton } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';

export interface SaidProps {
  /** `null` while there is nothing to say. */
  readonly sentence: string | null;
  readonly onDismiss: () => void;
}

/** What a person has to know of a change that a command made in the form; the region stays, so that its text is read out. */
export function Said({ sentence, onDismiss }: SaidProps): JSX.Element {
  return (
    <div role="status" class="said">
      {sentence !== null && (
        <>
          <Icon name="info" />
          <span>{sentence}</span>
          <IconButton icon="close" label={l10n.t('Dismiss')} onClick={onDismiss} />
        </>
      )}
    </div>
  );
}
