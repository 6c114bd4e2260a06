import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { answerCards, parseCardsRequest } from './cards.ts';
import type { CardAnswer, CardService } from './cards.ts';
import { addBehaviour, modes } from './misbehave.ts';
import type { Mode } from './misbehave.ts';
import { isSameSecret, isSignedBy } from './verify.ts';

export interface ServiceOptions {
  /** Demands `authorization: Bearer <token>`. Default: none. */
  readonly token?: string | undefined;
  /** Demands Plain's signature over the raw body. Default: none. */
  readonly signingSecret?: string | undefined;
  /** Default: the system's. */
  readonly clock?: Clock | undefined;
}

type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** Refuses a request without the token, before its body is read. */
export function demandToken(token: string): Guard {
  return async ({ headers }, reply) =>
    isSameSecret(headers.authorization ?? '', `Bearer ${token}`)
      ? undefined
      : reply.code(401).send({ error: 'wrong or missing token' });
}

/** Refuses a body that Plain didn't sign. */
function demandSignature(secret: string): Guard {
  return async (request, reply) =>
    isSignedBy(secret, rawBody(request), String(request.headers['plain-request-signature']))
      ? undefined
      : reply.code(401).send({ error: 'wrong or missing signature' });
}

function rawBody({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/** What a bug in one card looks like from outside: a sparse database row, or a forgotten key. Always the first card. */
function spoil(mode: Mode, cards: CardAnswer[]): CardAnswer[] {
  const [first, ...rest] = cards;
  if (first === undefined || (mode !== 'invalid-card' && mode !== 'missing-key')) return cards;
  if (mode === 'missing-key') return rest;
  const components = [...(first.components ?? []), { componentText: { text: null } }];
  return [{ ...first, components }, ...rest];
}

/** A card endpoint for Plain: `POST /cards`, beside `GET /healthz` and the demo's switch. Not listening yet. */
export function createCardService<Account>(
  service: CardService<Account>,
  { token, signingSecret, clock = systemClock }: ServiceOptions = {},
): FastifyInstance {
  const app = fastify();
  const behaviour = addBehaviour(app, modes, clock);
  app.get('/healthz', async () => ({ status: 'ok' }));
  void app.register(async (scope) => {
    // The body stays as it came: a signature holds for these very bytes, not for their meaning.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    if (token !== undefined) scope.addHook('onRequest', demandToken(token));
    if (signingSecret !== undefined) scope.addHook('preHandler', demandSignature(signingSecret));
    scope.addHook('preHandler', behaviour.preHandler);
    scope.post('/cards', async (request, reply) => {
      const asked = parseCardsRequest(rawBody(request));
      if (asked === undefined) return reply.code(400).send({ error: 'not a card request' });
      return { cards: spoil(behaviour.mode(), answerCards(service, asked, clock.wallNow())) };
    });
  });
  return app;
}
