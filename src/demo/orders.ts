import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { demandToken } from './card-service.ts';
import type { ServiceOptions } from './card-service.ts';
import { daysFrom } from './format.ts';
import { addBehaviour, modes } from './misbehave.ts';
import { buyers } from './orders-data.ts';
import type { Order } from './orders-data.ts';
import { serve } from './serve.ts';

/** Shops count e-mail addresses as one whatever their case. */
const wantedCustomers = z.object({
  email: z.string(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
const wantedOrders = z.object({
  customer: z.string(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

function toJson(customer: string, order: Order, nowMs: number): Record<string, unknown> {
  const { number, status, totalCents, currency, shippingAddress } = order;
  return {
    number,
    customer,
    status,
    placedAt: new Date(daysFrom(nowMs, -order.placedDaysAgo)).toISOString(),
    totalCents,
    currency,
    shippingAddress,
    trackingUrl: `https://orders.example.com/${number}`,
  };
}

/**
 * The order service: a JSON API that knows nothing of Plain. `GET /api/customers/<externalId>`,
 * `GET /api/customers?email=…` and `GET /api/orders?customer=<id>`, newest first. Not listening yet.
 */
export function createOrdersService({
  token,
  clock = systemClock,
}: Omit<ServiceOptions, 'signingSecret'> = {}): FastifyInstance {
  const app = fastify();
  const choices = modes.filter((mode) => mode !== 'missing-key');
  const behaviour = addBehaviour(app, choices, clock);
  app.get('/healthz', async () => ({ status: 'ok' }));
  void app.register(
    async (scope) => {
      if (token !== undefined) scope.addHook('onRequest', demandToken(token));
      scope.addHook('preHandler', behaviour.preHandler);

      scope.get<{ Params: { externalId: string } }>(
        '/customers/:externalId',
        async ({ params }, reply) => {
          const buyer = buyers.find(({ externalId }) => externalId === params.externalId);
          if (buyer === undefined) return reply.code(404).send({ error: 'no such customer' });
          return { id: buyer.id, externalId: buyer.externalId };
        },
      );

      scope.get('/customers', async ({ query }, reply) => {
        const wanted = wantedCustomers.safeParse(query).data;
        if (wanted === undefined) return reply.code(400).send({ error: 'expected email' });
        const found = buyers.filter(({ email }) => email === wanted.email.toLowerCase());
        return { data: found.slice(0, wanted.limit).map(({ id, email }) => ({ id, email })) };
      });

      scope.get('/orders', async ({ query }, reply) => {
        const wanted = wantedOrders.safeParse(query).data;
        if (wanted === undefined) return reply.code(400).send({ error: 'expected customer' });
        const orders = buyers.find(({ id }) => id === wanted.customer)?.orders ?? [];
        const page = orders
          .slice(0, wanted.limit)
          .map((order) => toJson(wanted.customer, order, clock.wallNow()));
        const [first, ...rest] = page;
        if (first === undefined || behaviour.mode() !== 'invalid-card') return { data: page };
        // What was text becomes an object, as it happens with the next version of an API.
        return { data: [{ ...first, status: { code: first['status'] } }, ...rest] };
      });
    },
    { prefix: '/api' },
  );
  return app;
}

if (import.meta.main) await serve('orders', 8092, createOrdersService);
