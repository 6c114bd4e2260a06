import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { DemoCustomer } from '../src/admin/api.ts';
import { askAsPlain } from '../src/admin/cards.ts';
import { parseQuestion } from '../src/admin/question.ts';
import { viewScene } from '../src/admin/scene.ts';
import type { Gateway } from '../src/gateway.ts';

export interface ApiOptions {
  readonly gateway: Gateway;
  readonly demoCustomers: readonly DemoCustomer[];
  readonly allowsLookups: () => boolean;
}

/** What the pages ask for, by the contract of src/admin/api.ts. Whoever registers it guards it. */
export async function customerCardsApi(
  fastify: FastifyInstance,
  { gateway, demoCustomers, allowsLookups }: ApiOptions,
): Promise<void> {
  fastify.get('/scene', async () => viewScene(gateway, demoCustomers, allowsLookups()));

  fastify.post('/cards', async (request, reply) => {
    const question = parseQuestion(request.body, {
      workspaces: gateway.settings.workspaces,
      demoCustomers,
      allowsLookups: allowsLookups(),
    });
    if (!question.ok) return reply.code(question.status).send({ error: question.message });
    return askAsPlain(gateway, question, randomUUID());
  });
}
