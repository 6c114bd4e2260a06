import type { Clock } from '../clock.ts';
import type { GatewayEvents } from '../observe/events.ts';
import { createAdapter } from './adapter.ts';
import type { UpstreamDefinition } from './adapter.ts';
import { createBreaker } from './breaker.ts';
import type { Breaker, BreakerView } from './breaker.ts';
import { createBulkhead } from './bulkhead.ts';
import type { Call, CallDecorator, CallResult, UpstreamRequest } from './call.ts';
import { failed } from './call.ts';
import { withGuard } from './guard.ts';
import { withTimeout } from './timeout.ts';
import { judge } from './verdict.ts';

/** A service behind the gateway, isolated from all others. */
export interface Upstream {
  readonly name: string;
  readonly title: string;
  readonly team: string | null;
  readonly cardKeys: readonly string[];
  /** Never rejects, and ends within the upstream's `timeoutMs`. */
  call(request: UpstreamRequest): Promise<CallResult>;
  breaker(): BreakerView;
  readonly inFlight: number;
  /** Aborts the calls under way and releases connections and timers. */
  close(): Promise<void>;
}

export interface UpstreamDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly events: GatewayEvents;
}

export function createUpstream(definition: UpstreamDefinition, deps: UpstreamDeps): Upstream {
  const { name, timeoutMs } = definition;
  const { clock, events } = deps;
  const adapter = createAdapter(definition);
  const bulkhead = createBulkhead(definition.limits.concurrency);
  const breaker = createBreaker({
    name,
    settings: definition.breaker,
    slowCallMs: Math.min(definition.breaker.slowCallMs ?? timeoutMs * 0.8, timeoutMs),
    trialTimeoutMs: timeoutMs + 1_000,
    clock,
    random: deps.random,
    onTransition: (transition) => events.breakerChanged({ upstream: name, ...transition }),
  });
  const closing = new AbortController();

  // Outermost first. The timeout stands inside the breaker, so that a call that ignores its abort is judged all the
  // same; the bulkhead stands inside the timeout, so that such a call keeps its permit until it has really ended.
  const call = stack(adapter.call, [
    withEvents(name, clock, events),
    withBreaker(breaker),
    withTimeout(timeoutMs, clock),
    bulkhead.decorate,
    withGuard((error) => events.defect({ where: `upstream ${name}`, error })),
  ]);

  return {
    name,
    title: definition.title ?? name,
    team: definition.team ?? null,
    cardKeys: Object.keys(definition.cards),
    call: (request) => call(request, closing.signal),
    breaker: () => breaker.view(),
    get inFlight() {
      return bulkhead.inFlight;
    },
    async close() {
      closing.abort({ reason: 'timeout', detail: 'the gateway is closing' });
      breaker.close();
      await adapter.close();
    },
  };
}

function stack(call: Call, outermostFirst: readonly CallDecorator[]): Call {
  return outermostFirst.reduceRight((next, decorate) => decorate(next), call);
}

function withEvents(upstream: string, clock: Clock, events: GatewayEvents): CallDecorator {
  return (next) => async (request, signal) => {
    const startedAt = clock.now();
    const result = await next(request, signal);
    const failure = result.ok ? null : result.failure;
    events.called({ upstream, cards: request.keys, durationMs: clock.now() - startedAt, failure });
    return result;
  };
}

function withBreaker(breaker: Breaker): CallDecorator {
  return (next) => async (request, signal) => {
    const result = await breaker.run(() => next(request, signal), judge);
    return result.admitted
      ? result.value
      : failed({
          reason: 'breaker_open',
          detail: `next trial in ${Math.ceil(result.retryInMs)} ms`,
        });
  };
}
