import type { Clock } from '../../clock.ts';
import type { SpanAttributes } from './attributes.ts';
import type { TraceContext } from './trace-context.ts';

/**
 * A part of a request's way, for whoever wants to see where its time went: a tracing system, or a recorder for one request
 * (recorder.ts). Three kinds of them make a tree: the request, each call of an upstream for its cards (retries included; it may
 * outlive the request), and each HTTP request of that call.
 *
 * Wherever a span may be there is none mostly: `span?.set({ … })` costs nothing then. Nothing that a span is told is customer
 * data, a secret, or a service's text, and no method throws.
 */
export interface Span {
  /** Begins now. */
  child(name: string, kind: SpanKind, attributes?: SpanAttributes): Span;
  set(attributes: SpanAttributes): void;
  /** A part of the span's time that is over, in milliseconds on the monotonic clock. Phases may overlap. */
  phase(name: SpanPhase, startedAt: number, endedAt: number): void;
  /** What `other` does is waited for here as well. */
  link(other: Span): void;
  /** Nothing is told afterwards. */
  end(): void;
  /** Where in which trace; null outside of any. */
  readonly context: TraceContext | null;
}

/** `client`: a request to somebody else. */
export type SpanKind = 'internal' | 'client';

/**
 * Of a request: `receive` (authentication, the body, the plan), `cache`, `wait`, `merge`. Of a call: `queue`. Of an HTTP
 * request, as in the metrics: `connect` (within it `dns`, `tcp` and `tls` where the connection is new), `first_byte`, `body`.
 */
export type SpanPhase =
  | 'receive'
  | 'cache'
  | 'wait'
  | 'merge'
  | 'queue'
  | 'connect'
  | 'dns'
  | 'tcp'
  | 'tls'
  | 'first_byte'
  | 'body';

export interface Tracer {
  /** Begins the span of a request that came from `incoming`; undefined where nobody would be told. Doesn't throw. */
  begin(name: string, attributes: SpanAttributes, incoming: TraceContext | null): Span | undefined;
}

/** Tells the phases of a span, which follow one another from `startedAt` on: each ends when it is named. */
export function timeSpan(
  span: Span | undefined,
  startedAt: number,
  clock: Pick<Clock, 'now'>,
): (ended: SpanPhase) => void {
  let since = startedAt;
  return (ended) => {
    if (span === undefined) return;
    const now = clock.now();
    span.phase(ended, since, now);
    since = now;
  };
}

/** Tells nobody. The trace that a request came with is what its calls carry, so that it doesn't break here. */
export const forwardingTracer: Tracer = {
  begin: (_name, _attributes, incoming) => (incoming === null ? undefined : forwarding(incoming)),
};

function forwarding(context: TraceContext): Span {
  const span: Span = {
    child: () => span,
    set() {},
    phase() {},
    link() {},
    end() {},
    context,
  };
  return span;
}
