import type { Clock } from '../clock.ts';
import type { Failure } from '../outcome.ts';
import type { GatewayEvents } from '../observe/events.ts';
import { createAdapter } from './adapter.ts';
import type { AdapterDeps, UpstreamDefinition } from './adapter.ts';
import { createBreaker } from './breaker.ts';
import type { Breaker } from './breaker.ts';
import { createBulkhead } from './bulkhead.ts';
import type { Bulkhead } from './bulkhead.ts';
import type { Call, CallDecorator, CallResult, UpstreamRequest } from './call.ts';
import { failed } from './call.ts';
import { withGuard } from './guard.ts';
import { withHold } from './hold.ts';
import { createRetryBudget } from './retry-budget.ts';
import type { RetryBudget } from './retry-budget.ts';
import { withRetry } from './retry.ts';
import { withTimeout } from './timeout.ts';
import { createUnderWay } from './under-way.ts';
import { judge } from './verdict.ts';

/** What is asked of an upstream; how long it may take is the upstream's own business. */
export type Question = Omit<UpstreamRequest, 'deadlineAt'>;

/** What is known of a service. It outlasts a change of its definition that leaves it the same service. */
export interface Standing {
  readonly breaker: Breaker;
  readonly bulkhead: Bulkhead;
  readonly hold: CallDecorator;
  readonly budget: RetryBudget;
}

/** A service behind the gateway, isolated from all others. */
export interface Upstream {
  readonly name: string;
  readonly definition: UpstreamDefinition;
  /** Never rejects, and ends within the upstream's `timeoutMs`. */
  call(question: Question): Promise<CallResult>;
  readonly breaker: Breaker;
  readonly standing: Standing;
  readonly inFlight: number;
  readonly queued: number;
  /** Forgets what it remembers of customers, such as which one of the service they are. */
  forget(): void;
  /** Forgets what has expired of that, in small steps. */
  sweep(): Iterable<void>;
  /** Releases connections. Calls under way are aborted, or end first when `gracefully`. The breaker is whoever's made it. */
  close(gracefully?: boolean): Promise<void>;
}

export interface UpstreamDeps extends AdapterDeps {
  readonly random: () => number;
  readonly events: GatewayEvents;
}

/** `known`: of the same service, under another definition. */
export function createUpstream(
  definition: UpstreamDefinition,
  deps: UpstreamDeps,
  known: Partial<Standing> = {},
): Upstream {
  const { name, timeoutMs } = definition;
  const { clock, events, random } = deps;
  const adapter = createAdapter(definition, deps);
  const standing = standingOf(definition, deps, known);
  const { breaker, bulkhead, budget } = standing;
  const onRetry = (failure: Failure): void => events.retried({ upstream: name, failure });
  const underWay = createUnderWay();

  const call = stack(adapter.call, [
    withEvents(name, clock, events),
    standing.hold,
    withTimeout(timeoutMs, clock),
    definition.retry ? withRetry({ budget, clock, random, onRetry }) : unchanged,
    bulkhead.decorate,
    withBreaker(breaker, () => bulkhead.restartGently()),
    withAttempts(name, events),
    withGuard((error) => events.defect({ where: `upstream ${name}`, error })),
  ]);

  return {
    name,
    definition,
    call: (question) =>
      underWay.run((signal) => call({ ...question, deadlineAt: Infinity }, signal)),
    breaker,
    standing,
    get inFlight() {
      return bulkhead.inFlight;
    },
    get queued() {
      return bulkhead.queued;
    },
    forget: () => adapter.forget(),
    sweep: () => adapter.sweep(),
    async close(gracefully = false) {
      if (!gracefully) underWay.abort({ reason: 'timeout', detail: 'the gateway is closing' });
      // Those that wait for a place, or for a second attempt, need the connections still.
      await underWay.ended();
      await adapter.close();
    },
  };
}

function standingOf(
  definition: UpstreamDefinition,
  deps: UpstreamDeps,
  known: Partial<Standing>,
): Standing {
  const { clock } = deps;
  const { requestsPerSecond, ...limits } = definition.limits;
  const onWaited = (durationMs: number): void =>
    deps.events.phaseEnded({ upstream: definition.name, phase: 'queue', durationMs });
  return {
    breaker: known.breaker ?? breakerOf(definition, deps),
    bulkhead: known.bulkhead ?? createBulkhead({ ...limits, requestsPerSecond, clock, onWaited }),
    hold: known.hold ?? withHold(clock),
    budget: known.budget ?? createRetryBudget(clock),
  };
}

function breakerOf({ name, breaker, timeoutMs }: UpstreamDefinition, deps: UpstreamDeps): Breaker {
  return createBreaker({
    name,
    settings: breaker,
    slowCallMs: Math.min(breaker.slowCallMs ?? timeoutMs * 0.8, timeoutMs),
    trialTimeoutMs: timeoutMs + 1_000,
    clock: deps.clock,
    random: deps.random,
    onTransition: (transition) => deps.events.breakerChanged({ upstream: name, ...transition }),
  });
}

const unchanged: CallDecorator = (next) => next;

/** Decorators are listed as a call meets them: outermost first. */
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

function withAttempts(upstream: string, events: GatewayEvents): CallDecorator {
  return (next) => async (request, signal) => {
    const result = await next(request, signal);
    events.attempted({ upstream, failure: result.ok ? null : result.failure });
    return result;
  };
}

/** `onReturn`: a trial has just closed the breaker. */
function withBreaker(breaker: Breaker, onReturn: () => void): CallDecorator {
  return (next) => async (request, signal) => {
    const before = breaker.state;
    const result = await breaker.run(() => next(request, signal), judge);
    if (before !== 'closed' && breaker.state === 'closed') onReturn();
    if (result.admitted) return result.value;
    const detail = `next trial in ${Math.ceil(result.retryInMs)} ms`;
    return failed({ reason: 'breaker_open', detail });
  };
}
