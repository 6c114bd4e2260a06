import type { PlannedCard } from '../plan/plan.ts';
import { matches } from './selection.ts';
import type { Selection } from './selection.ts';

/** A moment in the order of purges. Whoever holds one can see what was purged since; what nobody holds is collected. */
export interface Mark {
  readonly next: { readonly selection: Selection; readonly mark: Mark } | null;
}

export interface Purges {
  /** Now: before the next purge. */
  readonly mark: Mark;
  add(selection: Selection): void;
}

export function createPurges(): Purges {
  let last: { next: Mark['next'] } = { next: null };
  return {
    get mark() {
      return last;
    },
    add(selection) {
      const mark = { next: null };
      last.next = { selection, mark };
      last = mark;
    },
  };
}

/** Whether a card with these tags was purged after `mark`. */
export function isPurgedSince(
  mark: Mark,
  { slot }: Pick<PlannedCard, 'slot'>,
  tags: readonly string[],
): boolean {
  for (let { next } = mark; next !== null; { next } = next.mark) {
    if (matches(next.selection, slot, tags)) return true;
  }
  return false;
}
