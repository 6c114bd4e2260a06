import { gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import t from 'tap';
import type { Test } from 'tap';
import { customerCardsPages } from '../../plugins/pages.ts';

async function createApp(t: Test, prefix = '') {
  const app = Fastify();
  t.teardown(() => app.close());
  const isKnownHost = ({ host }: Readonly<Record<string, unknown>>) => host !== 'evil.example';
  await app.register(customerCardsPages, { prefix, isKnownHost });
  return app;
}

await t.test('the page is there for everybody, and may do next to nothing', async (t) => {
  const app = await createApp(t);
  const { statusCode, headers, body } = await app.inject('/');
  t.equal(statusCode, 200);
  t.match(body, /^<!doctype html>/);
  t.match(headers, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  const policy = String(headers['content-security-policy']).split('; ');
  t.same(policy.sort(), [
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "img-src 'self'",
    "require-trusted-types-for 'script'",
    "script-src 'self'",
    "style-src 'self'",
    "trusted-types 'none'",
  ]);
  t.notMatch(body, /<style|style=|<script>|https?:/);
});

await t.test('what the page needs is kept for ever, under names of its own', async (t) => {
  const app = await createApp(t, '/cards-admin');
  const { body } = await app.inject('/cards-admin/');
  const names = [...body.matchAll(/"(assets\/[^"]+)"/g)].map(([, name = '']) => name);
  t.match(names, [/^assets\/icon-\w{8}\.svg$/, /^assets\/main-\w{8}\.css$/, /main-\w{8}\.js$/]);
  const types: unknown[] = [];
  for (const name of names) {
    const { statusCode, headers } = await app.inject(`/cards-admin/${name}`);
    t.equal(statusCode, 200, name);
    t.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    t.equal(headers['x-content-type-options'], 'nosniff');
    types.push(headers['content-type']);
  }
  t.strictSame(types, [
    'image/svg+xml',
    'text/css; charset=utf-8',
    'text/javascript; charset=utf-8',
  ]);
});

await t.test('whoever takes gzip gets it', async (t) => {
  const app = await createApp(t);
  const plain = await app.inject('/');
  const headers = { 'accept-encoding': 'gzip, deflate, br' };
  for (let count = 0; count < 2; count += 1) {
    const packed = await app.inject({ url: '/', headers });
    t.equal(packed.headers['content-encoding'], 'gzip');
    t.equal(packed.headers['vary'], 'accept-encoding');
    t.equal(gunzipSync(packed.rawPayload).toString(), plain.body);
  }
  t.equal(plain.headers['content-encoding'], undefined);
});

await t.test('below a prefix the page is at a directory', async (t) => {
  const app = await createApp(t, '/cards-admin');
  const { statusCode, headers } = await app.inject('/cards-admin?x');
  t.equal(statusCode, 308);
  t.equal(headers['location'], '/cards-admin/');
  t.equal((await app.inject('/cards-admin/?x')).statusCode, 200);
});

await t.test('nothing else is there, least of all other files', async (t) => {
  const app = await createApp(t);
  for (const path of ['/assets/nothing.js', '/assets/..%2findex.html', '/assets/__proto__']) {
    const { statusCode, headers, body } = await app.inject(path);
    t.equal(statusCode, 404, path);
    t.equal(headers['cache-control'], 'no-store');
    t.match(body, /build:browser/);
  }
});

await t.test('a rebound name gets no page', async (t) => {
  const app = await createApp(t);
  const { statusCode, body } = await app.inject({ url: '/', headers: { host: 'evil.example' } });
  t.equal(statusCode, 403);
  t.match(body, /admin\.allowedHosts/);
});
