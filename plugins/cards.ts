import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthFailure } from '../src/authenticate/authenticator.ts';
import { distinctHeaders } from '../src/authenticate/headers.ts';
import type { Gateway } from '../src/gateway.ts';
import { createNote } from '../src/note.ts';
import { tellRefusal, traceRequest } from '../src/observe/tracing/request-span.ts';
import type { Span } from '../src/observe/tracing/span.ts';
import { requestIdHeader, wellFormedId } from '../src/observe/request-id.ts';
import { parseCardRequest } from '../src/parse/card-request.ts';
import {
  badRequest,
  overloaded,
  rateLimited,
  refusalOf,
  unauthorized,
  unsupportedEncoding,
} from '../src/respond/refusal.ts';
import type { Refusal } from '../src/respond/refusal.ts';
import { createLimits } from './rate-limit.ts';

export interface CustomerCardsOptions {
  readonly gateway: Gateway;
  /** Default `/cards`. A query string is ignored, so Plain's settings can use one to split its batches. */
  readonly path?: string;
}

/** What is known of a request when it arrives. */
interface Arrival {
  readonly at: number;
  readonly requestId: string;
}

/**
 * `POST /cards`, in a scope of its own: its body parser, hooks and error handler don't leak into the host's routes.
 * Closing the app closes the gateway.
 */
export async function customerCards(
  fastify: FastifyInstance,
  options: CustomerCardsOptions,
): Promise<void> {
  const { gateway, path = '/cards' } = options;
  const { clock, events } = gateway;
  const limits = await createLimits(fastify, () => gateway.settings.rateLimit, clock);
  const arrivals = createNote<FastifyRequest, Arrival>('arrival');
  const spans = createNote<FastifyRequest, Span>('span');
  const route = `${fastify.prefix}${path}`;
  let inFlight = 0;

  // Replacing the parsers refuses every other content type; the raw bytes are what the signature is over.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: gateway.settings.bodyLimitBytes },
    (_request: FastifyRequest, rawBody: Buffer, done) => done(null, rawBody),
  );

  fastify.addHook('onRequest', (request, reply, done) => {
    const { requestId } = arrivalOf(request);
    reply.header(requestIdHeader, requestId);
    beginSpan(request, reply);
    countRequests(1);
    // Not in onResponse: of a client that gave up it hears late, and of what a host's hook answered as well.
    reply.raw.once('close', () => countRequests(-1));
    if (inFlight > gateway.settings.maxInFlight) return void refuse(reply, overloaded);
    const headers = gateway.authenticator.checkHeaders(distinctHeaders(request.raw));
    if (!headers.ok) {
      refuseCredentials(request, reply, headers.failure).catch((error: unknown) =>
        reply.send(error),
      );
      return;
    }
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') return void refuse(reply, unsupportedEncoding);
    return done();
  });

  // A host's rate limit by address would throttle Plain as a whole.
  const config = { rateLimit: false };
  fastify.post(path, { config }, async (request, reply) => {
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const authenticated = gateway.authenticator.authenticate(distinctHeaders(request.raw), rawBody);
    if (!authenticated.ok) return refuseCredentials(request, reply, authenticated.failure);
    const { caller, secretIds } = authenticated;
    events.authenticated({ secretIds, failure: null });
    const allowance = await limits.limitCaller(caller.credentialId);
    if (!allowance.ok) return refuse(reply, rateLimited('credential', allowance.retryAfterSeconds));
    const parsed = parseCardRequest(rawBody);
    if (!parsed.ok) return refuse(reply, badRequest(parsed.message));
    const { at, requestId } = arrivalOf(request);
    const context = { requestId, span: spans.read(request) };
    const body = await gateway.answer(parsed.request, caller, at, context);
    return reply.type('application/json; charset=utf-8').send(body);
  });

  fastify.setErrorHandler<{ statusCode?: number }>((error, _request, reply) => {
    const refusal = refusalOf(error.statusCode ?? 500);
    if (refusal.status === 500) events.defect({ where: 'cards route', error });
    return refuse(reply, refusal);
  });

  fastify.addHook('onClose', () => gateway.close());

  /** The id is the app's own, so a host's log and the gateway's tell of the same request. */
  function arrivalOf(request: FastifyRequest): Arrival {
    const known = arrivals.read(request);
    if (known !== undefined) return known;
    const arrival = { at: clock.now(), requestId: wellFormedId(request.id) };
    arrivals.write(request, arrival);
    return arrival;
  }

  function beginSpan(request: FastifyRequest, reply: FastifyReply): void {
    const { requestId } = arrivalOf(request);
    const span = traceRequest(gateway.tracer, { requestId, route }, request.raw, reply.raw);
    if (span !== undefined) spans.write(request, span);
  }

  function countRequests(by: 1 | -1): void {
    inFlight += by;
    events.loadChanged({ what: 'requests', by });
  }

  async function refuseCredentials(
    request: FastifyRequest,
    reply: FastifyReply,
    failure: AuthFailure,
  ): Promise<FastifyReply> {
    events.authenticated({ secretIds: [], failure });
    const allowance = await limits.limitFailure(request);
    return refuse(
      reply,
      allowance.ok ? unauthorized(failure) : rateLimited('failures', allowance.retryAfterSeconds),
    );
  }

  function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
    const { status, message, retryAfterSeconds } = refusal;
    const { requestId } = arrivalOf(reply.request);
    const span = spans.read(reply.request);
    tellRefusal(span, refusal);
    events.refused({ ...refusal, requestId, traceId: span?.context?.traceId });
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
    return reply.code(status).send({ error: message });
  }
}
