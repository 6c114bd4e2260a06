import type { Clock } from '../clock.ts';
import type { Failure } from '../outcome.ts';
import { maskBody, maskHeaders, maskUrl } from './mask.ts';
import type { HttpRequest } from './http-client.ts';
import type { HttpResult, Transport } from './transport.ts';

export interface TracedRequest {
  readonly upstream: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the JSON says, or text; null when there is none. */
  readonly body: unknown;
}

export interface TracedResponse {
  /** The very object that `requested` was given. */
  readonly request: TracedRequest;
  readonly durationMs: number;
  /** null when none came. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** What the JSON says; null for a failure. */
  readonly body: unknown;
  readonly failure: Failure | null;
}

export interface TracedEvaluation {
  readonly upstream: string;
  /** null for what all cards of the upstream share. */
  readonly card: string | null;
  /** In the upstream's file, below the card where there is one: `components[0].componentText.text`. */
  readonly path: string;
  readonly expression: string;
  /** Undefined for no value. */
  readonly value: unknown;
}

/** Why a card has no data although nothing failed. */
export type WhyEmpty =
  /** What is asked, or what `expect:` compares with, needs these placeholders, and the customer has no such values. */
  | {
      readonly kind: 'no_value';
      readonly place: 'request' | 'expect';
      readonly placeholders: readonly string[];
    }
  /** No step of the look-up found an id. */
  | { readonly kind: 'no_id' }
  /** The service knows nothing under this address, which is written with its placeholders. */
  | { readonly kind: 'not_found'; readonly request: string; readonly status: number }
  /** There was an answer, and no component had its values in it. */
  | { readonly kind: 'nothing_left' };

export interface TracedEmpty {
  readonly card: string;
  readonly why: WhyEmpty;
}

/**
 * Told what upstreams are asked and what becomes of it, for a person who tries cards. Secrets are masked; customer data is
 * not, so it must not be logged.
 */
export interface Trace {
  requested(request: TracedRequest): void;
  responded(response: TracedResponse): void;
  evaluated(evaluation: TracedEvaluation): void;
  emptied(empty: TracedEmpty): void;
}

export interface TraceScope {
  readonly upstream: string;
  readonly origin: string;
  /** Whether bodies are secrets as a whole: those of a token endpoint. */
  readonly hidesBodies: boolean;
  readonly clock: Pick<Clock, 'now'>;
}

/** The transport, with everything told that goes through it. */
export function withTrace(transport: Transport, trace: Trace, scope: TraceScope): Transport {
  return {
    async request(request, signal) {
      const traced = toTraced(request, scope);
      const startedAt = scope.clock.now();
      trace.requested(traced);
      const result = await transport.request(request, signal);
      const durationMs = scope.clock.now() - startedAt;
      trace.responded({ request: traced, durationMs, ...toResponse(result, scope) });
      return result;
    },
    close: () => transport.close(),
  };
}

const hidden = '(hidden)';

function toTraced(request: HttpRequest, scope: TraceScope): TracedRequest {
  const { method, path, headers, body } = request;
  return {
    upstream: scope.upstream,
    method,
    url: maskUrl(scope.origin + path),
    headers: maskHeaders(headers),
    body: body === undefined ? null : scope.hidesBodies ? hidden : maskBody(body.toString()),
  };
}

function toResponse(
  result: HttpResult,
  { hidesBodies }: TraceScope,
): Pick<TracedResponse, 'status' | 'headers' | 'body' | 'failure'> {
  if (!result.ok) {
    const { failure } = result;
    return { status: failure.status ?? null, headers: {}, body: null, failure };
  }
  const headers = maskHeaders(Object.fromEntries(result.headers));
  return { status: 200, headers, body: hidesBodies ? hidden : result.body, failure: null };
}
