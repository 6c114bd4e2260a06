import { outcomes, reasons, refusals } from '../../outcome.ts';
import { breakerTransitions, cacheResults, callPhases } from '../events.ts';
import { counter, gauge, histogram, pairs, perUpstream, upstreamGauge } from './declaration.ts';
import type { Declaration, Labels, MetricType } from './declaration.ts';

/** 1 s is what the objective for answers is about, 15 s what Plain waits for. */
const answerSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15];
const phaseSeconds = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 5];
const overheadSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const ageSeconds = [1, 5, 15, 30, 60, 120, 300, 900, 3600, 14_400, 86_400];

const evictionReasons = ['capacity', 'expired', 'too_large', 'purge'];
const agedOutcomes = ['cached', 'stale_refreshing', 'stale_error', 'empty'];
const failedOutcomes = ['unavailable', 'stale_error'];
/** How a card ends that neither failed nor is retired. */
const goodOutcomes = outcomes.filter(
  (outcome) => ![...failedOutcomes, 'unknown', 'retired'].includes(outcome),
);
const cardReasons = ['invalid_card', 'missing_key', 'too_large', 'mapping', 'wrong_customer'];
const retriedReasons = ['connect', 'reset', 'status'];
/** Of one card or one answer, and so never of a call. */
const notOfCalls = new Set<string>([
  'deadline',
  'invalid_card',
  'missing_key',
  'disabled',
  'purged',
]);
const callResults = ['ok', ...reasons.filter((reason) => !notOfCalls.has(reason))];
/** What was refused was not attempted. */
const attemptResults = callResults.filter((result) => !['breaker_open', 'limit'].includes(result));

/**
 * All metrics of the gateway's own. Every label is bounded by the configuration and the catalogues of the code: an unknown
 * key, whatever somebody asked for, has no label of its own.
 */
export const table = {
  requests: counter({
    name: 'customer_cards_requests_total',
    help: 'Requests for cards by outcome: answered, or why they were refused, and which check refused them.',
    labels: ['outcome', 'cause'],
    series: () => [{ outcome: 'answered', cause: '' }, ...pairs('outcome', refusals, 'cause')],
  }),
  requestSeconds: histogram({
    name: 'customer_cards_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer, of answered requests.',
    buckets: answerSeconds,
  }),
  overheadSeconds: histogram({
    name: 'customer_cards_request_overhead_seconds',
    help: "The gateway's own part of that time: all but the wait for upstreams.",
    buckets: overheadSeconds,
  }),
  requestsInFlight: gauge({
    name: 'customer_cards_requests_in_flight',
    help: 'Requests that have come and are not answered yet.',
  }),
  maxRequestsInFlight: gauge({
    name: 'customer_cards_max_requests_in_flight',
    help: 'Bound of the requests in flight (maxInFlight): what comes beyond is shed as overloaded.',
  }),
  secretChecks: counter({
    name: 'customer_cards_credential_checks_total',
    help: 'Checks of credentials by result: ok with the id of each header secret and signing secret that matched, or which check failed, with no id.',
    labels: ['credential', 'result'],
    series: ({ secretIds }) => [
      ...secretIds.map((credential) => ({ credential, result: 'ok' })),
      ...refusals.unauthorized.map((result) => ({ credential: '', result })),
    ],
  }),
  cards: counter({
    name: 'customer_cards_cards_total',
    help: 'Cards answered by card, outcome and, for failures, reason. The card of unknown keys is empty.',
    labels: ['card', 'outcome', 'reason'],
    series: ({ cards }) => [
      { card: '', outcome: 'unknown', reason: '' },
      ...cards.flatMap(({ card, isRetired }) => cardEndings(card, isRetired)),
    ],
  }),
  cardFailures: counter({
    name: 'customer_cards_card_failures_total',
    help: "Cards that failed although their call went well, by reason. wrong_customer is a security event: a service answered with somebody else's data.",
    labels: ['upstream', 'reason'],
    series: perUpstream('reason', cardReasons),
  }),
  cardInfo: gauge({
    name: 'customer_cards_card_info',
    help: '1 for each card, with its upstream and the team that owns it.',
    labels: ['card', 'upstream', 'team'],
    series: ({ cards }) => cards.map(({ card, upstream, team }) => ({ card, upstream, team })),
  }),
  disabled: gauge({
    name: 'customer_cards_disabled',
    help: '1 for what an operator has switched off. The card is empty for an upstream as a whole.',
    labels: ['upstream', 'card'],
    series: () => [],
  }),
  upstreamInfo: gauge({
    name: 'customer_cards_upstream_info',
    help: '1 for each upstream, with the team that owns it.',
    labels: ['upstream', 'team'],
    series: ({ upstreams }) => upstreams,
  }),
  calls: counter({
    name: 'customer_cards_upstream_calls_total',
    help: 'Upstream calls by result: ok, or the reason of the failure. Refusals by breaker and limits count as calls.',
    labels: ['upstream', 'result'],
    series: perUpstream('result', callResults),
  }),
  callSeconds: histogram({
    name: 'customer_cards_upstream_call_duration_seconds',
    help: 'Duration of upstream calls, with their queueing and retries.',
    labels: ['upstream'],
    buckets: answerSeconds,
    series: ({ upstreams }) => upstreams.map(({ upstream }) => ({ upstream })),
  }),
  attempts: counter({
    name: 'customer_cards_upstream_attempts_total',
    help: 'Attempts that were really made, the second ones among them, by result: ok, or the reason of the failure.',
    labels: ['upstream', 'result'],
    series: perUpstream('result', attemptResults),
  }),
  phaseSeconds: histogram({
    name: 'customer_cards_upstream_phase_duration_seconds',
    help: 'Where the time of calls goes: queue (waiting for a place), and for each HTTP request connect (waiting for a connection: look-up, TCP, TLS; about 0 on a kept one), first_byte (until the head of the answer) and body. A phase that ends in a failure counts as well.',
    labels: ['upstream', 'phase'],
    buckets: phaseSeconds,
    series: perUpstream('phase', callPhases),
  }),
  callsInFlight: upstreamGauge('customer_cards_upstream_calls_in_flight', 'Calls that really run.'),
  callsQueued: upstreamGauge(
    'customer_cards_upstream_calls_queued',
    'Calls that wait for a place.',
  ),
  maxCallsInFlight: upstreamGauge(
    'customer_cards_upstream_max_calls_in_flight',
    'Bound of the calls that run (limits.concurrency).',
  ),
  maxCallsQueued: upstreamGauge(
    'customer_cards_upstream_max_calls_queued',
    'Bound of the calls that wait (limits.queue): what comes beyond is refused as limit.',
  ),
  maxCallsPerSecond: upstreamGauge(
    'customer_cards_upstream_max_calls_per_second',
    'Bound of the calls that start in a second (limits.requestsPerSecond); +Inf without one.',
  ),
  retries: counter({
    name: 'customer_cards_upstream_retries_total',
    help: 'Attempts that repeated a failed one, by its reason.',
    labels: ['upstream', 'reason'],
    series: perUpstream('reason', retriedReasons),
  }),
  retryBudgetLeft: upstreamGauge(
    'customer_cards_upstream_retry_budget_left_ratio',
    "Share of the last minute's retry budget that is left. At 0 nothing is repeated.",
  ),
  breakerState: gauge({
    name: 'customer_cards_breaker_state',
    help: '1 for the state the circuit breaker is in, 0 for the others.',
    labels: ['upstream', 'state'],
    series: perUpstream('state', Object.keys(breakerTransitions)),
  }),
  transitions: counter({
    name: 'customer_cards_breaker_transitions_total',
    help: 'Circuit breaker transitions by the state entered and the cause.',
    labels: ['upstream', 'to', 'cause'],
    series: ({ upstreams }) =>
      upstreams.flatMap(({ upstream }) =>
        pairs('to', breakerTransitions, 'cause').map((pair) => ({ upstream, ...pair })),
      ),
  }),
  lastTransition: upstreamGauge(
    'customer_cards_breaker_last_transition_timestamp_seconds',
    'When the circuit breaker changed last; until then, when the gateway first knew the upstream.',
  ),
  cacheReads: counter({
    name: 'customer_cards_cache_reads_total',
    help: 'Cacheable keys by what the cache had: hit, stale, coalesced with a fetch under way, cooling_down after a failure, or miss.',
    labels: ['result'],
    series: () => Object.values(cacheResults).map((result) => ({ result })),
  }),
  cacheAge: histogram({
    name: 'customer_cards_cache_age_seconds',
    help: 'How old the cards were that the cache answered, by the outcome of the card.',
    labels: ['outcome'],
    buckets: ageSeconds,
    series: () => agedOutcomes.map((outcome) => ({ outcome })),
  }),
  cacheBytes: gauge({
    name: 'customer_cards_cache_bytes',
    help: 'Size of the cache with keys and overhead.',
  }),
  cacheMaxBytes: gauge({
    name: 'customer_cards_cache_max_bytes',
    help: 'Bound of the cache (cache.maxBytes).',
  }),
  cacheEntries: gauge({
    name: 'customer_cards_cache_entries',
    help: 'Records in the cache: a card each, or what is remembered of one without a copy.',
  }),
  evictions: counter({
    name: 'customer_cards_cache_evictions_total',
    help: 'Records that left the cache: pushed out for lack of room while their card was fresh (capacity) or past its TTL, or past every use (expired), never kept because the card is larger than cache.maxEntryBytes (too_large), or purged (purge).',
    labels: ['reason'],
    series: () => evictionReasons.map((reason) => ({ reason })),
  }),
  fetches: gauge({
    name: 'customer_cards_cache_fetches_in_flight',
    help: 'Cards that are being fetched, also after the request that began it was answered.',
  }),
  waiters: gauge({
    name: 'customer_cards_cache_coalesced_waiters',
    help: 'Keys that wait for a fetch which another request began.',
  }),
  reloads: counter({
    name: 'customer_cards_reloads_total',
    help: 'Keys that were taken for a manual reload.',
  }),
  configReloads: counter({
    name: 'customer_cards_config_reloads_total',
    help: 'Reloads of the configuration by result: ok, or refused, which leaves the old one in use.',
    labels: ['result'],
    series: () => [{ result: 'ok' }, { result: 'refused' }],
  }),
  configReloaded: gauge({
    name: 'customer_cards_config_last_reload_successful',
    help: '1 while the configuration in use is the one on disk, 0 after a reload that was refused.',
  }),
  configLoadedAt: gauge({
    name: 'customer_cards_config_last_reload_success_timestamp_seconds',
    help: 'When the configuration in use was loaded.',
  }),
  configInfo: gauge({
    name: 'customer_cards_config_info',
    help: '1 for the hash of the configuration files in use: the same wherever the same files are. Absent when the configuration is code.',
    labels: ['hash'],
    series: () => [{ hash: '…' }],
  }),
  configWaiting: gauge({
    name: 'customer_cards_config_fields_awaiting_restart',
    help: 'Fields of the configuration on disk that are not in force before a restart.',
  }),
  certificateExpiry: gauge({
    name: 'customer_cards_certificate_expiry_timestamp_seconds',
    help: 'When a certificate in the configuration expires: listener, listener_client_ca, upstream_client, upstream_ca, or token_client and token_ca of its OAuth 2 token endpoint. Of a chain the first one, of several CAs the last one.',
    labels: ['certificate', 'upstream'],
    series: ({ certificates }) =>
      certificates.map(({ certificate, upstream }) => ({ certificate, upstream })),
  }),
  draining: gauge({
    name: 'customer_cards_draining',
    help: '1 once the gateway is stopping: it finishes what it began.',
  }),
  defects: counter({
    name: 'customer_cards_defects_total',
    help: 'Unexpected errors; each cost one card or call.',
  }),
  droppedLogLines: counter({
    name: 'customer_cards_log_lines_dropped_total',
    help: 'Lines of the log that nobody took in time.',
  }),
  droppedSpans: counter({
    name: 'customer_cards_spans_dropped_total',
    help: 'Spans that were not exported: there was no room for them, or the receiver did not take them.',
  }),
  buildInfo: gauge({
    name: 'customer_cards_build_info',
    help: '1 for the version of the gateway and of Node.',
    labels: ['version', 'node'],
    series: () => [{ version: '…', node: '…' }],
  }),
} as const;

type Table = typeof table;
export type MetricId = keyof Table;
export type IdOf<Type extends MetricType> = {
  [Id in MetricId]: Table[Id] extends Declaration<Type> ? Id : never;
}[MetricId];
export type LabelsOf<Id extends MetricId> = Readonly<Record<Table[Id]['labels'][number], string>>;

function cardEndings(card: string, isRetired: boolean): Labels[] {
  if (isRetired) return [{ card, outcome: 'retired', reason: '' }];
  return [
    ...goodOutcomes.map((outcome) => ({ card, outcome, reason: '' })),
    ...failedOutcomes.flatMap((outcome) => reasons.map((reason) => ({ card, outcome, reason }))),
  ];
}
