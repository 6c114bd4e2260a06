import type { EntryView } from '../../admin/cache.ts';

type Judged = Pick<EntryView, 'state' | 'isEmpty' | 'coolingDownAfter'>;

/** In what state an entry is, in a few words. */
export function stateOf({ state, isEmpty, coolingDownAfter }: Judged): {
  readonly label: string;
  readonly color: 'green' | 'yellow' | 'red' | 'grey';
} {
  if (coolingDownAfter !== null) return { label: `rests after ${coolingDownAfter}`, color: 'red' };
  if (state === 'none') return { label: 'no card', color: 'grey' };
  const content = isEmpty ? 'no data' : 'card';
  return state === 'fresh'
    ? { label: `${content}, fresh`, color: 'green' }
    : { label: `${content}, expired`, color: 'yellow' };
}
