import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';
import t from 'tap';
import { createManualClock } from '../fixtures/clock.ts';
import { httpAnswer, startRawServer } from '../fixtures/raw-server.ts';
import { get, openTransport } from '../fixtures/transport.ts';

const maxResponseBytes = 10_000;

function filler(bytes: number): string {
  return JSON.stringify('x'.repeat(bytes - 2));
}

void t.test('accepts JSON under every name of it', async (t) => {
  const accepted = [
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json ; charset=utf8; profile=x',
    'application/problem+json',
    'application/vnd.api.v1+json; charset=utf-8',
  ];
  for (const contentType of accepted) {
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(httpAnswer('{}', { headers: { 'content-type': contentType } }));
    });
    t.match(await get(openTransport(t, server.origin)), { ok: true, body: {} }, contentType);
  }
});

void t.test('answers content_type for anything else, even when the body is JSON', async (t) => {
  const refused = [
    'text/html',
    'text/json',
    'application/jsonp',
    'application/x-json-stream',
    'application/+json',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset',
    'application/json, text/html',
    'x application/json',
    '',
  ];
  for (const contentType of refused) {
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(httpAnswer('{}', { headers: { 'content-type': contentType } }));
    });
    t.same(
      await get(openTransport(t, server.origin)),
      { ok: false, failure: { reason: 'content_type', status: 200 } },
      contentType,
    );
  }
});

void t.test('answers content_type when there is none', async (t) => {
  const server = await startRawServer(t, ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
  });
  const result = await get(openTransport(t, server.origin));
  t.match(result, { ok: false, failure: { reason: 'content_type' } });
});

void t.test('decodes every single encoding it knows', async (t) => {
  const plain = Buffer.from('{"a":"\u00e9"}');
  const encoded: Record<string, Buffer> = {
    gzip: gzipSync(plain),
    'X-GZIP': gzipSync(plain),
    deflate: deflateSync(plain),
    br: brotliCompressSync(plain),
    identity: plain,
    ' ': plain,
  };
  for (const [encoding, body] of Object.entries(encoded)) {
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(httpAnswer(body, { headers: { 'content-encoding': encoding } }));
    });
    const result = await get(openTransport(t, server.origin));
    t.match(result, { ok: true, body: { a: '\u00e9' } }, encoding);
  }
});

void t.test('answers encoding for stacked and unknown encodings', async (t) => {
  for (const encoding of ['gzip, gzip', 'gzip,br', 'zstd', 'compress', 'x', 'identity, gzip']) {
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(httpAnswer(gzipSync('{}'), { headers: { 'content-encoding': encoding } }));
    });
    t.same(
      await get(openTransport(t, server.origin)),
      { ok: false, failure: { reason: 'encoding', status: 200 } },
      encoding,
    );
  }
});

void t.test(
  'answers encoding when the body is not what its encoding says, or is cut',
  async (t) => {
    const whole = gzipSync(randomBytes(500).toString('hex'));
    const bodies: [encoding: string, body: Buffer][] = [
      ['gzip', Buffer.from('{}')],
      ['gzip', whole.subarray(0, 200)],
      ['deflate', Buffer.from('{}')],
      ['br', Buffer.from('{"cards":[]}')],
    ];
    for (const [encoding, body] of bodies) {
      const server = await startRawServer(t, ({ socket }) => {
        socket.write(httpAnswer(body, { headers: { 'content-encoding': encoding } }));
      });
      const result = await get(openTransport(t, server.origin));
      t.match(result, { ok: false, failure: { reason: 'encoding', detail: /^[A-Z][A-Z0-9_]+$/ } });
    }
  },
);

void t.test('reads a body of exactly the limit', async (t) => {
  const body = filler(maxResponseBytes);
  const answers = [
    httpAnswer(body),
    httpAnswer(gzipSync(body), { headers: { 'content-encoding': 'gzip' } }),
    Buffer.from(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n${body}`,
    ),
  ];
  for (const [index, answer] of answers.entries()) {
    const server = await startRawServer(t, ({ socket }) => {
      if (index === 2) socket.end(answer);
      else socket.write(answer);
    });
    const result = await get(openTransport(t, server.origin, { maxResponseBytes }));
    t.equal(result.ok && JSON.stringify(result.body), body);
  }
});

void t.test('answers too_large for a byte more, at once where the length says so', async (t) => {
  const server = await startRawServer(t, ({ socket }) => {
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${maxResponseBytes * 2}\r\n\r\n`,
    );
  });
  const result = await get(openTransport(t, server.origin, { maxResponseBytes }));
  t.match(result, { ok: false, failure: { reason: 'too_large', status: 200 } });
  await server.allClosed();
});

/** Writes as fast as the other side reads, until it hangs up; counts what the socket took. */
function pour(socket: Socket, chunk: Buffer | string, onTaken: (bytes: number) => void): void {
  const more = (): void => {
    if (socket.destroyed) return;
    socket.write(chunk, (error) => {
      if (error) return;
      onTaken(Buffer.byteLength(chunk));
      setImmediate(more);
    });
  };
  more();
}

void t.test('cuts an endless body, chunked or not, and closes the socket', async (t) => {
  const chunk = 'y'.repeat(4_096);
  const endless: [headers: string, chunk: string][] = [
    ['Transfer-Encoding: chunked', `1000\r\n${chunk}\r\n`],
    ['Connection: close', chunk],
  ];
  for (const [headers, bytes] of endless) {
    let taken = 0;
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`);
      pour(socket, bytes, (count) => (taken += count));
    });
    const result = await get(openTransport(t, server.origin, { maxResponseBytes }));
    t.match(result, { ok: false, failure: { reason: 'too_large' } });
    await server.allClosed();
    // Socket buffers on both sides hold some more than was read.
    t.ok(taken < 10_000_000);
  }
});

void t.test('cuts a body that is small as sent and large when decoded', async (t) => {
  const bomb = Buffer.alloc(50_000_000, 'z');
  const bombs: Record<string, Buffer> = {
    gzip: gzipSync(bomb),
    deflate: deflateSync(bomb),
    br: brotliCompressSync(bomb),
  };
  for (const [encoding, body] of Object.entries(bombs)) {
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(httpAnswer(body, { headers: { 'content-encoding': encoding } }));
    });
    const transport = openTransport(t, server.origin, { maxResponseBytes: 60_000 });
    const before = process.memoryUsage().rss;
    const result = await get(transport);
    t.match(result, { ok: false, failure: { reason: 'too_large' } }, encoding);
    t.ok(process.memoryUsage().rss - before < 30_000_000, `${encoding} was never held whole`);
    if (encoding === 'gzip') t.equal(result.ok ? null : result.failure.detail, 'BODY_TOO_LARGE');
  }
});

void t.test('answers invalid_body when the body is not JSON in UTF-8', async (t) => {
  const bodies = [
    '',
    '{',
    '{"a":1}x',
    "{'a':1}",
    '<html>',
    'NaN',
    '[1,]',
    '"\n"',
    Buffer.from([0x22, 0xff, 0x22]),
    Buffer.from([0x22, 0xc3, 0x22]),
    Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
    Buffer.from('{}', 'utf16le'),
  ];
  const server = await startRawServer(t, ({ socket }, index) => {
    socket.write(httpAnswer(bodies[index] ?? ''));
  });
  const transport = openTransport(t, server.origin, { connections: 1 });
  for (const body of bodies) {
    t.same(
      await get(transport),
      { ok: false, failure: { reason: 'invalid_body', status: 200, detail: 'not JSON' } },
      String(body),
    );
  }
  t.equal(server.accepted, 1);
});

void t.test('hands on whatever JSON says, nested deeply or under hostile names', async (t) => {
  const depth = 20_000;
  const bodies = [
    'null',
    '[]',
    '1e400',
    '{"__proto__":{"x":1}}',
    '['.repeat(depth) + ']'.repeat(depth),
  ];
  const server = await startRawServer(t, ({ socket }, index) => {
    socket.write(httpAnswer(bodies[index] ?? ''));
  });
  const transport = openTransport(t, server.origin);
  for (const _ of bodies) t.match(await get(transport), { ok: true });
  t.notOk('x' in {});
});

void t.test('answers status for every other status, and never its body', async (t) => {
  for (const status of [201, 202, 205, 206, 400, 404, 410, 422, 500, 502, 503, 504, 599]) {
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(httpAnswer('{"cards":[]}', { status: `${status} x` }));
    });
    t.same(await get(openTransport(t, server.origin)), {
      ok: false,
      failure: { reason: 'status', status },
    });
  }
  for (const status of [204, 304]) {
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(`HTTP/1.1 ${status} x\r\n\r\n`);
    });
    t.match(await get(openTransport(t, server.origin)), {
      ok: false,
      failure: { reason: 'status', status },
    });
  }
});

void t.test('answers auth for 401 and 403', async (t) => {
  for (const status of [401, 403]) {
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(httpAnswer('{}', { status: `${status} x` }));
    });
    t.same(await get(openTransport(t, server.origin)), {
      ok: false,
      failure: { reason: 'auth', status },
    });
  }
});

void t.test('hands on what Retry-After asks for', async (t) => {
  const clock = createManualClock();
  const inAMinute = new Date(clock.wallNow() + 60_000).toUTCString();
  const rows: [status: number, retryAfter: string | null, failure: object][] = [
    [429, '2', { reason: 'retry_after', status: 429, retryAfterMs: 2_000 }],
    [429, '0', { reason: 'retry_after', status: 429, retryAfterMs: 0 }],
    [429, inAMinute, { reason: 'retry_after', status: 429, retryAfterMs: 60_000 }],
    [429, '-1', { reason: 'retry_after', status: 429 }],
    [429, null, { reason: 'retry_after', status: 429 }],
    [503, '2', { reason: 'retry_after', status: 503, retryAfterMs: 2_000 }],
    [503, inAMinute, { reason: 'retry_after', status: 503, retryAfterMs: 60_000 }],
    [503, 'soon', { reason: 'status', status: 503 }],
    [503, null, { reason: 'status', status: 503 }],
    [500, '2', { reason: 'status', status: 500 }],
  ];
  for (const [status, retryAfter, failure] of rows) {
    const headers: Record<string, string> =
      retryAfter === null ? {} : { 'retry-after': retryAfter };
    const server = await startRawServer(t, ({ socket }) => {
      socket.write(httpAnswer('', { status: `${status} x`, headers }));
    });
    const result = await get(openTransport(t, server.origin, {}, clock));
    t.same(result, { ok: false, failure }, `${status} ${retryAfter}`);
  }
});

void t.test('does not read on through a large body that nobody wants', async (t) => {
  let taken = 0;
  const server = await startRawServer(t, ({ socket }) => {
    socket.write('HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n');
    pour(socket, `1000\r\n${'y'.repeat(4_096)}\r\n`, (count) => (taken += count));
  });
  const result = await get(openTransport(t, server.origin, { maxResponseBytes: 1e9 }));
  t.same(result, { ok: false, failure: { reason: 'status', status: 500 } });
  await server.allClosed();
  t.ok(taken < 10_000_000);
});
