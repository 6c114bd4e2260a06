import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { DemoCustomer } from '../src/admin/api.ts';
import { askAsPlain } from '../src/admin/cards.ts';
import { parseMappingQuestion } from '../src/admin/mapping-question.ts';
import { tryMapping } from '../src/admin/mapping.ts';
import { consoleCredentialId, parseQuestion } from '../src/admin/question.ts';
import type { Question } from '../src/admin/question.ts';
import { fetchResponse } from '../src/admin/response.ts';
import { viewScene } from '../src/admin/scene.ts';
import type { Visitor } from '../src/admin/visitor.ts';
import type { Gateway } from '../src/gateway.ts';
import { createLimits } from './rate-limit.ts';

export interface ApiOptions {
  readonly gateway: Gateway;
  readonly demoCustomers: readonly DemoCustomer[];
  readonly allowsLookups: () => boolean;
  readonly visitorOf: (request: FastifyRequest) => Visitor;
}

/** Of a file and a response; the largest that an upstream may send is more, and is no sample. */
const maxMappingBytes = 2_097_152;
/** So that whoever has the token takes no place from Plain. */
const maxInFlight = 20;

/** What the pages ask for, by the contract of src/admin/api.ts. Whoever registers it guards it. */
export async function customerCardsApi(
  fastify: FastifyInstance,
  { gateway, demoCustomers, allowsLookups, visitorOf }: ApiOptions,
): Promise<void> {
  const { clock, events } = gateway;
  const limits = await createLimits(fastify, () => gateway.settings.rateLimit, clock);
  let inFlight = 0;

  fastify.get('/scene', async () => viewScene(gateway, demoCustomers, allowsLookups()));

  fastify.post(
    '/cards',
    onQuestion(async (question, request) => {
      const requestId = randomUUID();
      logLookup(question, request, requestId);
      return askAsPlain(gateway, question, requestId);
    }),
  );

  fastify.post(
    '/mapping/response',
    onQuestion(async (question, request, reply) => {
      logLookup(question, request, null);
      const responded = await fetchResponse(gateway, question);
      return responded.ok ? responded.answer : refuse(reply, responded);
    }),
  );

  fastify.post('/mapping', { bodyLimit: maxMappingBytes }, async (request, reply) => {
    const parsed = parseMappingQuestion(request.body);
    if (!parsed.ok) return refuse(reply, { status: 400, message: parsed.message });
    const { maxCardBytes } = gateway.settings;
    return tryMapping(parsed.question, { clock, maxCardBytes });
  });

  type Answer = (question: Question, request: FastifyRequest, reply: FastifyReply) => unknown;

  function onQuestion(answer: Answer): RouteHandlerMethod {
    return async (request, reply) => {
      const { workspaces } = gateway.settings;
      const scope = { workspaces, demoCustomers, allowsLookups: allowsLookups() };
      const question = parseQuestion(request.body, scope);
      if (!question.ok) return refuse(reply, question);
      const allowance = await limits.limitCaller(consoleCredentialId);
      if (!allowance.ok || inFlight >= maxInFlight) return refuse(reply, tooMany);
      inFlight += 1;
      return Promise.resolve(answer(question, request, reply)).finally(() => (inFlight -= 1));
    };
  }

  function logLookup(
    { request: { cardKeys } }: Question,
    request: FastifyRequest,
    requestId: string | null,
  ) {
    events.lookedUp({ requestId, ...visitorOf(request), cards: cardKeys });
  }
}

interface Refusal {
  readonly status: number;
  readonly message: string;
}

const tooMany = {
  status: 429,
  message: 'Too many look-ups at the same time; try again in a moment.',
};

function refuse(reply: FastifyReply, { status, message }: Refusal): FastifyReply {
  return reply.code(status).send({ error: message });
}
