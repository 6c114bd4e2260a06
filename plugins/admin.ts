import type { FastifyInstance, RouteHandlerMethod } from 'fastify';
import { createCheckAccess } from '../src/admin/access.ts';
import { purge, viewCache, viewEntries } from '../src/admin/cache.ts';
import { viewConfig } from '../src/admin/config.ts';
import { parseSelection } from '../src/admin/selection.ts';
import { disable, enable } from '../src/admin/switches.ts';
import type { Switched } from '../src/admin/switches.ts';
import { viewUpstreams } from '../src/admin/upstreams.ts';
import type { Selection } from '../src/cache/selection.ts';
import type { Gateway } from '../src/gateway.ts';

export interface CustomerCardsAdminOptions {
  readonly gateway: Gateway;
  /** Bearer token for everything but probes and metrics, or what gives the one in force. Without one those routes answer 403. */
  readonly token?: string | (() => string | undefined);
  /** Host names, beside loopback, under which the admin routes may be addressed. */
  readonly allowedHosts?: readonly string[];
  /** Whether new requests are welcome; never depends on an upstream. Default: always. */
  readonly isReady?: () => boolean;
}

/** Probes and metrics for other machines; views of the gateway for people with the token. */
export async function customerCardsAdmin(
  fastify: FastifyInstance,
  options: CustomerCardsAdminOptions,
): Promise<void> {
  const { gateway, token, allowedHosts = [], isReady = () => true } = options;

  fastify.get('/livez', async () => ({ status: 'live' }));
  fastify.get('/readyz', async (_request, reply) => {
    const ready = isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  fastify.get('/metrics', async (_request, reply) =>
    reply.type(gateway.metrics.contentType).send(await gateway.metrics.expose()),
  );

  fastify.register(async (views) => {
    const tokenInForce = typeof token === 'function' ? token : () => token;
    views.addHook('onRequest', async (request, reply) => {
      const checkAccess = createCheckAccess({ token: tokenInForce(), allowedHosts });
      const denied = checkAccess(request.headers);
      if (denied === null) return undefined;
      return reply.code(denied === 'token' ? 401 : 403).send({ error: messages[denied] });
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
  });
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

const messages = {
  no_token_configured: 'No admin token is configured: set admin.token to use this route.',
  host: 'The Host is not one that the admin listener may be addressed by: see admin.allowedHosts.',
  origin: 'Requests from other origins are refused.',
  token: 'Send the admin token: Authorization: Bearer …',
};
