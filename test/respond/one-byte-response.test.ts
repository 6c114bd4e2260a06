import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import t from 'tap';
import { OneByteResponse } from '../../src/respond/one-byte-response.ts';

type Answer = (response: OneByteResponse) => void;

/** What arrives of an answer. */
async function receive(answer: Answer): Promise<Buffer> {
  const server = createServer({ ServerResponse: OneByteResponse }, (_request, response) =>
    answer(response),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`);
  const body = Buffer.from(await response.arrayBuffer());
  server.close();
  return body;
}

const texts = {
  'ASCII of 20 KB': 'a'.repeat(20_000),
  'nothing at all': '',
  'what latin1 has': '£ é ÿ \u0080',
  'what latin1 has not': '– 三月 😀',
  controls: '\0\n\u007f',
};

for (const [what, text] of Object.entries(texts)) {
  await t.test(`${what} arrives in UTF-8, by itself and through a null encoding`, async (t) => {
    t.same(await receive((response) => response.end(text)), Buffer.from(text));
    const asFastify: Answer = (response) => {
      response.writeHead(200, { 'Content-Length': Buffer.byteLength(text) });
      (response.end as (...given: unknown[]) => void)(text, null, null);
    };
    t.same(await receive(asFastify), Buffer.from(text));
  });
}

await t.test('an encoding, bytes, and an end without any are left alone', async (t) => {
  t.same(await receive((response) => response.end('616263', 'hex')), Buffer.from('abc'));
  const bytes = Buffer.from([0xff, 0x00]);
  t.same(await receive((response) => response.end(bytes)), bytes);
  const inParts: Answer = (response) => {
    response.write('a');
    response.end();
  };
  t.same(await receive(inParts), Buffer.from('a'));
});

await t.test('who waits for the end is told', async (t) => {
  let isTold = false;
  await receive((response) => response.end('abc', () => (isTold = true)));
  t.equal(isTold, true);
});
