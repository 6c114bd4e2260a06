import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import t from 'tap';
import type { Test } from 'tap';
import type { Server } from '../src/server.ts';
import { echo } from './fixtures/echo.ts';
import { authorization, configOf, startGateway } from './fixtures/stack.ts';

const pem = (name: string) => readFile(new URL(`fixtures/${name}.pem`, import.meta.url), 'utf8');
const [selfSigned, clientCa, client] = await Promise.all(
  ['self-signed', 'client-ca', 'client'].map(pem),
);

async function startServer(t: Test, tls: object = {}): Promise<Server> {
  const config = configOf({
    upstreams: [
      { name: 'billing', adapter: 'function', fetch: async (q) => echo(q), cards: { usage: {} } },
    ],
  });
  const listen = { ...config.gateway.listen, tls: { cert: selfSigned, key: selfSigned, ...tls } };
  const { server } = await startGateway(t, {
    ...config,
    gateway: { ...config.gateway, listen } as typeof config.gateway,
  });
  return server;
}

async function start(t: Test, tls: object = {}): Promise<string> {
  return (await startServer(t, tls)).url;
}

/** The certificate that a new connection is shown. */
async function certificateOf(url: string): Promise<string> {
  const socket = connectTls({ port: Number(new URL(url).port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** The status, or why there is none. */
async function ask(url: string, options: object = {}): Promise<unknown> {
  const outgoing = request(`${url}/cards`, {
    method: 'POST',
    ca: selfSigned,
    servername: 'localhost',
    agent: false,
    headers: { ...authorization, 'content-type': 'application/json' },
    ...options,
  });
  outgoing.end(JSON.stringify({ cardKeys: ['usage'], customer: { id: 'c_1' } }));
  try {
    const [response] = await once(outgoing, 'response');
    await text(response);
    return response.statusCode;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

await t.test('with a certificate it serves HTTPS', async (t) => {
  const url = await start(t);
  t.match(url, /^https:/);
  t.equal(await ask(url), 200);
});

await t.test('with a client CA, only a client that it certified is served', async (t) => {
  const url = await start(t, { clientCa });
  t.equal(await ask(url, { cert: client, key: client }), 200);
  t.match(await ask(url), /^(ECONNRESET|EPIPE|ERR_SSL_\w+)$/, 'no certificate');
  const stranger = await ask(url, { cert: selfSigned, key: selfSigned });
  t.match(stranger, /^(ECONNRESET|EPIPE|ERR_SSL_\w+)$/, "a stranger's certificate");
});

await t.test('a certificate does not stand in for the secret', async (t) => {
  const url = await start(t, { clientCa });
  const headers = { 'content-type': 'application/json' };
  t.equal(await ask(url, { cert: client, key: client, headers }), 401);
});

await t.test('a certificate is renewed for new connections, a kept one goes on', async (t) => {
  const server = await startServer(t);
  const before = await certificateOf(server.url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  t.equal(await ask(server.url, { agent }), 200);
  server.renewTls({ cert: client ?? '', key: client ?? '' });
  t.not(await certificateOf(server.url), before);
  t.equal(await ask(server.url, { agent }), 200);
  server.renewTls({ cert: selfSigned ?? '', key: selfSigned ?? '' });
  t.equal(await certificateOf(server.url), before);
});

await t.test('a key of another certificate is refused, and the old pair stays', async (t) => {
  const server = await startServer(t);
  const before = await certificateOf(server.url);
  t.throws(() => server.renewTls({ cert: selfSigned ?? '', key: client ?? '' }), {
    code: /^ERR_OSSL/,
  });
  t.equal(await certificateOf(server.url), before);
  t.equal(await ask(server.url), 200);
});

await t.test('without a certificate there is none to renew', async (t) => {
  const { server, ask: askPlainly } = await startGateway(
    t,
    configOf({
      upstreams: [
        { name: 'billing', adapter: 'function', fetch: async (q) => echo(q), cards: { usage: {} } },
      ],
    }),
  );
  server.renewTls({ cert: selfSigned ?? '', key: selfSigned ?? '' });
  t.equal((await askPlainly(['usage'])).status, 200);
});

await t.test('a client that never shakes hands is cut off', async (t) => {
  const url = await start(t);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'close');
  t.equal(await ask(url), 200, 'and others are served');
});
