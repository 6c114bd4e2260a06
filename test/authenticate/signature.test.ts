import crypto from 'node:crypto';
import * as fc from 'fast-check';
import t from 'tap';
import { createSigningSecrets } from '../../src/authenticate/signature.ts';
import type * as Module from '../../src/authenticate/signature.ts';

const name = 'plain-request-signature';
const rotating = createSigningSecrets(['a signing secret of ours', 'the next signing secret']);
const body = Buffer.from(
  '{"cardKeys":["plan-details"],"customer":{"id":"c_1","email":"ada@example.com","externalId":null}}',
);
const byOpenssl = '64ed238fc1bee7ed1326ab7c08dd0ad475403478ed0ebfae032811cdbe7a3f37';
const byOpensslWithTheNext = 'f6c13111860877b497323ea78246101697428ad7661a58516e47f1c6d101469a';

function sign(secret: string, rawBody: Buffer): string {
  return crypto.createHmac('sha256', secret).update(rawBody).digest('hex');
}

await t.test(
  'passes what openssl signed with any one of the secrets, and says which',
  async (t) => {
    const passed = (credentialId: string) => ({ ok: true, credentialId });
    t.same(rotating.verify({ [name]: byOpenssl }, body), passed('signing:1'));
    t.same(rotating.verify({ [name]: byOpensslWithTheNext }, body), passed('signing:2'));
  },
);

await t.test(
  'refuses a body whose bytes differ only in white space from the signed one',
  async (t) => {
    const spaced = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
    t.same(rotating.verify({ [name]: byOpenssl }, spaced), {
      ok: false,
      failure: 'wrong_signature',
    });
  },
);

await t.test('refuses a signature of another secret', async (t) => {
  const verdict = rotating.verify({ [name]: sign('a stale secret', body) }, body);
  t.same(verdict, { ok: false, failure: 'wrong_signature' });
});

await t.test('refuses a request without a signature', async (t) => {
  t.equal(rotating.checkHeader({}), 'no_signature');
  t.same(rotating.verify({}, body), { ok: false, failure: 'no_signature' });
});

await t.test(
  'refuses a signature that is not 64 lower-case hex characters, sent once',
  async (t) => {
    const malformed = [
      '',
      byOpenssl.toUpperCase(),
      byOpenssl.slice(1),
      `${byOpenssl}0`,
      `${byOpenssl}\n`,
      ` ${byOpenssl}`,
      `sha256=${byOpenssl}`,
      `g${byOpenssl.slice(1)}`,
      `${byOpenssl}, ${byOpenssl}`,
      [byOpenssl, byOpenssl],
    ];
    for (const value of malformed) {
      t.equal(rotating.checkHeader({ [name]: value }), 'malformed_signature', String(value));
      t.equal(rotating.verify({ [name]: value }, body).ok, false, String(value));
    }
  },
);

await t.test('finds nothing wrong with a well-formed header before the body is read', async (t) => {
  t.equal(rotating.checkHeader({ [name]: '0'.repeat(64) }), null);
});

await t.test('demands nothing when nothing is configured', async (t) => {
  const none = createSigningSecrets([]);
  t.equal(none.checkHeader({}), null);
  t.same(none.verify({}, body), { ok: true, credentialId: '' });
});

await t.test('passes the signature of any bytes, and of no other bytes', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), fc.string(), (bytes, others, secret) => {
      const signing = createSigningSecrets([secret]);
      const signed = Buffer.from(bytes);
      const headers = { [name]: sign(secret, signed) };
      const isSame = signed.equals(others);
      return (
        signing.verify(headers, signed).ok &&
        signing.verify(headers, Buffer.from(others)).ok === isSame
      );
    }),
  );
  t.pass();
});

await t.test('tries every secret, whichever matches', async (t) => {
  let comparisons = 0;
  const counting: typeof crypto.timingSafeEqual = (a, b) => {
    comparisons += 1;
    return crypto.timingSafeEqual(a, b);
  };
  const module = await t.mockImport<typeof Module>('../../src/authenticate/signature.ts', {
    'node:crypto': { ...crypto, timingSafeEqual: counting },
  });
  const signing = module.createSigningSecrets(['a', 'b', 'c']);
  for (const secret of ['a', 'b', 'c', 'd']) {
    comparisons = 0;
    t.equal(signing.verify({ [name]: sign(secret, body) }, body).ok, secret !== 'd');
    t.equal(comparisons, 3, secret);
  }
});
