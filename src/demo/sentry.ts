import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { systemClock } from '../clock.ts';
import type { ServiceOptions } from './card-service.ts';
import { addBehaviour, modes } from './misbehave.ts';
import { sentryOrganization } from './sentry-data.ts';
import { toIssue } from './sentry-issue.ts';
import { search } from './sentry-search.ts';
import type { Page } from './sentry-search.ts';
import { serve } from './serve.ts';
import { isSameSecret } from './verify.ts';

/** Sentry's pagination: both links are always there, and `results` says whether following one brings anything. */
function linkHeader(url: string, params: URLSearchParams, { offset, limit, hits }: Page): string {
  const kept = new URLSearchParams(params);
  kept.delete('cursor');
  const link = (rel: string, cursor: string, results: boolean): string =>
    `<${url}?${String(kept)}&cursor=${cursor}>; rel="${rel}"; results="${results}"; cursor="${cursor}"`;
  const previous = link('previous', `0:${Math.max(0, offset - limit)}:1`, offset > 0);
  return `${previous}, ${link('next', `0:${offset + limit}:0`, offset + limit < hits)}`;
}

/** Counts requests in windows of a second, as Sentry's headers tell them. The demo only tells: nothing is refused. */
function createRateLimitHeaders(now: () => number): () => Record<string, string> {
  const limit = 40;
  let window = 0;
  let used = 0;
  return () => {
    const second = Math.floor(now() / 1_000);
    used = second === window ? used + 1 : 1;
    window = second;
    return {
      'x-sentry-rate-limit-limit': String(limit),
      'x-sentry-rate-limit-remaining': String(Math.max(0, limit - used)),
      'x-sentry-rate-limit-reset': String(second + 1),
      'x-sentry-rate-limit-concurrentlimit': '25',
      'x-sentry-rate-limit-concurrentremaining': '24',
    };
  };
}

/** A sparse issue, as it may stand among good ones. */
function sparse(issue: Record<string, unknown>): Record<string, unknown> {
  return { id: issue['id'], title: null, level: 7, permalink: 'javascript:void 0', lastSeen: '' };
}

/** The part of Sentry's API that the gateway's `sentry` adapter asks: an organization's issues. Not listening yet. */
export function createSentryService({
  token,
  clock = systemClock,
}: Omit<ServiceOptions, 'signingSecret'> = {}): FastifyInstance {
  const app = fastify();
  const choices = modes.filter((mode) => mode !== 'missing-key');
  const behaviour = addBehaviour(app, choices, clock);
  const rateLimitHeaders = createRateLimitHeaders(() => clock.wallNow());
  app.get('/healthz', async () => ({ status: 'ok' }));
  void app.register(async (scope) => {
    scope.addHook('onRequest', async ({ headers: { authorization } }, reply) => {
      void reply.headers(rateLimitHeaders());
      if (token === undefined || isSameSecret(authorization ?? '', `Bearer ${token}`)) return;
      const detail =
        authorization === undefined
          ? 'Authentication credentials were not provided.'
          : 'Invalid token';
      await reply.code(401).header('www-authenticate', 'Bearer realm="api"').send({ detail });
    });
    scope.addHook('preHandler', behaviour.preHandler);
    scope.get<{ Params: { organization: string } }>(
      '/api/0/organizations/:organization/issues/',
      async (request, reply) => {
        if (request.params.organization !== sentryOrganization)
          return reply.code(404).send({ detail: 'The requested resource does not exist' });
        const [path, query] = request.url.split('?');
        const params = new URLSearchParams(query);
        const nowMs = clock.wallNow();
        const found = search(params, nowMs);
        if (!found.ok) return reply.code(found.status).send({ detail: found.detail });
        const [first, ...rest] = found.page.rows.map((row) => toIssue(row, nowMs));
        void reply.headers({
          link: linkHeader(`${request.protocol}://${request.host}${path}`, params, found.page),
          'x-hits': String(found.page.hits),
          'x-max-hits': '1000',
        });
        if (first === undefined) return [];
        return [behaviour.mode() === 'invalid-card' ? sparse(first) : first, ...rest];
      },
    );
  });
  return app;
}

if (import.meta.main) await serve('sentry', 8094, createSentryService);
