import t from 'tap';
import { inForce } from '../../src/config/in-force.ts';
import type { GatewayFileConfig } from '../../src/config/schema.ts';
import { configOf } from '../fixtures/stack.ts';

const fetch = async () => null;
const { gateway: started } = configOf({
  upstreams: [{ name: 'billing', adapter: 'function', fetch, cards: { usage: {} } }],
});
const withTls = (tls: GatewayFileConfig['listen']['tls']): GatewayFileConfig => ({
  ...started,
  listen: { ...started.listen, ...(tls && { tls }) },
});
const old = { cert: 'old cert', key: 'old key' };
const renewed = { cert: 'new cert', key: 'new key' };

await t.test('what a running gateway can follow is in force', async (t) => {
  const next: GatewayFileConfig = {
    ...started,
    deadlineMs: 4_000,
    drainMs: 7,
    admin: { ...started.admin, token: 'next' },
    cache: { ...started.cache, plainTtlSeconds: 30 },
  };
  t.same(inForce(next, started), { settings: next, takesRestart: [] });
});

await t.test('what takes a restart is told, and stays as it was', async (t) => {
  const next: GatewayFileConfig = {
    ...started,
    deadlineMs: 4_000,
    listen: { host: '::', port: 1 },
    admin: { ...started.admin, host: '::', port: 2, allowedHosts: ['admin.internal'] },
    trustProxy: ['10.0.0.1'],
    bodyLimitBytes: 2_048,
    tracing: { otlp: { url: 'http://x/y', headers: {} }, sampleRatio: 1, serviceName: 'x' },
    cache: { ...started.cache, maxBytes: 2_000_000, maxEntryBytes: 4_096 },
  };
  const { settings, takesRestart } = inForce(next, started);
  t.same(settings, { ...started, deadlineMs: 4_000 });
  t.same(takesRestart.toSorted(), [
    'admin.allowedHosts',
    'admin.host',
    'admin.port',
    'bodyLimitBytes',
    'cache.maxBytes',
    'cache.maxEntryBytes',
    'listen.host',
    'listen.port',
    'tracing',
    'trustProxy',
  ]);
});

await t.test('a certificate is renewed, and the CA of clients with it', async (t) => {
  const next = withTls({ ...renewed, clientCa: 'new CA' });
  t.same(inForce(next, withTls({ ...old, clientCa: 'old CA' })), {
    settings: next,
    takesRestart: [],
  });
});

await t.test('TLS is switched neither on nor off', async (t) => {
  t.same(inForce(withTls(renewed), started), { settings: started, takesRestart: ['listen.tls'] });
  t.same(inForce(started, withTls(old)), {
    settings: withTls(old),
    takesRestart: ['listen.tls'],
  });
});

await t.test("a client's certificate goes on being demanded, or not", async (t) => {
  const field = ['listen.tls.clientCa'];
  t.same(inForce(withTls(renewed), withTls({ ...old, clientCa: 'CA' })), {
    settings: withTls({ ...renewed, clientCa: 'CA' }),
    takesRestart: field,
  });
  t.same(inForce(withTls({ ...renewed, clientCa: 'CA' }), withTls(old)), {
    settings: withTls(renewed),
    takesRestart: field,
  });
});
