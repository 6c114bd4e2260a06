import type { Clock } from '../clock.ts';
import type { Failure } from '../outcome.ts';
import type { CallDecorator, CallResult, UpstreamRequest } from './call.ts';
import type { RetryBudget } from './retry-budget.ts';
import { resending } from './spans.ts';

export interface RetryOptions {
  readonly budget: RetryBudget;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onRetry: (failure: Failure) => void;
}

const maxBackoffMs = 100;
/** A retry that could not get an answer any more is not made. */
const minAttemptMs = 50;

/**
 * Repeats a failed attempt once, after a random wait of up to 100 ms, where that is safe (card calls are reads by
 * contract), promising, within the budget, and within the time of the call.
 */
export function withRetry({ budget, clock, random, onRetry }: RetryOptions): CallDecorator {
  return (next) => async (request, signal) => {
    budget.countCall();
    const first = await next(request, signal);
    if (first.ok || !isWorthRetrying(first.failure)) return first;
    const backoffMs = isLostConnection(first.failure) ? 0 : random() * maxBackoffMs;
    if (!hasTime(request, backoffMs, clock) || !budget.take()) return first;
    await wait(backoffMs, signal, clock);
    if (signal.aborted) return first;
    onRetry(first.failure);
    const second = await next({ ...request, isRetry: true, span: resending(request.span) }, signal);
    return wasMade(second) ? second : first;
  };
}

/** An attempt that breaker or bulkhead refused says nothing about why the call failed. */
function wasMade(result: CallResult): boolean {
  return (
    result.ok || (result.failure.reason !== 'breaker_open' && result.failure.reason !== 'limit')
  );
}

/** What a moment later may be different: not a refusal, nor an answer that makes no sense. */
function isWorthRetrying(failure: Failure): boolean {
  const { reason, status } = failure;
  if (reason === 'status')
    return status === 500 || status === 502 || status === 503 || status === 504;
  return reason === 'connect' || isLostConnection(failure);
}

/** The upstream closed a kept connection just as the request was written: a new connection helps at once. */
function isLostConnection({ reason, isUnanswered }: Failure): boolean {
  return reason === 'reset' && isUnanswered === true;
}

function hasTime({ deadlineAt }: UpstreamRequest, backoffMs: number, clock: Clock): boolean {
  return clock.now() + backoffMs + minAttemptMs <= deadlineAt;
}

function wait(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(ms, resolve);
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(cancel);
}
