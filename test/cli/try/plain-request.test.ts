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

const none = { headers: [], token: undefined, signingSecret: undefined };

await t.test('a token is sent, unless a header is given in its place', async (t) => {
  const headers = (given: readonly string[]) =>
    plainHeaders('{}', null, { ...none, headers: given, token: 'let-me-in' });
  t.match(headers([]), { authorization: 'Bearer let-me-in', 'user-agent': /^Plain\// });
  t.match(headers(['Authorization:  Bearer x ', 'X-Key: ']), {
    authorization: 'Bearer x ',
    'x-key': '',
  });
  for (const token of [undefined, ''])
    t.notOk('authorization' in plainHeaders('{}', null, { ...none, token }));
});

await t.test('signs as Plain does, over the bytes of the body', async (t) => {
  const body = '{"é":1}';
  t.match(plainHeaders(body, 'w_1', { ...none, signingSecret: 's' }), {
    'plain-workspace-id': 'w_1',
    'plain-request-signature': createHmac('sha256', 's').update(body).digest('hex'),
  });
  t.notOk('plain-request-signature' in plainHeaders(body, null, { ...none, signingSecret: '' }));
});

await t.test('a header is a name, a colon and a value', async (t) => {
  for (const line of ['a: b', 'X-Key:b', 'a:']) t.ok(isHeaderLine(line), line);
  for (const line of ['a', ': b', 'a b: c', 'a: b\r\nc: d', 'a: é', ''])
    t.notOk(isHeaderLine(line));
});
