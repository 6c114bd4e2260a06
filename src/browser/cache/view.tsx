import { useSignal } from '@preact/signals';
import type { CacheView as Cache, EntryView, PurgeView } from '../../admin/cache.ts';
import type { Scene } from '../../admin/api.ts';
import type { Answer } from '../app/ask.ts';
import { usePolled } from '../app/poll.ts';
import { askSignedIn } from '../app/session.ts';
import { Notice } from '../shell/notice.tsx';
import { CardTable } from './card-table.tsx';
import { EntryTable } from './entry-table.tsx';
import { PurgeDialog } from './purge-dialog.tsx';
import { PurgeResult } from './purge-result.tsx';
import { noChoice } from './selection.ts';
import type { PurgeChoice } from './selection.ts';
import { Totals } from './totals.tsx';

interface Contents {
  readonly cache: Cache;
  readonly entries: readonly EntryView[];
}

/** What the cache holds, and a way to make it forget. */
export function CacheView({ scene }: { readonly scene: Scene }) {
  const { latest, problem, refresh } = usePolled(readContents);
  const asking = useSignal<PurgeChoice | null>(null);
  const purged = useSignal<PurgeView | null>(null);
  const contents = latest.value;
  return (
    <>
      {problem.value !== null && <Notice kind="error">{problem.value}</Notice>}
      <div role="status">{purged.value !== null && <PurgeResult purged={purged.value} />}</div>
      {contents === null ? (
        <p class="muted">Asking the gateway …</p>
      ) : (
        <>
          <Totals cache={contents.cache} purge={() => (asking.value = noChoice)} />
          <CardTable
            cards={contents.cache.cards}
            purge={(card) => (asking.value = { ...noChoice, kind: 'card', card })}
          />
          <EntryTable entries={contents.entries} />
        </>
      )}
      {asking.value !== null && (
        <PurgeDialog
          scene={scene}
          initial={asking.value}
          close={() => (asking.value = null)}
          done={(result) => {
            purged.value = result;
            asking.value = null;
            void refresh();
          }}
        />
      )}
    </>
  );
}

async function readContents(): Promise<Answer<Contents>> {
  const cache = await askSignedIn<Cache>('cache');
  if (!cache.ok) return cache;
  const listed = await askSignedIn<{ entries: EntryView[] }>('cache/entries', {
    body: { all: true },
  });
  return listed.ok ? { ok: true, body: { cache: cache.body, ...listed.body } } : listed;
}
