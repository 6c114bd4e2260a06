import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer, setDefaultCACertificates } from 'node:tls';
import type { TlsOptions } from 'node:tls';
import t from 'tap';
import type { Test } from 'tap';
import { createManualClock } from '../fixtures/clock.ts';
import { httpAnswer } from '../fixtures/raw-server.ts';
import { get, openTransport } from '../fixtures/transport.ts';

/** For `localhost`, not for 127.0.0.1; valid for a hundred years. */
const pem = readFileSync(new URL('../fixtures/self-signed.pem', import.meta.url));
/** A client's certificate and key, and the CA that signed it. */
const clientPem = readFileSync(new URL('../fixtures/client.pem', import.meta.url), 'utf8');
const clientCa = readFileSync(new URL('../fixtures/client-ca.pem', import.meta.url), 'utf8');

async function listen(t: Test, server: Server): Promise<string> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startTlsServer(
  t: Test,
  options: TlsOptions = {},
): Promise<{ origin: string; received: () => number }> {
  let received = 0;
  const server = createTlsServer({ key: pem, cert: pem, ...options }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      socket.write(httpAnswer('{}'));
    });
  });
  server.on('tlsClientError', () => {});
  return { origin: await listen(t, server), received: () => received };
}

void t.test(
  'answers tls for a certificate that nobody vouches for, and sends nothing',
  async (t) => {
    const server = await startTlsServer(t);
    const result = await get(openTransport(t, server.origin));
    t.same(result, {
      ok: false,
      failure: { reason: 'tls', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    t.equal(server.received(), 0);
  },
);

void t.test('answers tls when the server speaks too old a version', async (t) => {
  const server = await startTlsServer(t, {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  const result = await get(openTransport(t, server.origin));
  t.match(result, { ok: false, failure: { reason: 'tls' } });
  t.equal(server.received(), 0);
});

void t.test(
  'answers tls when the other side does not speak TLS, or hangs up in the handshake',
  async (t) => {
    const plain = await listen(
      t,
      createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')),
    );
    t.match(await get(openTransport(t, plain)), { ok: false, failure: { reason: 'tls' } });
    const rude = await listen(
      t,
      createServer((socket) => socket.once('data', () => socket.destroy())),
    );
    t.match(await get(openTransport(t, rude)), { ok: false, failure: { reason: 'tls' } });
  },
);

void t.test(
  'answers tls when the handshake hangs until the connect timeout, and leaves no timer',
  async (t) => {
    const clock = createManualClock();
    const origin = await listen(
      t,
      createServer((socket) => socket.once('data', () => clock.advance(500))),
    );
    const result = await get(openTransport(t, origin, { connectTimeoutMs: 500 }, clock));
    t.same(result, { ok: false, failure: { reason: 'tls', detail: 'ETIMEDOUT' } });
    t.equal(clock.pending(), 0);
  },
);

void t.test('trusts the CA that it is given, though the system does not', async (t) => {
  const { origin } = await startTlsServer(t);
  const tls = { ca: pem.toString() };
  const named = origin.replace('127.0.0.1', 'localhost');
  t.match(await get(openTransport(t, named, { tls })), { ok: true, body: {} });
  t.same(
    await get(openTransport(t, origin, { tls })),
    { ok: false, failure: { reason: 'tls', detail: 'ERR_TLS_CERT_ALTNAME_INVALID' } },
    'the name counts all the same',
  );
});

void t.test('shows its client certificate to a server that demands one', async (t) => {
  const server = await startTlsServer(t, {
    requestCert: true,
    rejectUnauthorized: true,
    ca: clientCa,
    // TLS 1.3 refuses so late that the refusal may come as a reset.
    maxVersion: 'TLSv1.2',
  });
  const named = server.origin.replace('127.0.0.1', 'localhost');
  const ca = pem.toString();
  const withOne = { ca, cert: clientPem, key: clientPem };
  t.match(await get(openTransport(t, named, { tls: withOne })), { ok: true, body: {} });
  const received = server.received();
  t.match(await get(openTransport(t, named, { tls: { ca } })), {
    ok: false,
    failure: { reason: 'tls' },
  });
  t.equal(server.received(), received, 'without one nothing is sent');
});

// The last tests: from here on the whole process trusts the certificate.
void t.test('speaks HTTPS with a server whose certificate is in order', async (t) => {
  setDefaultCACertificates([pem]);
  const { origin } = await startTlsServer(t);
  const result = await get(openTransport(t, origin.replace('127.0.0.1', 'localhost')));
  t.match(result, { ok: true, body: {} });
});

void t.test(
  'answers tls when a trusted certificate is for another name, and sends nothing',
  async (t) => {
    setDefaultCACertificates([pem]);
    const server = await startTlsServer(t);
    const result = await get(openTransport(t, server.origin));
    t.same(result, {
      ok: false,
      failure: { reason: 'tls', detail: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    t.equal(server.received(), 0);
  },
);

void t.test(
  'answers tls when the server ends the handshake for want of a client certificate',
  async (t) => {
    setDefaultCACertificates([pem]);
    const { origin } = await startTlsServer(t, {
      requestCert: true,
      ca: pem,
      maxVersion: 'TLSv1.2',
    });
    const result = await get(openTransport(t, origin.replace('127.0.0.1', 'localhost')));
    t.match(result, { ok: false, failure: { reason: 'tls' } });
  },
);

void t.test('trusts none but the CA that it is given', async (t) => {
  setDefaultCACertificates([pem]);
  const server = await startTlsServer(t);
  const named = server.origin.replace('127.0.0.1', 'localhost');
  const result = await get(openTransport(t, named, { tls: { ca: clientCa } }));
  t.match(result, { ok: false, failure: { reason: 'tls' } });
  t.equal(server.received(), 0);
});
