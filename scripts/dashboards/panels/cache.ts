import { graph } from '../grafana/graph.ts';
import { perMinute, share, sum, total } from '../queries.ts';
import type { Panel } from '../grafana/schema.ts';
import { tile } from '../grafana/tile.ts';
import { perMinuteUnit } from '../words.ts';

const reads = { metric: 'customer_cards_cache_reads_total' };
const evictions = { metric: 'customer_cards_cache_evictions_total' };
const bytes = sum({ metric: 'customer_cards_cache_bytes' });
const maxBytes = sum({ metric: 'customer_cards_cache_max_bytes' });
const saved = 'result=~"hit|coalesced"';
const noReads = 'nothing asked';

export const cacheTiles: Panel[] = [
  tile({
    title: 'Answered without a call',
    description:
      'Of the keys that may be cached: those in the cache, and those that joined a fetch under way, in the time shown.',
    unit: 'percentunit',
    min: 0,
    max: 1,
    noValue: noReads,
    queries: { saved: share(saved, { ...reads, over: '$__range' }) },
  }),
  tile({
    title: 'Keys that needed no call',
    description: 'How many that were, in the time shown.',
    unit: 'short',
    min: 0,
    queries: { saved: `round(${total({ ...reads, where: saved })})` },
  }),
  tile({
    title: 'Manual reloads',
    description:
      'Keys that an agent asked for again before Plain had to, in the time shown. They are always fetched.',
    unit: 'short',
    min: 0,
    queries: { reloads: `round(${total({ metric: 'customer_cards_reloads_total' })})` },
  }),
  tile({
    title: 'Cards in the cache',
    description: 'Records of all replicas: cards, and what is remembered of those without a copy.',
    unit: 'short',
    min: 0,
    queries: { records: sum({ metric: 'customer_cards_cache_entries' }) },
  }),
  tile({
    title: 'Full',
    description:
      'Of cache.maxBytes. A full cache is no harm: what nobody asked for longest goes first.',
    unit: 'percentunit',
    min: 0,
    queries: { full: `${bytes} / ${maxBytes}` },
  }),
  tile({
    title: 'Pushed out while fresh',
    description:
      'Of what was fetched in the time shown. Above a fifth there is a ticket: the cache is too small, and services are called more than they need to be.',
    unit: 'percentunit',
    min: 0,
    noValue: 'nothing fetched',
    steps: ['green', [0.05, 'yellow'], [0.2, 'red']],
    queries: {
      early: `${total({ ...evictions, where: 'reason="capacity"' })} / (${total({ ...reads, where: 'result="miss"' })} > 0)`,
    },
  }),
];

export const readsByResult: Panel = graph({
  title: 'Keys by what the cache had',
  description:
    'hit: a copy. stale: one past its TTL. coalesced: a fetch under way. cooling_down: a failure just now. miss: nothing, so it is fetched.',
  unit: perMinuteUnit,
  min: 0,
  isStacked: true,
  colors: {
    hit: 'blue',
    coalesced: 'light-blue',
    stale: 'light-yellow',
    cooling_down: 'orange',
    miss: 'green',
  },
  queries: { '{{result}}': perMinute({ ...reads, by: 'result' }) },
});

export const savedShare: Panel = graph({
  title: 'Answered without a call',
  description:
    'The share of the keys that may be cached: hit and coalesced. Gaps are times without any.',
  unit: 'percentunit',
  min: 0,
  max: 1,
  noValue: 'Nothing was asked',
  interval: '2m',
  queries: { saved: share(saved, reads) },
});

export const reloads: Panel = graph({
  title: 'Manual reloads',
  description:
    'Keys that an agent asked for again. Many of one kind: its TTL may be too long for those who read it.',
  unit: perMinuteUnit,
  min: 0,
  isRare: true,
  queries: { reloads: perMinute({ metric: 'customer_cards_reloads_total' }) },
});

export const size: Panel = graph({
  title: 'Size',
  description: 'With keys and overhead, and its bound (cache.maxBytes), of all replicas together.',
  unit: 'bytes',
  min: 0,
  colors: { bound: 'red' },
  queries: { used: bytes, bound: maxBytes },
});

export const evictionsByReason: Panel = graph({
  title: 'Records that left, by reason',
  description:
    'capacity: pushed out while fresh, so the cache is too small. expired: past its TTL. too_large: never kept (cache.maxEntryBytes). purge: by an operator.',
  unit: perMinuteUnit,
  min: 0,
  isRare: true,
  colors: { capacity: 'red', expired: 'green', too_large: 'orange', purge: 'purple' },
  queries: { '{{reason}}': perMinute({ ...evictions, by: 'reason' }) },
});

export const underWay: Panel = graph({
  title: 'Under way',
  description:
    'Cards that are being fetched, also after the request that began it was answered, and keys that wait for a fetch of another request.',
  unit: 'short',
  min: 0,
  queries: {
    'being fetched': sum({ metric: 'customer_cards_cache_fetches_in_flight' }),
    'waiting for them': sum({ metric: 'customer_cards_cache_coalesced_waiters' }),
  },
});
