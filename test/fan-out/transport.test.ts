import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { getEventListeners } from 'node:events';
import t from 'tap';
import type { Test } from 'tap';
import { createManualClock } from '../fixtures/clock.ts';
import { httpAnswer, startRawServer } from '../fixtures/raw-server.ts';
import { get, openTransport } from '../fixtures/transport.ts';

const never = new AbortController().signal;

void t.test('sends method, path, headers and body as given, and asks for gzip', async (t) => {
  const server = await startRawServer(t, ({ socket }) => socket.write(httpAnswer('{}')));
  const transport = openTransport(t, server.origin);
  const body = Buffer.from('{"a":"\u00e9"}');
  await transport.request(
    {
      method: 'POST',
      path: '/cards?x=1&y=%20',
      headers: { 'content-type': 'application/json' },
      body,
    },
    never,
  );
  const [request] = server.requests;
  t.equal(request?.line, 'POST /cards?x=1&y=%20');
  t.same(request?.body, body);
  t.equal(request?.headers.get('content-length'), String(body.length));
  t.equal(request?.headers.get('content-type'), 'application/json');
  t.equal(request?.headers.get('accept'), 'application/json');
  t.equal(request?.headers.get('accept-encoding'), 'gzip');
  t.equal(request?.headers.get('user-agent'), 'customer-cards-gateway');
});

void t.test('answers with the parsed JSON and the headers, repeated ones joined', async (t) => {
  const server = await startRawServer(t, ({ socket }) => {
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLink: a\r\nLINK: b\r\nContent-Length: 7\r\n\r\n{"a":1}',
    );
  });
  const result = await get(openTransport(t, server.origin));
  t.match(result, { ok: true, body: { a: 1 } });
  t.equal(result.ok && result.headers.get('link'), 'a, b');
});

void t.test('uses a connection again', async (t) => {
  const server = await startRawServer(t, ({ socket }) => socket.write(httpAnswer('{}')));
  const transport = openTransport(t, server.origin, { connections: 1 });
  for (let round = 0; round < 5; round += 1) await get(transport);
  t.equal(server.requests.length, 5);
  t.equal(server.accepted, 1);
});

void t.test('uses a connection again after an answer that nobody wants', async (t) => {
  const server = await startRawServer(t, ({ socket }) => {
    socket.write(httpAnswer('x'.repeat(2_000), { status: '500 Oops' }));
  });
  const transport = openTransport(t, server.origin, { connections: 1 });
  t.match(await get(transport), { ok: false, failure: { reason: 'status', status: 500 } });
  await get(transport);
  t.equal(server.accepted, 1);
});

void t.test('never opens more sockets than allowed', async (t) => {
  const waiting: (() => void)[] = [];
  const server = await startRawServer(t, ({ socket }) => {
    waiting.push(() => socket.write(httpAnswer('{}')));
    if (waiting.length === 3) for (const answer of waiting.splice(0)) answer();
  });
  const transport = openTransport(t, server.origin, { connections: 3 });
  const results = await Promise.all(Array.from({ length: 12 }, () => get(transport)));
  t.ok(results.every((result) => result.ok));
  t.equal(server.requests.length, 12);
  t.equal(server.peak, 3);
});

void t.test('a pause of this process is no time-out of a connection', async (t) => {
  const clock = createManualClock();
  const server = await startRawServer(t, ({ socket }) => socket.write(httpAnswer('{}')));
  const transport = openTransport(t, server.origin, { connectTimeoutMs: 500 }, clock);
  // From a timer: the loop hears of sockets only afterwards.
  const result = await new Promise((resolve) => {
    setTimeout(() => {
      get(transport).then(resolve, resolve);
      t.equal(clock.pending(), 1, 'the connection is being made');
      clock.block(600);
    });
  });
  t.match(result, { ok: true, body: {} });
});

void t.test('each answer belongs to its request', async (t) => {
  const server = await startRawServer(t, ({ line, socket }) => {
    socket.write(httpAnswer(JSON.stringify({ line })));
  });
  const transport = openTransport(t, server.origin, { connections: 4 });
  await Promise.all(
    Array.from({ length: 200 }, async (_, nonce) => {
      const result = await transport.request(
        { method: 'GET', path: `/${nonce}`, headers: {} },
        never,
      );
      t.match(result, { ok: true, body: { line: `GET /${nonce}` } });
    }),
  );
});

void t.test('an abort answers with its reason and closes the socket', async (t) => {
  const reason = { reason: 'timeout', detail: 'no answer within 100 ms' };
  const silences: Record<string, string> = {
    'no byte came': '',
    'the headers are incomplete': 'HTTP/1.1 200 OK\r\nContent-Ty',
    'early hints come without end': 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(20),
  };
  for (const [name, bytes] of Object.entries(silences)) {
    void t.test(name, async (t) => {
      const controller = new AbortController();
      const server = await startRawServer(t, ({ socket }) => {
        socket.write(bytes, () => controller.abort(reason));
      });
      const result = await get(openTransport(t, server.origin), controller.signal);
      t.same(result, { ok: false, failure: reason });
      await server.allClosed();
    });
  }
  const stalls: Record<string, [headers: string, body: string]> = {
    'the body drips': ['Transfer-Encoding: chunked', '1\r\n{\r\n'],
    'the body never begins': ['Content-Length: 10', ''],
    'a compressed body hangs': ['Content-Encoding: gzip\r\nContent-Length: 100', '\u001f'],
  };
  for (const [name, [headers, body]] of Object.entries(stalls)) {
    void t.test(name, async (t) => {
      const controller = new AbortController();
      const server = await startRawServer(t, ({ socket }) => {
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`,
        );
      });
      whenHeadersCome(t, () => setImmediate(() => controller.abort(reason)));
      const result = await get(openTransport(t, server.origin), controller.signal);
      t.same(result, { ok: false, failure: reason });
      await server.allClosed();
    });
  }
});

void t.test(
  'an abort while an unwanted body hangs answers with what the headers said',
  async (t) => {
    const controller = new AbortController();
    const server = await startRawServer(t, ({ socket }) => {
      socket.write('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 10\r\n\r\n<');
    });
    whenHeadersCome(t, () => setImmediate(() => controller.abort({ reason: 'timeout' })));
    const result = await get(openTransport(t, server.origin), controller.signal);
    t.same(result, { ok: false, failure: { reason: 'status', status: 502 } });
    await server.allClosed();
  },
);

void t.test('an abort for a reason that is no failure counts as a timeout', async (t) => {
  for (const reason of [undefined, new Error('x'), 'x', null, { reason: 'x' }]) {
    const controller = new AbortController();
    const server = await startRawServer(t, () => controller.abort(reason));
    const result = await get(openTransport(t, server.origin), controller.signal);
    t.same(result, { ok: false, failure: { reason: 'timeout' } });
  }
});

void t.test('asks nothing when the signal is aborted already', async (t) => {
  const server = await startRawServer(t, ({ socket }) => socket.write(httpAnswer('{}')));
  const result = await get(
    openTransport(t, server.origin),
    AbortSignal.abort({ reason: 'deadline' }),
  );
  t.same(result, { ok: false, failure: { reason: 'deadline' } });
  t.equal(server.accepted, 0);
});

void t.test('an abort of one request does not disturb the next ones in the queue', async (t) => {
  const controller = new AbortController();
  const server = await startRawServer(t, ({ socket }, index) => {
    if (index === 0) controller.abort({ reason: 'timeout' });
    else socket.write(httpAnswer('{}'));
  });
  const transport = openTransport(t, server.origin, { connections: 1 });
  const [aborted, ...others] = await Promise.all([
    get(transport, controller.signal),
    get(transport),
    get(transport),
  ]);
  t.match(aborted, { ok: false, failure: { reason: 'timeout' } });
  t.ok(others.every((result) => result.ok));
});

void t.test('leaves no listener on the signal', async (t) => {
  const server = await startRawServer(t, ({ socket }, index) => {
    socket.write(httpAnswer('{}', { status: index % 2 === 0 ? '200 OK' : '404 Not Found' }));
  });
  const transport = openTransport(t, server.origin);
  const { signal } = new AbortController();
  for (let round = 0; round < 4; round += 1) await get(transport, signal);
  t.equal(getEventListeners(signal, 'abort').length, 0);
});

void t.test('the library bounds the wait for headers and between bytes by itself', async (t) => {
  for (const bytes of [
    '',
    'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  ]) {
    const server = await startRawServer(t, ({ socket }) => socket.write(bytes));
    const result = await get(openTransport(t, server.origin, { timeoutMs: 50 }));
    t.match(result, { ok: false, failure: { reason: 'timeout' } });
  }
});

void t.test(
  'close waits for what is under way, closes the sockets, and can be called again',
  async (t) => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<() => void>();
    const server = await startRawServer(t, ({ socket }) =>
      ask(() => socket.write(httpAnswer('{}'))),
    );
    const transport = openTransport(t, server.origin);
    const underWay = get(transport);
    const answer = await asked;
    const closed = transport.close();
    t.equal(transport.close(), closed);
    answer();
    t.match(await underWay, { ok: true });
    await closed;
    await server.allClosed();
  },
);

void t.test('close destroys what does not end in time, and leaves no timer', async (t) => {
  const clock = createManualClock();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const server = await startRawServer(t, () => ask());
  const transport = openTransport(t, server.origin, {}, clock);
  const underWay = get(transport);
  await asked;
  const closed = transport.close();
  clock.advance(20_000);
  await closed;
  t.match(await underWay, {
    ok: false,
    failure: { reason: 'internal', detail: 'UND_ERR_DESTROYED' },
  });
  await server.allClosed();
  t.equal(clock.pending(), 0);
});

void t.test('a request after close fails and is no exception', async (t) => {
  const transport = openTransport(t, 'http://127.0.0.1:1');
  await transport.close();
  t.match(await get(transport), { ok: false, failure: { reason: 'internal' } });
});

void t.test(
  'a request that cannot be sent is a failure, with the code and without the value',
  async (t) => {
    const transport = openTransport(t, 'http://127.0.0.1:1');
    const headers = { authorization: 'secret\nx' };
    const result = await transport.request({ method: 'GET', path: '/', headers }, never);
    t.same(result, { ok: false, failure: { reason: 'internal', detail: 'UND_ERR_INVALID_ARG' } });
  },
);

void t.test('a defect is thrown', async (t) => {
  const server = await startRawServer(t, ({ socket }) => socket.write(httpAnswer('{}')));
  const clock = createManualClock();
  const broken = {
    ...clock,
    wallNow(): number {
      throw new TypeError('broken clock');
    },
  };
  await t.rejects(get(openTransport(t, server.origin, {}, broken)), { message: 'broken clock' });
});

/** undici's own channel; several requests at the same time would be told apart by nothing. */
function whenHeadersCome(t: Test, callback: () => void): void {
  subscribe('undici:request:headers', callback);
  t.teardown(() => unsubscribe('undici:request:headers', callback));
}
