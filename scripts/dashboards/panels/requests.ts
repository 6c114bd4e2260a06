import { graph } from '../grafana/graph.ts';
import { perMinute, quantiles, sum } from '../queries.ts';
import type { Panel } from '../grafana/schema.ts';
import { perMinuteUnit } from '../words.ts';

const requests = { metric: 'customer_cards_requests_total' };

export const timeToAnswer: Panel = graph({
  title: 'Time to answer',
  description:
    'What Plain waits for, of the requests that were answered. At the line, 1 s, 95 % are to be there; Plain gives up at 15 s.',
  unit: 's',
  min: 0,
  noValue: 'No requests',
  interval: '2m',
  steps: ['transparent', [1, 'red']],
  queries: quantiles([0.5, 0.95, 0.99], { metric: 'customer_cards_request_duration_seconds' }),
});

export const ownOverhead: Panel = graph({
  title: "The gateway's own part of an answer",
  description:
    'The time to answer without the wait for services. Where it grows, so does what is beside it: the gateway has not the time.',
  unit: 's',
  min: 0,
  noValue: 'No requests',
  interval: '2m',
  queries: quantiles([0.5, 0.95, 0.99], { metric: 'customer_cards_request_overhead_seconds' }),
});

export const requestsByOutcome: Panel = graph({
  title: 'Requests by outcome',
  description: 'All but answered is an error on every card of the request.',
  unit: perMinuteUnit,
  min: 0,
  isStacked: true,
  isFailure: true,
  colors: { answered: 'green' },
  queries: { '{{outcome}}': perMinute({ ...requests, by: 'outcome' }) },
});

export const refusedRequests: Panel = graph({
  title: 'Requests refused, by cause',
  description:
    'Which check refused them. Plain shows an error for 5 minutes on each card of a request of its own; a stranger who is refused costs agents nothing.',
  unit: perMinuteUnit,
  min: 0,
  noValue: 'No request was refused',
  isRare: true,
  isFailure: true,
  queries: {
    '{{outcome}}: {{cause}}': `${perMinute({ ...requests, by: 'outcome, cause', where: 'outcome!="answered"' })} > 0`,
  },
});

export const credentialChecks: Panel = graph({
  title: 'Credentials, by secret and result',
  description:
    'Which secrets Plain uses: while one is rotated, the old one falls to 0 before it may be removed. The others are checks that failed.',
  unit: perMinuteUnit,
  min: 0,
  queries: {
    '{{credential}} {{result}}': perMinute({
      metric: 'customer_cards_credential_checks_total',
      by: 'credential, result',
    }),
  },
});

export const requestsInFlight: Panel = graph({
  title: 'Requests in flight',
  description:
    'What has come and is not answered yet. Beyond the bound (maxInFlight) requests are shed.',
  unit: 'short',
  min: 0,
  queries: {
    'in flight': sum({ metric: 'customer_cards_requests_in_flight' }),
    bound: sum({ metric: 'customer_cards_max_requests_in_flight' }),
  },
  colors: { bound: 'red' },
});
