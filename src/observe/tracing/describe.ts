import type { Failure } from '../../outcome.ts';
import { cacheResults } from '../events.ts';
import type { CardReport } from '../events.ts';
import type { SpanAttributes } from './attributes.ts';

/** How each key ended. A key that nobody registers may be anything, so it is not named. */
export function describeCards(cards: readonly CardReport[]): SpanAttributes {
  const known = cards.filter(({ upstream }) => upstream !== null);
  const described: Record<`customer_cards.card.${string}`, string> = {};
  for (const { key, outcome, claim, failure } of known) {
    described[`customer_cards.card.outcome.${key}`] = outcome;
    if (claim !== null) described[`customer_cards.card.cache.${key}`] = cacheResults[claim];
    if (failure !== null) described[`customer_cards.card.reason.${key}`] = failure.reason;
  }
  return {
    ...described,
    'customer_cards.request.outcome': 'answered',
    'customer_cards.request.deadline_missed': cards.some(
      ({ failure }) => failure?.reason === 'deadline',
    ),
    'customer_cards.request.unknown_keys': cards.length - known.length,
  };
}

/** How a call ended; `failure` is null when well. */
export function describeCall(failure: Failure | null): SpanAttributes {
  const { reason } = failure ?? {};
  return { 'customer_cards.call.result': reason ?? 'ok', 'error.type': reason };
}

/** How an HTTP request to a service ended; `failure` is null when well. */
export function describeAttempt(failure: Failure | null): SpanAttributes {
  if (failure === null) return { 'http.response.status_code': 200 };
  const { reason, status } = failure;
  return {
    'http.response.status_code': status,
    'error.type': status === undefined || status === 200 ? reason : String(status),
    'customer_cards.reason': reason,
  };
}
