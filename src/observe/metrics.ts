import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Answered, BreakerChanged, Called, GatewayEvents, Refused } from './events.ts';

/** What is read at scrape time. */
export interface Watched {
  readonly upstreams: () => readonly {
    readonly name: string;
    readonly inFlight: number;
    readonly queued: number;
    readonly definition: { readonly cards: Readonly<Record<string, unknown>> };
    readonly breaker: { view(): { readonly state: string } };
  }[];
  /** What is switched off: of an upstream as a whole, `card` is empty. */
  readonly disabled: () => readonly { readonly upstream: string; readonly card: string }[];
  readonly store: { readonly bytes: number; readonly entries: number };
  readonly maxBytes: number;
  /** Of the files in use; none when the configuration does not come from files. */
  readonly configHash: () => string | undefined;
  readonly droppedLogLines: () => number;
}

/** The gateway's metrics in a registry of their own: two gateways in one process don't meet. */
export interface Metrics {
  readonly events: Partial<GatewayEvents>;
  /** Adds what is read at a scrape: breaker states, calls in flight, the size of the cache. Upstreams that are gone lose their series. */
  watch(watched: Watched): void;
  /** Prometheus' text format. */
  expose(): Promise<string>;
  readonly contentType: string;
}

/** prom-client's names for gauges that end in _total, which `promtool check metrics` refuses. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];
const answerBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];
const cacheResults = {
  hit: 'hit',
  stale: 'stale',
  join: 'coalesced',
  lead: 'miss',
  cooling: 'cooling_down',
};
const breakerStates = ['closed', 'open', 'half_open'];

/** The only importer of prom-client. Every label is bounded by the configuration: an unknown key has no label of its own. */
export function createMetrics(options: { readonly processMetrics: boolean }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (options.processMetrics) {
    collectDefaultMetrics({ register: registry });
    misnamed.forEach((name) => registry.removeSingleMetric(name));
  }

  const requests = new Counter({
    name: 'customer_cards_requests_total',
    help: 'Requests for cards by outcome: answered, or why they were refused.',
    labelNames: ['outcome', 'cause'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'customer_cards_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer, of answered requests.',
    buckets: answerBuckets,
    registers,
  });
  const cards = new Counter({
    name: 'customer_cards_cards_total',
    help: 'Cards answered by card, outcome and, for failures, reason. The card of unknown keys is empty.',
    labelNames: ['card', 'outcome', 'reason'],
    registers,
  });
  const calls = new Counter({
    name: 'customer_cards_upstream_calls_total',
    help: 'Upstream calls by result: ok, or the reason of the failure. Refusals by breaker and limits count as calls.',
    labelNames: ['upstream', 'result'],
    registers,
  });
  const callSeconds = new Histogram({
    name: 'customer_cards_upstream_call_duration_seconds',
    help: 'Duration of upstream calls.',
    labelNames: ['upstream'],
    buckets: answerBuckets,
    registers,
  });
  const retries = new Counter({
    name: 'customer_cards_upstream_retries_total',
    help: 'Attempts that repeated a failed one, by its reason.',
    labelNames: ['upstream', 'reason'],
    registers,
  });
  const transitions = new Counter({
    name: 'customer_cards_breaker_transitions_total',
    help: 'Circuit breaker transitions by the state entered and the cause.',
    labelNames: ['upstream', 'to', 'cause'],
    registers,
  });
  const cacheReads = new Counter({
    name: 'customer_cards_cache_reads_total',
    help: 'Cacheable keys by what the cache had: hit, stale, coalesced with a fetch under way, cooling_down after a failure, or miss.',
    labelNames: ['result'],
    registers,
  });
  const reloads = new Counter({
    name: 'customer_cards_reloads_total',
    help: 'Keys that were taken for a manual reload.',
    registers,
  });
  const reloadSuccess = new Gauge({
    name: 'customer_cards_config_last_reload_successful',
    help: '1 while the configuration in use is the one on disk, 0 after a reload that was refused.',
    registers,
  });
  const reloadSeconds = new Gauge({
    name: 'customer_cards_config_last_reload_success_timestamp_seconds',
    help: 'When the configuration in use was loaded.',
    registers,
  });
  reloadSuccess.set(1);
  reloadSeconds.setToCurrentTime();
  const evictions = new Counter({
    name: 'customer_cards_cache_evictions_total',
    help: 'Cards pushed out of the cache because it was full.',
    registers,
  });
  const defects = new Counter({
    name: 'customer_cards_defects_total',
    help: 'Unexpected errors; each cost one card or call.',
    registers,
  });
  const cardFailures = new Counter({
    name: 'customer_cards_card_failures_total',
    help: "Cards that failed although their call went well, by reason. wrong_customer is a security event: a service answered with somebody else's data.",
    labelNames: ['upstream', 'reason'],
    registers,
  });
  const byUpstream = [calls, callSeconds, retries, transitions, cardFailures];
  const seen = { upstream: new Set<string>(), card: new Set<string>() };
  let isThere = { upstream: (_name: string) => true, card: (_key: string) => true };
  Object.values(cacheResults).forEach((result) => cacheReads.inc({ result }, 0));
  requests.inc({ outcome: 'answered', cause: '' }, 0);

  return {
    events: {
      answered: (event) => {
        requests.inc({ outcome: 'answered', cause: '' });
        requestSeconds.observe(event.durationMs / 1000);
        countCards(event);
      },
      refused: ({ outcome, cause }: Refused) => requests.inc({ outcome, cause }),
      called: ({ upstream, durationMs, failure }: Called) => {
        seen.upstream.add(upstream);
        calls.inc({ upstream, result: failure?.reason ?? 'ok' });
        callSeconds.observe({ upstream }, durationMs / 1000);
      },
      retried: ({ upstream, failure }) => retries.inc({ upstream, reason: failure.reason }),
      breakerChanged: ({ upstream, to, cause }: BreakerChanged) =>
        transitions.inc({ upstream, to, cause }),
      cardFailed: ({ upstream, failure }) => cardFailures.inc({ upstream, reason: failure.reason }),
      reloaded: ({ isSuccessful }) => {
        reloadSuccess.set(Number(isSuccessful));
        if (isSuccessful) reloadSeconds.setToCurrentTime();
      },
      evicted: () => evictions.inc(),
      defect: () => defects.inc(),
    },
    watch(watched) {
      isThere = thereIn(watched.upstreams);
      watch(watched, registers);
    },
    async expose() {
      await forget('upstream', byUpstream);
      await forget('card', [cards]);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };

  /** Here and not at a reload: calls under way end after it. */
  async function forget(
    label: 'upstream' | 'card',
    labelled: readonly (Counter | Histogram)[],
  ): Promise<void> {
    const gone = new Set([...seen[label]].filter((name) => !isThere[label](name)));
    if (gone.size === 0) return;
    for (const metric of labelled) {
      const { values } = await metric.get();
      for (const { labels } of values) {
        const { le: _, ...series } = labels;
        if (gone.has(String(labels[label]))) metric.remove(series);
      }
    }
    gone.forEach((name) => seen[label].delete(name));
  }

  function countCards(event: Answered): void {
    for (const card of event.cards) {
      if (card.upstream !== null) seen.card.add(card.key);
      cards.inc({
        card: card.upstream === null ? '' : card.key,
        outcome: card.outcome,
        reason: card.failure?.reason ?? '',
      });
      if (card.isReload) reloads.inc();
      if (card.claim !== null) cacheReads.inc({ result: cacheResults[card.claim] });
    }
  }
}

function thereIn(upstreams: Watched['upstreams']) {
  return {
    upstream: (name: string) => upstreams().some((upstream) => upstream.name === name),
    card: (key: string) =>
      upstreams().some(({ definition }) => Object.hasOwn(definition.cards, key)),
  };
}

function watch(
  { upstreams, disabled, store, maxBytes, configHash, droppedLogLines }: Watched,
  registers: Registry[],
): void {
  const gauge = <T extends string>(
    name: string,
    help: string,
    labelNames: readonly T[],
    read: (gauge: Gauge<T>) => void,
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        read(this);
      },
    });

  gauge(
    'customer_cards_breaker_state',
    '1 for the state the circuit breaker is in, 0 for the others.',
    ['upstream', 'state'],
    (states) => {
      states.reset();
      for (const upstream of upstreams()) {
        const current = upstream.breaker.view().state;
        breakerStates.forEach((state) =>
          states.set({ upstream: upstream.name, state }, Number(state === current)),
        );
      }
    },
  );
  gauge(
    'customer_cards_upstream_calls_in_flight',
    'Calls that really run.',
    ['upstream'],
    (calls) => {
      calls.reset();
      upstreams().forEach(({ name, inFlight }) => calls.set({ upstream: name }, inFlight));
    },
  );
  gauge(
    'customer_cards_upstream_calls_queued',
    'Calls that wait for a place.',
    ['upstream'],
    (calls) => {
      calls.reset();
      upstreams().forEach(({ name, queued }) => calls.set({ upstream: name }, queued));
    },
  );
  gauge(
    'customer_cards_disabled',
    '1 for what an operator has switched off. The card is empty for an upstream as a whole.',
    ['upstream', 'card'],
    (switches) => {
      switches.reset();
      disabled().forEach((target) => switches.set(target, 1));
    },
  );
  gauge(
    'customer_cards_config_info',
    '1 for the hash of the configuration files in use: the same wherever the same files are.',
    ['hash'],
    (info) => {
      const hash = configHash();
      info.reset();
      if (hash !== undefined) info.set({ hash }, 1);
    },
  );
  const dropped = new Counter({
    name: 'customer_cards_log_lines_dropped_total',
    help: 'Lines of the log that nobody took in time.',
    registers: [],
    collect() {
      this.reset();
      this.inc(droppedLogLines());
    },
  });
  registers.forEach((registry) => registry.registerMetric(dropped));
  gauge('customer_cards_cache_bytes', 'Size of the cache with keys and overhead.', [], (bytes) => {
    bytes.set(store.bytes);
  });
  gauge('customer_cards_cache_max_bytes', 'Bound of the cache.', [], (bytes) =>
    bytes.set(maxBytes),
  );
  gauge('customer_cards_cache_entries', 'Cards in the cache.', [], (entries) => {
    entries.set(store.entries);
  });
}
