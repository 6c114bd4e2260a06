import { graph } from '../grafana/graph.ts';
import { perMinute, quantile, quantiles, share } from '../queries.ts';
import type { Panel } from '../grafana/schema.ts';
import { tile } from '../grafana/tile.ts';
import { failedSteps, perMinuteUnit } from '../words.ts';

const where = 'upstream="$upstream"';
const calls = { metric: 'customer_cards_upstream_calls_total', where };
const callTime = { metric: 'customer_cards_upstream_call_duration_seconds', where };
const recent = '15m';

export const owner: Panel = tile({
  title: 'Team',
  description: 'The team of its file: its alerts go there.',
  unit: 'none',
  noValue: 'no such service',
  showsNames: true,
  queries: { '{{team}}': 'customer_cards:upstream_team{job="$job",upstream="$upstream"}' },
});

export const failedShare: Panel = tile({
  title: 'Calls that fail',
  description: 'In the last 15 minutes. Refusals by breaker and limits count.',
  unit: 'percentunit',
  min: 0,
  max: 1,
  noValue: 'no calls',
  steps: failedSteps,
  queries: { failed: share('result!="ok"', { ...calls, over: recent }) },
});

export const p95: Panel = tile({
  title: '95 % of calls take less than',
  description: 'In the last 15 minutes, with queueing and retries.',
  unit: 's',
  min: 0,
  noValue: 'no calls',
  queries: { p95: quantile(0.95, { ...callTime, over: recent }) },
});

export const transitions: Panel = graph({
  title: 'Transitions of the circuit breaker, by cause',
  description:
    'Why it opened, tried and closed. trial_failed again and again: the service is still down.',
  unit: perMinuteUnit,
  min: 0,
  noValue: 'It did not change',
  isRare: true,
  queries: {
    '{{to}}: {{cause}}': `${perMinute({ metric: 'customer_cards_breaker_transitions_total', by: 'to, cause', where })} > 0`,
  },
});

export const rejectedCards: Panel = graph({
  title: 'Cards rejected though the call went well',
  description:
    "What the service answered with and could not be shown. wrong_customer was somebody else's data: tell security.",
  unit: perMinuteUnit,
  min: 0,
  noValue: 'No card was rejected',
  isRare: true,
  isFailure: true,
  queries: {
    '{{reason}}': `${perMinute({ metric: 'customer_cards_card_failures_total', by: 'reason', where })} > 0`,
  },
});

export const callsByResult: Panel = graph({
  title: 'Calls by result',
  description:
    'What the gateway wanted of the service, one call for all cards of a request. breaker_open and limit were refused here, and the service saw nothing.',
  unit: perMinuteUnit,
  min: 0,
  noValue: 'No calls',
  isRare: true,
  isFailure: true,
  colors: { ok: 'green' },
  queries: { '{{result}}': `${perMinute({ ...calls, by: 'result' })} > 0` },
});

export const attempts: Panel = graph({
  title: 'Attempts by result',
  description: 'What the service really saw: calls that were not refused, and those made again.',
  unit: perMinuteUnit,
  min: 0,
  noValue: 'No attempts',
  isRare: true,
  isFailure: true,
  colors: { ok: 'green' },
  queries: {
    '{{result}}': `${perMinute({ metric: 'customer_cards_upstream_attempts_total', by: 'result', where })} > 0`,
  },
});

export const callDuration: Panel = graph({
  title: 'Time of a call',
  description: 'With queueing and retries, up to the timeoutMs of its file.',
  unit: 's',
  min: 0,
  noValue: 'No calls',
  interval: '2m',
  queries: quantiles([0.5, 0.95, 0.99], callTime),
});

export const phases: Panel = graph({
  title: 'Where the time goes',
  description:
    '95 % of each phase take less: queue is ours, connect the network (about 0 on a kept connection), first_byte the service at work, body its answer.',
  unit: 's',
  min: 0,
  noValue: 'No calls',
  interval: '2m',
  queries: quantiles([0.95], {
    metric: 'customer_cards_upstream_phase_duration_seconds',
    by: 'phase',
    where,
  }),
});
