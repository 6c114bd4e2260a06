import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { EntryView } from '../../admin/cache.ts';
import { askSignedIn } from '../app/session.ts';
import { describeSelection, toSelection } from './selection.ts';
import type { PurgeChoice } from './selection.ts';

/** While somebody types, nothing is counted. */
const quietMs = 250;
/** The gateway lists no more. */
const maxEntries = 1_000;

/** What would be forgotten, and how much of it there is. */
export function PurgePreview({ choice }: { readonly choice: PurgeChoice }) {
  const selection = toSelection(choice);
  const found = useCount(selection);
  if (selection === null) return <p class="muted">Say whose, or which, first.</p>;
  return (
    <p role="status">
      Forgets <strong>{describeSelection(choice)}</strong>
      {found === null ? '' : `, ${found} now`}. The services are asked again when somebody looks.
      What is being fetched for them is not kept.
    </p>
  );
}

/** How many entries match, in words; null before that is known. */
function useCount(selection: object | null): string | null {
  const found = useSignal<string | null>(null);
  const key = JSON.stringify(selection);
  useEffect(() => {
    found.value = null;
    if (selection === null) return undefined;
    let isOver = false;
    const timer = setTimeout(() => void countNow(), quietMs);
    async function countNow(): Promise<void> {
      const answer = await askSignedIn<{ entries: EntryView[] }>('cache/entries', {
        body: selection,
      });
      if (answer.ok && !isOver) found.value = toWords(answer.body.entries.length);
    }
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key]);
  return found.value;
}

function toWords(entries: number): string {
  if (entries >= maxEntries) return `${maxEntries} entries or more`;
  return entries === 1 ? '1 entry' : `${entries} entries`;
}
