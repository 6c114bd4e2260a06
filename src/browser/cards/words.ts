import type { AnsweredCardView } from '../../admin/api.ts';
import { count } from '../../cli/count.ts';
import type { Outcome } from '../../outcome.ts';

/** How an outcome is told: in two words, and in a sentence. */
interface OutcomeWords {
  readonly label: string;
  readonly color: 'green' | 'blue' | 'grey' | 'yellow' | 'red';
  readonly meaning: string;
}

const outcomes: Readonly<Record<Outcome, OutcomeWords>> = {
  fresh: { label: 'Fetched', color: 'green', meaning: 'The service was asked for this request.' },
  cached: { label: 'Cached', color: 'blue', meaning: 'A copy that is younger than its TTL.' },
  coalesced: {
    label: 'Joined',
    color: 'green',
    meaning: 'It joined a fetch that was under way already.',
  },
  stale_refreshing: {
    label: 'Stale, refreshing',
    color: 'yellow',
    meaning: 'A copy a little past its TTL, while the service is asked for a new one.',
  },
  stale_error: {
    label: 'Stale, failed',
    color: 'yellow',
    meaning: 'The last good card, because a new one could not be had.',
  },
  empty: {
    label: 'No data',
    color: 'grey',
    meaning: 'The service has nothing for this customer, so Plain shows no card.',
  },
  unavailable: {
    label: 'Unavailable',
    color: 'red',
    meaning: 'A notice stands for a card that could not be loaded.',
  },
  unknown: {
    label: 'Unknown key',
    color: 'red',
    meaning: 'No file in upstreams/ has a card of this key.',
  },
  retired: {
    label: 'Retired',
    color: 'grey',
    meaning: 'Its file says retired: true, so Plain shows no card.',
  },
};

export function describeOutcome(outcome: Outcome): OutcomeWords {
  return outcomes[outcome];
}

/** `7 cards: 5 Cached, 2 Unavailable`; `Usage: Fetched`. For those who don't see the panel change. */
export function summarise(cards: readonly Pick<AnsweredCardView, 'key' | 'outcome'>[]): string {
  const byLabel = Map.groupBy(cards, ({ outcome }) => describeOutcome(outcome).label);
  const [only, ...others] = cards;
  if (only !== undefined && others.length === 0)
    return `${titleOf(only.key)}: ${describeOutcome(only.outcome).label}`;
  const counts = [...byLabel].map(([label, { length }]) => `${length} ${label}`);
  return `${count(cards.length, 'card')}: ${counts.join(', ')}`;
}

/** `subscription-status` is "Subscription status": the real title is in Plain's settings. */
export function titleOf(key: string): string {
  const words = key.replaceAll(/[-_]+/g, ' ').trim();
  return words === '' ? key : words.charAt(0).toUpperCase() + words.slice(1);
}
