import { graph } from '../grafana/graph.ts';
import { min, perMinute, perSecond, sum } from '../queries.ts';
import type { Panel } from '../grafana/schema.ts';
import { perMinuteUnit } from '../words.ts';

const where = 'upstream="$upstream"';
const colors = { bound: 'red' };

function upstreamSum(metric: string): string {
  return sum({ metric: `customer_cards_upstream_${metric}`, where });
}

export const inFlight: Panel = graph({
  title: 'Calls that run',
  description: 'Of all replicas together, and how many may (limits.concurrency of each).',
  unit: 'short',
  min: 0,
  colors,
  queries: { running: upstreamSum('calls_in_flight'), bound: upstreamSum('max_calls_in_flight') },
});

export const waiting: Panel = graph({
  title: 'Calls that wait for a place',
  description: 'What comes beyond the bound (limits.queue) is refused as limit.',
  unit: 'short',
  min: 0,
  colors,
  queries: { waiting: upstreamSum('calls_queued'), bound: upstreamSum('max_calls_queued') },
});

export const started: Panel = graph({
  title: 'Calls in a second',
  description:
    'How many are asked for, and how many may start (limits.requestsPerSecond); no line is no bound.',
  unit: 'cps',
  min: 0,
  colors,
  queries: {
    calls: perSecond({ metric: 'customer_cards_upstream_calls_total', where }),
    bound: `${upstreamSum('max_calls_per_second')} < Inf`,
  },
});

export const retries: Panel = graph({
  title: 'Retries, by what failed before',
  description: 'A call is repeated once at most, when that is safe and the budget allows.',
  unit: perMinuteUnit,
  min: 0,
  isRare: true,
  queries: {
    '{{reason}}': perMinute({
      metric: 'customer_cards_upstream_retries_total',
      by: 'reason',
      where,
    }),
  },
});

export const retryBudget: Panel = graph({
  title: 'Retry budget left',
  description:
    'Of the last minute, on the replica that has least. At 0 nothing is repeated, so that retries do not keep a service down.',
  unit: 'percentunit',
  min: 0,
  max: 1,
  queries: {
    left: min({ metric: 'customer_cards_upstream_retry_budget_left_ratio', where }),
  },
});
