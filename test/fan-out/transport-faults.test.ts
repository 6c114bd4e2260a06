import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import t from 'tap';
import { httpAnswer, startRawServer } from '../fixtures/raw-server.ts';
import { get, openTransport } from '../fixtures/transport.ts';

const json = 'Content-Type: application/json\r\n';
const card = '{"cards":[]}';

/** What ends a connection after the bytes were written. */
type Ending = 'fin' | 'rst' | 'open';

const truncated: Record<string, [bytes: string, ending: Ending]> = {
  'the connection ends before a byte': ['', 'fin'],
  'the connection is reset before a byte': ['', 'rst'],
  'the connection ends within the headers': ['HTTP/1.1 200 OK\r\nContent-', 'fin'],
  'the connection ends within a body of known length': [
    `HTTP/1.1 200 OK\r\n${json}Content-Length: 12\r\n\r\n{"ca`,
    'fin',
  ],
  'the connection is reset within a body of known length': [
    `HTTP/1.1 200 OK\r\n${json}Content-Length: 12\r\n\r\n{"ca`,
    'rst',
  ],
  'the announced length is longer than a body that is whole JSON': [
    `HTTP/1.1 200 OK\r\n${json}Content-Length: 100\r\n\r\n${card}`,
    'fin',
  ],
  'the same, on a connection that was going to close': [
    `HTTP/1.1 200 OK\r\n${json}Connection: close\r\nContent-Length: 100\r\n\r\n${card}`,
    'fin',
  ],
  'the connection is reset there': [
    `HTTP/1.1 200 OK\r\n${json}Connection: close\r\nContent-Length: 100\r\n\r\n${card}`,
    'rst',
  ],
  'the connection ends within a chunk': [
    `HTTP/1.1 200 OK\r\n${json}Transfer-Encoding: chunked\r\n\r\n64\r\n${card}`,
    'fin',
  ],
  'the last chunk is missing after whole JSON': [
    `HTTP/1.1 200 OK\r\n${json}Transfer-Encoding: chunked\r\n\r\nc\r\n${card}\r\n`,
    'fin',
  ],
  'the last chunk is missing, on a connection that was going to close': [
    `HTTP/1.1 200 OK\r\n${json}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n${card}\r\n`,
    'fin',
  ],
  'the last chunk is missing, and the connection is reset': [
    `HTTP/1.1 200 OK\r\n${json}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n${card}\r\n`,
    'rst',
  ],
};

for (const [name, [bytes, ending]] of Object.entries(truncated)) {
  void t.test(`answers reset when ${name}`, async (t) => {
    const server = await startRawServer(t, ({ socket }) => {
      if (ending === 'fin') socket.end(bytes);
      else socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy()));
    });
    t.match(await get(openTransport(t, server.origin)), {
      ok: false,
      failure: { reason: 'reset' },
    });
    await server.allClosed();
  });
}

const ok = 'HTTP/1.1 200 OK\r\n';
const garbled: Record<string, string> = {
  'both a length and chunks': `${ok}${json}Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n${card}\r\n0\r\n\r\n`,
  'chunks and then a length': `${ok}${json}Transfer-Encoding: chunked\r\nContent-Length: 12\r\n\r\nc\r\n${card}\r\n0\r\n\r\n`,
  'two lengths that differ': `${ok}${json}Content-Length: 12\r\nContent-Length: 13\r\n\r\n${card}`,
  'two lengths that agree': `${ok}${json}Content-Length: 12\r\nContent-Length: 12\r\n\r\n${card}`,
  'a length that is no number': `${ok}${json}Content-Length: -12\r\n\r\n${card}`,
  'a chunk size that is no number': `${ok}${json}Transfer-Encoding: chunked\r\n\r\nxyz\r\n${card}`,
  'a chunk size beyond all bounds': `${ok}${json}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n${card}`,
  'line feeds without carriage returns': `HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 12\n\n${card}`,
  'a header line without a colon': `${ok}${json}nonsense\r\nContent-Length: 12\r\n\r\n${card}`,
  'a folded header': `${ok}${json}x: a\r\n b\r\nContent-Length: 12\r\n\r\n${card}`,
  'a space before the colon': `${ok}${json}Content-Length : 12\r\n\r\n${card}`,
  'a NUL in a header': `${ok}${json}x: \u0000\r\nContent-Length: 12\r\n\r\n${card}`,
  'no status line': card,
  'another protocol': 'SSH-2.0-OpenSSH_9.9\r\n',
  'HTTP/2': 'HTTP/2 200 OK\r\n\r\n',
  'a switch of protocols':
    'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
  'a continue that was not asked for': `HTTP/1.1 100 Continue\r\n\r\n${ok}${json}Content-Length: 12\r\n\r\n${card}`,
  'headers beyond 16 KiB': `${ok}${json}x: ${'y'.repeat(17_000)}\r\nContent-Length: 12\r\n\r\n${card}`,
  'a thousand long headers': `${ok}${json}${'x-header: 0123456789\r\n'.repeat(1_000)}Content-Length: 12\r\n\r\n${card}`,
};

for (const [name, bytes] of Object.entries(garbled)) {
  void t.test(`answers protocol, and does not use the socket again, for ${name}`, async (t) => {
    const server = await startRawServer(t, ({ socket }, index) => {
      socket.write(index === 0 ? bytes : httpAnswer('{"second":true}'));
    });
    const transport = openTransport(t, server.origin, { connections: 1 });
    t.match(await get(transport), { ok: false, failure: { reason: 'protocol' } });
    t.match(await get(transport), { ok: true, body: { second: true } });
    t.equal(server.accepted, 2);
  });
}

void t.test('bytes behind an answer never become the next answer', async (t) => {
  const stray = httpAnswer('{"stray":true}');
  const server = await startRawServer(t, ({ socket, line }, index) => {
    const answer = httpAnswer(JSON.stringify({ line }));
    socket.write(index % 2 === 0 ? Buffer.concat([answer, stray]) : answer);
  });
  const transport = openTransport(t, server.origin, { connections: 1 });
  for (let nonce = 0; nonce < 40; nonce += 1) {
    const request = { method: 'GET', path: `/${nonce}`, headers: {} } as const;
    const result = await transport.request(request, new AbortController().signal);
    if (result.ok) t.same(result.body, { line: `GET /${nonce}` });
    else t.equal(result.failure.reason, 'protocol');
  }
});

void t.test(
  'a body that is longer than announced is cut there, and the rest is not an answer',
  async (t) => {
    const server = await startRawServer(t, ({ socket }, index) => {
      socket.write(
        `HTTP/1.1 200 OK\r\n${json}Content-Length: 12\r\n\r\n${card}${index === 0 ? '  x' : ''}`,
      );
    });
    const transport = openTransport(t, server.origin, { connections: 1 });
    await get(transport);
    t.match(await get(transport), { ok: true, body: { cards: [] } });
    t.equal(server.accepted, 2);
  },
);

void t.test('a connection that was closed while idle is not used', async (t) => {
  const server = await startRawServer(t, ({ socket }) => socket.end(httpAnswer('{}')));
  const transport = openTransport(t, server.origin, { connections: 1 });
  t.match(await get(transport), { ok: true });
  await server.allClosed();
  t.match(await get(transport), { ok: true });
});

void t.test('answers connect when nobody listens', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const results = await Promise.all([
    get(openTransport(t, `http://127.0.0.1:${port}`)),
    get(openTransport(t, `http://localhost:${port}`)),
    get(openTransport(t, `http://[::1]:${port}`)),
  ]);
  for (const result of results) t.match(result, { ok: false, failure: { reason: 'connect' } });
});

void t.test('answers dns for a name that does not exist', async (t) => {
  const result = await get(openTransport(t, 'http://no-such-host.invalid'));
  t.match(result, { ok: false, failure: { reason: 'dns' } });
});

void t.test('redirects are not followed', async (t) => {
  const target = await startRawServer(t, ({ socket }) => socket.write(httpAnswer('{}')));
  for (const status of [300, 301, 302, 303, 304, 307, 308]) {
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(
        httpAnswer('', { status: `${status} Over there`, headers: { location: target.origin } }),
      );
    });
    t.same(await get(openTransport(t, server.origin)), {
      ok: false,
      failure: { reason: 'status', status, detail: 'redirect' },
    });
  }
  t.equal(target.accepted, 0);
});
