import type { Failure } from '../outcome.ts';
import type { RecentFailure } from '../observe/recent-failures.ts';

/** Failures that say the same. */
export interface FailureGroup {
  /** Of the newest; ISO 8601. */
  readonly at: string;
  readonly count: number;
  /** All that were hit. */
  readonly cards: readonly string[];
  readonly failure: Failure;
}

/** Newest first, as they are given. */
export function groupFailures(failures: readonly RecentFailure[]): FailureGroup[] {
  const groups = Map.groupBy(failures, sameness);
  return [...groups.values()].flatMap((group) => {
    const [newest] = group;
    if (newest === undefined) return [];
    const cards = [...new Set(group.flatMap((each) => each.cards))];
    return [{ at: newest.at, count: group.length, cards, failure: newest }];
  });
}

/** Times and counts in a detail make nothing else of a failure. */
function sameness({ reason, status, pointer, detail = '' }: RecentFailure): string {
  return JSON.stringify([reason, status, pointer, detail.replaceAll(/\d+/g, '')]);
}
