import type { ServerOptions } from 'node:https';
import { isIPv6 } from 'node:net';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { customerCardsAdmin } from '../plugins/admin.ts';
import { customerCards } from '../plugins/cards.ts';
import type { DemoCustomer } from './admin/api.ts';
import { distinctHeaders } from './authenticate/headers.ts';
import { answerInTurn, cutSlowReaders, refuseOdd } from './clients.ts';
import type { GatewayFileConfig } from './config/schema.ts';
import type { Gateway } from './gateway.ts';
import { requestIdOf } from './observe/request-id.ts';
import { OneByteResponse } from './respond/one-byte-response.ts';
import { withoutSchemas } from './without-schemas.ts';

export type TlsSettings = NonNullable<GatewayFileConfig['listen']['tls']>;

/** Bounds on slow clients; Plain sends its few kilobytes at once. */
const bounds = { requestTimeout: 7_000, keepAliveTimeout: 65_000 };
const serverBounds = { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };
const maxConnections = 5_000;

/** The public listener: `POST /cards` and nothing else. */
export function createPublicApp(gateway: Gateway): FastifyInstance {
  const { listen, trustProxy } = gateway.settings;
  const genReqId: FastifyServerOptions['genReqId'] = (raw) => requestIdOf(distinctHeaders(raw));
  const options = { ...bounds, ...withoutSchemas, trustProxy, genReqId };
  const server = { ...serverBounds, ServerResponse: OneByteResponse };
  const app = listen.tls
    ? Fastify({ ...options, https: { ...server, ...tlsOptions(listen.tls) } })
    : Fastify({ ...options, http: server });
  app.server.maxConnections = maxConnections;
  answerInTurn(app);
  cutSlowReaders(app, gateway.clock);
  refuseOdd(app, gateway.events);
  return withCards(app, gateway);
}

function withCards(app: FastifyInstance, gateway: Gateway): FastifyInstance {
  app.register(customerCards, { gateway });
  return refuseTheRest(app);
}

/** With a client CA, a connection without a certificate signed by it ends in the handshake. */
export function tlsOptions({ cert, key, clientCa }: TlsSettings): ServerOptions {
  const clientCertificate =
    clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
  return { cert, key, minVersion: 'TLSv1.2', handshakeTimeout: 5_000, ...clientCertificate };
}

/** The admin listener: probes, metrics, pages, and views behind a token. */
export function createAdminApp(
  gateway: Gateway,
  isReady: () => boolean,
  demoCustomers: readonly DemoCustomer[] = [],
): FastifyInstance {
  const { host, allowedHosts } = gateway.settings.admin;
  const app = Fastify({ ...bounds, ...withoutSchemas, http: serverBounds });
  app.register(customerCardsAdmin, {
    gateway,
    isReady,
    allowedHosts: [isIPv6(host) ? `[${host}]` : host, ...allowedHosts],
    token: () => gateway.settings.admin.token,
    customerLookups: () => gateway.settings.admin.customerLookups,
    userHeader: () => gateway.settings.admin.userHeader,
    demoCustomers,
  });
  return refuseTheRest(app);
}

/** In a hook and not in a handler, so that the body of a request for nothing is never parsed. */
function refuseTheRest(app: FastifyInstance): FastifyInstance {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) reply.code(404).send({ error: 'Not found.' });
    else done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isRefusal(reply.statusCode)) reply.header('connection', 'close');
    done(null, payload);
  });
  return app;
}

/** Of a request that nobody will answer, the rest is not read. Plain's are refused for a while only, and keep their connection. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}
