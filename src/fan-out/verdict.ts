import type { Failure } from '../outcome.ts';
import type { CallResult } from './call.ts';

/** What the end of a call says about the upstream's health. */
export function judge(result: CallResult): 'success' | 'failure' | 'neutral' {
  return result.ok ? 'success' : judgeFailure(result.failure);
}

function judgeFailure(failure: Failure): 'failure' | 'neutral' {
  switch (failure.reason) {
    // A client error may be due to this one customer, so it must not cost the others their cards.
    case 'status':
      return isClientError(failure.status) ? 'neutral' : 'failure';
    // Wrong credentials and "too many requests" are no sign of ill health; the rest is the gateway's own doing.
    case 'auth':
    case 'retry_after':
    case 'limit':
    case 'breaker_open':
    case 'deadline':
    case 'disabled':
    case 'purged':
      return 'neutral';
    // One bad card among good ones is not the upstream's health.
    case 'invalid_card':
    case 'missing_key':
    case 'mapping':
    case 'wrong_customer':
      return 'neutral';
    case 'timeout':
    case 'connect':
    case 'dns':
    case 'tls':
    case 'reset':
    case 'protocol':
    case 'content_type':
    case 'encoding':
    case 'too_large':
    case 'invalid_body':
    case 'internal':
      return 'failure';
  }
}

function isClientError(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500;
}
