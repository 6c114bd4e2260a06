/** Why a card is `unavailable`: the one catalogue of expected failures, used in code, metrics, logs and the admin API. */
export const reasons = [
  'timeout', // the upstream call used up its timeoutMs
  'deadline', // the answer had to be written before the call ended
  'breaker_open', // the upstream's circuit breaker refused the call
  'limit', // the upstream's concurrency or rate limit refused the call
  'connect', // no connection
  'dns', // the host name did not resolve
  'tls', // certificate or handshake
  'reset', // the connection ended before the whole answer was there
  'protocol', // not HTTP as the client understands it
  'status', // a status that is no answer
  'auth', // 401 or 403: the upstream refuses the gateway's credentials
  'retry_after', // the upstream asked to be left alone for a while
  'content_type', // not JSON by its own word
  'encoding', // a content encoding that is not understood
  'too_large', // a body or a card over its limit
  'invalid_body', // not JSON, or not the shape of an answer
  'invalid_card', // a card that Plain would reject
  'missing_key', // the answer lacks the card
  'mapping', // an expression of the card failed or went over its bounds
  'wrong_customer', // `expect:` says that the answer is about somebody else
  'disabled', // an operator has switched the card or its upstream off
  'purged', // purged while it was being fetched
  'internal', // an unexpected error; a defect of the gateway or of an upstream function
] as const;

export type Reason = (typeof reasons)[number];

/** An expected failure of an upstream call or of one card. A value: it never crosses a stage as an exception. */
export interface Failure {
  readonly reason: Reason;
  /** For the log and the admin view: what was seen, in words. No customer data, no secrets, no upstream text. */
  readonly detail?: string;
  /** HTTP status, when one was received. */
  readonly status?: number;
  /** JSON pointer into the card (`invalid_card`). */
  readonly pointer?: string;
  /** The rule that was broken (`invalid_card`). */
  readonly rule?: string;
  /** For `reset`: no answer had begun. */
  readonly isUnanswered?: true;
  /** What `Retry-After` asked for, in milliseconds, as received. */
  readonly retryAfterMs?: number;
}

/** How each requested key ended. The word is the same in code, metrics, logs and the admin API. */
export const outcomes = [
  'fresh', // fetched for this request
  'cached', // from the cache
  'coalesced', // joined a fetch that was already under way
  'stale_refreshing', // from the cache past its TTL, while a refresh runs
  'stale_error', // the last good card, because a refresh failed
  'empty', // the service has no data: components are null
  'unavailable', // a notice card
  'unknown', // no upstream registers the key
  'retired', // registered as retired
] as const;

export type Outcome = (typeof outcomes)[number];

/** Why a request gets no cards, and which check said so: the catalogue for code, metrics and logs. The client is not told the cause. */
export const refusals = {
  unauthorized: [
    'no_credentials',
    'wrong_secret',
    'no_signature',
    'malformed_signature',
    'wrong_signature',
    'workspace', // proven for another workspace than the one it claims
  ],
  rate_limited: ['credential', 'failures'],
  overloaded: ['in_flight'],
  bad_request: ['body', 'body_size', 'content_type', 'content_encoding', 'http'],
  error: ['internal'],
} as const;

/** An outcome with one of its causes. */
export type RefusalWords = {
  [Outcome in keyof typeof refusals]: {
    readonly outcome: Outcome;
    readonly cause: (typeof refusals)[Outcome][number];
  };
}[keyof typeof refusals];
