import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deniedWords } from '../src/admin/access.ts';
import { readPageFiles } from '../src/admin/page-files.ts';
import type { PageFile, PageFiles } from '../src/admin/page-files.ts';
import type { RequestHeaders } from '../src/authenticate/headers.ts';

export interface PagesOptions {
  readonly isKnownHost: (headers: RequestHeaders) => boolean;
}

/** The pages for browsers: public code. What they show comes from the views, behind the token. */
export async function customerCardsPages(
  fastify: FastifyInstance,
  { isKnownHost }: PagesOptions,
): Promise<void> {
  /** Read with the first visitor: most gateways have none. */
  let files: PageFiles | null = null;
  const readFiles = async () => (files ??= await readPageFiles());

  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers(pageHeaders);
    return isKnownHost(request.headers)
      ? undefined
      : reply.code(403).send({ error: deniedWords.host });
  });

  fastify.get('/', async (request, reply) => {
    // What the page asks for is relative to its address.
    if (!isDirectory(request)) return reply.redirect(`${fastify.prefix}/`, 308);
    reply.header('cache-control', 'no-store');
    return send(request, reply, (await readFiles())?.index);
  });

  fastify.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    reply.header('cache-control', 'public, max-age=31536000, immutable');
    return send(request, reply, (await readFiles())?.assets.get(request.params.name));
  });
}

function isDirectory({ raw: { url = '' } }: FastifyRequest): boolean {
  return url.replace(/\?.*$/, '').endsWith('/');
}

async function send(request: FastifyRequest, reply: FastifyReply, file: PageFile | undefined) {
  if (file === undefined) {
    return reply.code(404).header('cache-control', 'no-store').send({ error: missing });
  }
  reply.type(file.type).header('vary', 'accept-encoding');
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return file.body;
  return reply.header('content-encoding', 'gzip').send(await file.gzipped());
}

const missing = 'Not found. In a checkout, `npm run build:browser` builds the pages.';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

const pageHeaders = {
  'content-security-policy': policy.join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
