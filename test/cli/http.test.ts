import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { askOverHttp, toWebUrl } from '../../src/cli/http.ts';
import { systemClock } from '../../src/clock.ts';
import { startRawServer } from '../fixtures/raw-server.ts';

const ask = (url: string, timeoutMs = 5_000) =>
  askOverHttp({ method: 'GET', url, headers: {}, timeoutMs }, systemClock);

const head = 'HTTP/1.1 200 OK\r\nconnection: close\r\n';

await t.test('whatever status comes back is an answer, a redirect too', async (t) => {
  const { origin } = await startRawServer(t, ({ socket }) =>
    socket.end(
      'HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-type: text/html\r\nconnection: close\r\n\r\nhi',
    ),
  );
  const answer = await ask(origin);
  t.match(answer, { ok: true, status: 302, text: 'hi' });
  t.equal(answer.ok && answer.headers.get('content-type'), 'text/html');
});

await t.test('without an answer there is a reason', async (t) => {
  const { origin } = await startRawServer(t, ({ socket }) => socket.end());
  t.match(await ask(origin), { ok: false, failure: { reason: 'reset' } });
  const nonsense = await startRawServer(t, ({ socket }) => socket.end('nonsense\r\n\r\n'));
  t.match(await ask(nonsense.origin), { ok: false, failure: { reason: 'protocol' } });
  const mute = await startRawServer(t, ({ socket }) => void socket.write(head));
  t.match(await ask(mute.origin, 50), {
    ok: false,
    failure: { reason: 'timeout', detail: '50 ms' },
  });
  t.match(await ask('http://nobody.invalid/'), { ok: false, failure: { reason: 'dns' } });
});

await t.test('nobody there is a connection refused', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  t.match(await ask(`http://127.0.0.1:${port}/`), {
    ok: false,
    failure: { reason: 'connect', detail: 'ECONNREFUSED' },
  });
});

await t.test('an unknown certificate is told', async (t) => {
  const pem = readFileSync(new URL('../fixtures/self-signed.pem', import.meta.url));
  const server = createServer({ cert: pem, key: pem }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  t.match(await ask(`https://127.0.0.1:${port}/`), {
    ok: false,
    failure: { reason: 'tls', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  });
});

await t.test('a port that may not be asked is a failure, no defect', async (t) => {
  t.match(await ask('http://127.0.0.1:1/'), { ok: false, failure: { reason: 'connect' } });
});

await t.test('only http and https are web URLs', async (t) => {
  t.equal(toWebUrl('http://a.example/b')?.pathname, '/b');
  t.equal(toWebUrl('HTTPS://a.example')?.protocol, 'https:');
  for (const text of ['ftp://a.example', 'localhost:8080', '/cards', ''])
    t.equal(toWebUrl(text), null);
});
