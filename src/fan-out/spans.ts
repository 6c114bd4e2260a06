import { describeAttempt } from '../observe/tracing/describe.ts';
import type { Span } from '../observe/tracing/span.ts';
import { traceHeaders } from '../observe/tracing/trace-context.ts';
import type { ConnectStep } from './connector.ts';
import type { OnPhase } from './request-phases.ts';
import type { HttpRequest } from './http-client.ts';
import type { HttpResult, Transport } from './transport.ts';

/** The transport to `origin`, with a span for each request that is part of one; the service gets its place in the trace. */
export function withSpans(transport: Transport, origin: string): Transport {
  const { hostname, port, protocol } = new URL(origin);
  const server = {
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
  };

  function begin({ method, template }: HttpRequest, parent: Span): Span {
    const name = template === undefined ? method : `${method} ${template}`;
    const what = { 'http.request.method': method, 'url.template': template };
    return parent.child(name, 'client', { ...server, ...what });
  }

  return {
    request(request, signal) {
      if (request.span === undefined) return transport.request(request, signal);
      const span = begin(request, request.span);
      const place = span.context === null ? {} : traceHeaders(span.context);
      const headers = { ...request.headers, ...place };
      return transport.request({ ...request, headers, span }, signal).then(
        (result) => end(span, result),
        (error: unknown) => {
          end(span, { ok: false, failure: { reason: 'internal' } });
          throw error;
        },
      );
    },
    close: () => transport.close(),
  };
}

function end(span: Span, result: HttpResult): HttpResult {
  span.set(describeAttempt(result.ok ? null : result.failure));
  span.end();
  return result;
}

const resendCount = 'http.request.resend_count';

/** The span, for requests that repeat those which failed. */
export function resending(span: Span | undefined): Span | undefined {
  return (
    span && {
      ...span,
      child: (name, kind, attributes = {}) =>
        span.child(name, kind, {
          ...attributes,
          [resendCount]: Number(attributes[resendCount] ?? 0) + 1,
        }),
    }
  );
}

const stepNames = { dns: 'dns', connect: 'tcp', tls: 'tls' } as const;

/**
 * Tells a phase of a request, and where it waited for a new connection the steps to that: they may have begun for another
 * request, before this one came.
 */
export function tellPhase(
  span: Span | undefined,
  [phase, startedAt, endedAt]: Parameters<OnPhase>,
  steps: readonly ConnectStep[],
): void {
  if (span === undefined) return;
  const own = phase === 'connect' ? steps.filter((step) => step.endedAt > startedAt) : [];
  for (const step of own)
    span.phase(stepNames[step.phase], Math.max(step.startedAt, startedAt), step.endedAt);
  span.phase(phase, startedAt, endedAt);
}
