import type { JSX } from 'preact';
import { type UploadView, uploadSpoken, uploadTable, uploadTitle } from '../../shared/uploads.ts';
import { Icon, isIconName } from './icons.tsx';

export interface UploadBadgeProps {
  readonly view: UploadView;
  /** The name of the provider. */
  readonly provider: string;
  /** The icon of work going on turns only where this allows it. */
  readonly turns: boolean;
}

/** The state of a file's transfer in the corner of its picture, and while bytes leave a bar at its bottom edge. */
export function UploadBadge({ view, provider, turns }: UploadBadgeProps): JSX.Element {
  const { icon, tone } = uploadTable[view.state];
  const spoken = uploadSpoken(view, provider);
  return (
    <>
      <span class="tag corner upload" role="img" aria-label={spoken} title={spoken}>
        <span class="tag-face" aria-hidden="true">
          <Icon name={isIconName(icon) ? icon : 'question'} look={`tone-${tone} ${icon === 'sync' && turns ? 'turning' : ''}`} />
          <span class="tag-words">{uploadTitle(view)}</span>
        </span>
      </span>
      {view.progress !== null && <span class="upload-bar" aria-hidden="true"><span style={{ width: `${100 * view.progress}%` }} /></span>}
    </>
  );
}
