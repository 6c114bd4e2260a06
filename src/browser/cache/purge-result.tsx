import type { PurgeView } from '../../admin/cache.ts';
import { now } from '../app/clock.ts';
import { Notice } from '../shell/notice.tsx';
import { describePlainCopies, describePurge } from './words.ts';

/** What was done, and until when Plain's own copies live. */
export function PurgeResult({ purged }: { readonly purged: PurgeView }) {
  return (
    <Notice kind="info">
      <strong>{describePurge(purged)}</strong>
      {purged.cards > 0 && (
        <span aria-live="off">{describePlainCopies(purged.plainCopiesGoneBy, now.value)}</span>
      )}
    </Notice>
  );
}
