import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { viewOf } from '../app/route.ts';
import type { ViewName } from '../app/route.ts';
import { decodeDraft, encodeDraft } from './draft.ts';

export interface DraftAddress {
  /** What is wrong with the draft that the address has, or with keeping one there; null for nothing. */
  readonly problem: ReadonlySignal<string | null>;
  /**
   * While the view is open: takes the draft of the address, now and each time that the address changes, and keeps one there
   * each time that `changes` does. Returns what ends it.
   */
  follow(changes: ReadonlySignal<unknown>): () => void;
  /** Keeps the text as it is now. `as` an entry of its own, to which Back leads back. */
  keep(as: 'the same entry' | 'a new entry'): Promise<void>;
}

interface DraftText {
  readonly read: () => string;
  /** Whether it is a draft of this view; one that isn't is not taken. */
  readonly write: (text: string) => boolean;
}

/** Keeps the draft of a view in the fragment, where a reload, Back and whoever is sent the address find it. */
export function createDraftAddress(view: ViewName, { read, write }: DraftText): DraftAddress {
  const problem = signal<string | null>(null);
  let latest = 0;
  async function keep(as: 'the same entry' | 'a new entry'): Promise<void> {
    const turn = ++latest;
    const draft = await encodeDraft(read());
    if (turn !== latest || viewOf(location.hash) !== view) return;
    const address = draft === null ? `#/${view}` : `#/${view}?draft=${draft}`;
    if (as === 'a new entry') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    problem.value = draft === null ? tooLong : null;
  }
  async function open(): Promise<void> {
    if (viewOf(location.hash) !== view) return;
    const draft = draftOf(location.hash);
    if (draft === null) return keep('the same entry');
    const turn = ++latest;
    const decoded = await decodeDraft(draft);
    if (turn !== latest) return;
    if (!decoded.ok) problem.value = decoded.message;
    else problem.value = write(decoded.text) ? null : notOurs;
  }
  return {
    problem,
    follow(changes) {
      const addressChanged = () => void open();
      addressChanged();
      addEventListener('hashchange', addressChanged);
      let isFirst = true;
      const stopKeeping = changes.subscribe(() => {
        if (!isFirst) void keep('the same entry');
        isFirst = false;
      });
      return () => {
        removeEventListener('hashchange', addressChanged);
        stopKeeping();
      };
    },
    keep,
  };
}

const notOurs = 'The draft in the address is none of this view.';
const tooLong = 'This is too long for the address: it is gone after a reload.';

function draftOf(fragment: string): string | null {
  const [, query = ''] = fragment.split('?', 2);
  return new URLSearchParams(query).get('draft');
}
