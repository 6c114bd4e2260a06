import { toUpstream } from './alerts.ts';
import { graph } from '../grafana/graph.ts';
import { burnRate, callsOfAll } from '../objectives.ts';
import { ago, breakerState, perMinute, quantile, share, sum } from '../queries.ts';
import type { Panel } from '../grafana/schema.ts';
import { table } from '../grafana/table.ts';
import { timeline } from '../grafana/timeline.ts';
import {
  breakerWords,
  burnSteps,
  burnUnit,
  failedSteps,
  fullSteps,
  perMinuteUnit,
} from '../words.ts';

const recent = '15m';
const calls = { metric: 'customer_cards_upstream_calls_total', by: 'upstream', over: recent };
const callTime = {
  metric: 'customer_cards_upstream_call_duration_seconds',
  by: 'upstream',
  over: recent,
};
const inFlight = { metric: 'customer_cards_upstream_calls_in_flight', by: 'upstream' };
const maxInFlight = { metric: 'customer_cards_upstream_max_calls_in_flight', by: 'upstream' };

export const upstreamList: Panel = table({
  title: 'Services',
  description:
    'Whose each is and how it does, its calls in the last 15 minutes. Of its calls 1 % may fail; the burn rate says how fast that is used up. Its name leads to its dashboard.',
  noValue: 'No service is registered',
  by: 'upstream',
  queries: {
    owner: 'customer_cards:upstream_team{job="$job"}',
    breaker: breakerState(),
    since: ago({
      metric: 'customer_cards_breaker_last_transition_timestamp_seconds',
      by: 'upstream',
    }),
    calls: perMinute(calls),
    failed: share('result!="ok"', calls),
    p95: quantile(0.95, callTime),
    full: `${sum(inFlight)} / ${sum(maxInFlight)}`,
    burn: burnRate(callsOfAll, '1h'),
  },
  columns: {
    upstream: { title: 'Service', link: toUpstream },
    team: { title: 'Team' },
    breaker: { title: 'Circuit breaker', words: breakerWords },
    since: { title: 'Since', unit: 's', min: 0 },
    calls: { title: 'Calls', unit: perMinuteUnit },
    failed: { title: 'Failed', unit: 'percentunit', min: 0, max: 1, steps: failedSteps },
    p95: { title: '95 % take less than', unit: 's', min: 0 },
    full: { title: 'Places in use', unit: 'percentunit', min: 0, steps: fullSteps },
    burn: { title: 'Burn rate, 1 h', unit: burnUnit, min: 0, steps: burnSteps },
  },
});

/** Of all services, or of those that `where` selects. */
export function breakers(where?: string): Panel {
  return timeline({
    title: 'Circuit breakers',
    description:
      'Red: calls are refused, and agents see the last good cards, or notices. Yellow: one call is tried. It is the worst of all replicas in each minute.',
    unit: 'none',
    min: 0,
    max: 2,
    words: breakerWords,
    queries: {
      '{{upstream}}': breakerState({ ...(where && { where }), over: '$__rate_interval' }),
    },
  });
}

export const failedCalls: Panel = graph({
  title: 'Calls that failed, by service and result',
  description:
    'breaker_open and limit were refused by the gateway itself; the others are what the service did.',
  unit: perMinuteUnit,
  min: 0,
  noValue: 'No call failed',
  isRare: true,
  isFailure: true,
  queries: {
    '{{upstream}}: {{result}}': `${perMinute({
      metric: calls.metric,
      by: 'upstream, result',
      where: 'result!="ok"',
    })} > 0`,
  },
});
