import type { FastifyInstance, RouteHandlerMethod } from 'fastify';
import { createHostCheck } from '../src/admin/access.ts';
import type { DemoCustomer } from '../src/admin/api.ts';
import { purge, viewCache, viewEntries } from '../src/admin/cache.ts';
import { viewConfig } from '../src/admin/config.ts';
import { parseSelection } from '../src/admin/selection.ts';
import { disable, enable } from '../src/admin/switches.ts';
import type { Switched } from '../src/admin/switches.ts';
import { describeVisitor } from '../src/admin/visitor.ts';
import { viewUpstreams } from '../src/admin/upstreams.ts';
import type { Selection } from '../src/cache/selection.ts';
import type { Gateway } from '../src/gateway.ts';
import { refusalOf } from '../src/respond/refusal.ts';
import { customerCardsApi } from './api.ts';
import { customerCardsPages } from './pages.ts';
import { guardViews } from './session.ts';

/** A value, or what gives the one in force. */
type InForce<T> = T | (() => T);

export interface CustomerCardsAdminOptions {
  readonly gateway: Gateway;
  /** Bearer token for everything but probes, metrics and the pages' code. Without one those routes answer 403. */
  readonly token?: InForce<string | undefined>;
  /** Host names, beside loopback, under which the admin routes may be addressed. */
  readonly allowedHosts?: readonly string[];
  /** Whether new requests are welcome; never depends on an upstream. Default: always. */
  readonly isReady?: () => boolean;
  /** Whether the pages may look up any customer, not only `demoCustomers`. Default: true. */
  readonly customerLookups?: InForce<boolean>;
  /** Header in which a proxy in front names who asks, for the log. Default: none. */
  readonly userHeader?: InForce<string | undefined>;
  /** Invented customers that the pages offer. Default: none. */
  readonly demoCustomers?: readonly DemoCustomer[];
}

/** Probes and metrics for other machines; pages and views of the gateway for people with the token. */
export async function customerCardsAdmin(
  fastify: FastifyInstance,
  options: CustomerCardsAdminOptions,
): Promise<void> {
  const { gateway, token, allowedHosts = [], isReady = () => true } = options;
  const { customerLookups = true, userHeader, demoCustomers = [] } = options;

  fastify.get('/livez', async () => ({ status: 'live' }));
  fastify.get('/readyz', async (_request, reply) => {
    const ready = isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  fastify.get('/metrics', async (_request, reply) =>
    reply.type(gateway.metrics.contentType).send(await gateway.metrics.expose()),
  );

  fastify.register(customerCardsPages, { isKnownHost: createHostCheck(allowedHosts) });

  fastify.register(async (views) => {
    // A form of another site can't send any other type without asking first.
    views.removeContentTypeParser('text/plain');
    views.addHook('onRequest', async (_request, reply) => void reply.headers(viewHeaders));
    const sessionOf = guardViews(views, {
      token: () => inForce(token),
      allowedHosts,
      pagesPath: `${fastify.prefix}/`,
      clock: gateway.clock,
    });
    views.setErrorHandler<{ statusCode?: number }>((error, _request, reply) => {
      const { status, message } = refusalOf(error.statusCode ?? 500);
      if (status === 500) gateway.events.defect({ where: 'admin views', error });
      return reply.code(status).send({ error: message });
    });
    views.get('/upstreams', async () => ({
      config: viewConfig(gateway),
      upstreams: viewUpstreams(gateway),
    }));
    views.get('/cache', async () => viewCache(gateway));
    // POST, because identifiers of customers don't belong in URLs.
    views.post(
      '/cache/entries',
      onSelection((wanted) => ({ entries: viewEntries(gateway, wanted) })),
    );
    views.post(
      '/cache/purge',
      onSelection((wanted) => purge(gateway, wanted)),
    );
    views.post(
      '/disable',
      onSwitch((body) => disable(gateway, body)),
    );
    views.post(
      '/enable',
      onSwitch((body) => enable(gateway, body)),
    );

    views.register(customerCardsApi, {
      prefix: '/api',
      gateway,
      demoCustomers,
      allowsLookups: () => inForce(customerLookups),
      visitorOf: (request) =>
        describeVisitor({
          headers: request.headers,
          address: request.ip,
          session: sessionOf(request),
          userHeader: inForce(userHeader),
        }),
    });
  });
}

function inForce<T extends string | boolean | undefined>(value: InForce<T>): T {
  return typeof value === 'function' ? value() : value;
}

function onSelection(act: (selection: Selection) => object): RouteHandlerMethod {
  return async (request, reply) => {
    const parsed = parseSelection(request.body);
    return parsed.ok ? act(parsed.selection) : reply.code(400).send({ error: parsed.message });
  };
}

function onSwitch(act: (body: unknown) => Switched): RouteHandlerMethod {
  return async (request, reply) => {
    const switched = act(request.body);
    return switched.ok
      ? switched.body
      : reply.code(switched.status).send({ error: switched.message });
  };
}

const viewHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
