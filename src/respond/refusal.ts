import type { AuthFailure } from '../authenticate/authenticator.ts';
import type { RefusalWords } from '../outcome.ts';

/**
 * Why a request gets no cards. Plain retries 429 and 5xx once and takes any other 4xx as an integration error for five
 * minutes, so these are only for requests that are not Plain's, or that nobody can answer.
 */
export type Refusal = RefusalWords & {
  readonly status: number;
  /** What the client reads. Constant for all failed authentications. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
};

export function unauthorized(cause: AuthFailure): Refusal {
  return { status: 401, message: 'Unauthorized.', outcome: 'unauthorized', cause };
}

export function rateLimited(cause: 'credential' | 'failures', retryAfterSeconds: number): Refusal {
  return {
    status: 429,
    message: 'Too many requests.',
    outcome: 'rate_limited',
    cause,
    retryAfterSeconds,
  };
}

/** Shed before anything was done for it; Plain asks once more after a second. */
export const overloaded: Refusal = {
  status: 503,
  message: 'Overloaded.',
  outcome: 'overloaded',
  cause: 'in_flight',
  retryAfterSeconds: 1,
};

/** `message` says which field was wrong and what was expected, without repeating its value. */
export function badRequest(message: string): Refusal {
  return { status: 400, message, outcome: 'bad_request', cause: 'body' };
}

export const unsupportedEncoding: Refusal = {
  status: 415,
  message: 'Content-Encoding is not supported: send the JSON body as it is.',
  outcome: 'bad_request',
  cause: 'content_encoding',
};

/** What the HTTP server itself refused, or an unexpected error (500). */
export function refusalOf(status: number): Refusal {
  return (
    byStatus.get(status) ??
    (status < 500
      ? { status, message: 'Bad request.', outcome: 'bad_request', cause: 'http' }
      : { status: 500, message: 'Internal error.', outcome: 'error', cause: 'internal' })
  );
}

const tooLarge: Refusal = {
  status: 413,
  message: 'The body is too large.',
  outcome: 'bad_request',
  cause: 'body_size',
};
const notJson: Refusal = {
  status: 415,
  message: 'Send application/json.',
  outcome: 'bad_request',
  cause: 'content_type',
};
const byStatus = new Map([tooLarge, notJson].map((refusal) => [refusal.status, refusal]));
