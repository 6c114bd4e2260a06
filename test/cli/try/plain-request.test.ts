import { createHmac } from 'node:crypto';
import t from 'tap';
import { isHeaderLine, plainBody, plainHeaders } from '../../../src/cli/try/plain-request.ts';
import { parseCardRequest } from '../../../src/parse/card-request.ts';
import { nobody, subject } from '../../fixtures/cards.ts';

await t.test('the body is one that the gateway reads as meant', async (t) => {
  for (const who of [subject, nobody]) {
    t.strictSame(parseCardRequest(Buffer.from(plainBody(['usage'], who))), {
      ok: true,
      request: { cardKeys: ['usage'], subject: who },
    });
  }
});

await t.test('secrets come from the environment, unless a header is given', async (t) => {
  const env = { CARDS_TOKEN: 'let-me-in' };
  const headers = (given: readonly string[]) => plainHeaders('{}', null, { headers: given, env });
  t.match(headers([]), { authorization: 'Bearer let-me-in', 'user-agent': /^Plain\// });
  t.match(headers(['Authorization:  Bearer x ', 'X-Key: ']), {
    authorization: 'Bearer x ',
    'x-key': '',
  });
  t.notOk('authorization' in plainHeaders('{}', null, { headers: [], env: {} }));
});

await t.test('signs as Plain does, over the bytes of the body', async (t) => {
  const body = '{"é":1}';
  const env = { PLAIN_SIGNING_SECRET: 's' };
  t.match(plainHeaders(body, 'w_1', { headers: [], env }), {
    'plain-workspace-id': 'w_1',
    'plain-request-signature': createHmac('sha256', 's').update(body).digest('hex'),
  });
});

await t.test('a header is a name, a colon and a value', async (t) => {
  for (const line of ['a: b', 'X-Key:b', 'a:']) t.ok(isHeaderLine(line), line);
  for (const line of ['a', ': b', 'a b: c', 'a: b\r\nc: d', 'a: é', ''])
    t.notOk(isHeaderLine(line));
});
