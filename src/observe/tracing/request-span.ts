import type { IncomingMessage, ServerResponse } from 'node:http';
import { distinctHeaders } from '../../authenticate/headers.ts';
import type { RefusalWords } from '../../outcome.ts';
import type { Span, Tracer } from './span.ts';
import { readTraceContext } from './trace-context.ts';

/**
 * Begins the span of a request, in the trace that it came with, and ends it with the response. `route` is the path that is
 * answered, as the application has it.
 */
export function traceRequest(
  tracer: Tracer,
  { requestId, route }: { readonly requestId: string; readonly route: string },
  message: IncomingMessage,
  response: ServerResponse,
): Span | undefined {
  const attributes = {
    'http.request.method': 'POST',
    'http.route': route,
    'url.scheme': 'encrypted' in message.socket ? 'https' : 'http',
    'customer_cards.request.id': requestId,
  };
  const span = tracer.begin(
    `POST ${route}`,
    attributes,
    readTraceContext(distinctHeaders(message)),
  );
  if (span !== undefined) response.once('close', () => endSpan(span, response));
  return span;
}

/** A client that gave up got no status. */
function endSpan(span: Span, { statusCode, writableFinished }: ServerResponse): void {
  const errorType = statusCode >= 500 ? String(statusCode) : undefined;
  span.set(
    writableFinished
      ? { 'http.response.status_code': statusCode, 'error.type': errorType }
      : { 'error.type': 'aborted' },
  );
  span.end();
}

export function tellRefusal(span: Span | undefined, { outcome, cause }: RefusalWords): void {
  span?.set({
    'customer_cards.request.outcome': outcome,
    'customer_cards.request.cause': cause,
  });
}
