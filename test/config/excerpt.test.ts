import * as fc from 'fast-check';
import t from 'tap';
import { stringify } from 'yaml';
import { createSource } from '../../src/config/source.ts';

const values = { env: {}, readText: () => Promise.resolve({ ok: true as const, value: 'x' }) };

/** All lines as they are shown. */
async function shown(text: string): Promise<string[]> {
  const { excerpt } = await createSource('x.yaml', text, values);
  return text.split('\n').map((_, index) => excerpt(index + 1)?.text ?? '');
}

void t.test('shows lines without secrets by the names of their fields', async (t) => {
  t.same(
    await shown(`auth:
  headers:
    - { name: authorization, value: "Bearer s3cret" }
    - name: x-key
      value: s3cret \${MORE} s3cret
admin: { token: 's3cret', host: example.com }
cards: { usage: { ttlSeconds: 5 }, secrets: { title: Secrets } }
`),
    [
      'auth:',
      '  headers:',
      '    - { name: authorization, value: "Bearer ***" }',
      '    - name: x-key',
      '      value: ***${MORE}***',
      "admin: { token: '***', host: example.com }",
      'cards: { usage: { ttlSeconds: 5 }, secrets: { title: Secrets } }',
      '',
    ],
  );
});

void t.test('shows the secrets of no adapter, and what is none', async (t) => {
  t.same(
    await shown(`url: https://a.test/x
headers: { accept-language: en, X-API-Key: k }
sign: { secret: s3cret }
auth: { oauth2: { tokenUrl: https://a.test/t, clientId: me, clientSecret: s3cret, scope: read } }
tls: { cert: CERT, key: s3cret }
query: { api_key: s3cret, limit: 1 }
`),
    [
      'url: https://a.test/x',
      'headers: { accept-language: ***, X-API-Key: *** }',
      'sign: { secret: *** }',
      'auth: { oauth2: { tokenUrl: https://a.test/t, clientId: me, clientSecret: ***, scope: read } }',
      'tls: { cert: CERT, key: *** }',
      'query: { api_key: ***, limit: 1 }',
      '',
    ],
  );
});

void t.test(
  'shows no secret of a field that is misspelt, of a wrong kind, or repeated',
  async (t) => {
    t.same(
      await shown(`tokne: s3cret
bearr: s3cret
auth: s3cret
sign: [s3cret, { secrte: s3cret }]
x: &x s3cret
admin: { token: *x }
y: &y { z: s3cret }
headers: *y
`),
      [
        'tokne: ***',
        'bearr: ***',
        'auth: ***',
        'sign: [***, { secrte: *** }]',
        'x: &x ***',
        'admin: { token: *x }',
        'y: &y { z: *** }',
        'headers: *y',
        '',
      ],
    );
  },
);

void t.test('shows placeholders, but not their defaults where these are secrets', async (t) => {
  t.same(
    await shown('token: ${A:-s3cret}\nurl: ${A:-http://b}\nadmin: { token: "${file:/x}" }\n'),
    ['token: ${A:-***}', 'url: ${A:-http://b}', 'admin: { token: "${file:/x}" }', ''],
  );
});

void t.test('shows no comments, and no line of a secret block', async (t) => {
  const text = `# s3cret
a: "x # y" # s3cret
b: x#y
tls:
  key: |
    s3cret
    # s3cret

  cert: | # s3cret
    # line
`;
  t.same(await shown(text), [
    '',
    'a: "x # y"',
    'b: x#y',
    'tls:',
    '  key: |',
    '    ***',
    '***',
    '',
    '  cert: |',
    '    # line',
    '',
  ]);
});

void t.test('shows no secret by its look, wherever it stands', async (t) => {
  t.same(
    await shown(
      'a: https://me:s3cret@b.test/?x=1&api_key=s3cret&y=2\nb: Basic czNjcmV0\nc: Bearer ${X}\n',
    ),
    ['a: https://***@b.test/?x=1&api_key=***&y=2', 'b: Basic ***', 'c: Bearer ${X}', ''],
  );
});

void t.test('shows of what is no YAML what looks harmless', async (t) => {
  t.same(
    await shown(`name: billing # s3cret
title: Billing: "payments"
auth:
  headers:
    - { name: authorization, value: "Bearer s3cret }
  what: s3cret
  - s3cret
cards: { usage: [, token: s3cret, x: s3cret }
s3cret
]
listen: { port: \${PORT} }
`),
    [
      'name: billing',
      'title: Billing: "payments"',
      'auth:',
      '  headers: ',
      '    ***',
      '  what: ***',
      '  ***',
      'cards: { usage: [, token: ***',
      '***',
      ']',
      'listen: { port: ${PORT} }',
      '',
    ].map((line) => line.trimEnd()),
  );
});

void t.test('knows where a column stands in what is shown', async (t) => {
  const { excerpt } = await createSource('x', 'a: { token: s3cret, b: c }\n', values);
  const line = excerpt(1);
  t.equal(line?.text, 'a: { token: ***, b: c }');
  t.same(
    [1, 13, 16, 19, 21, 24, 99].map((column) => line?.positionOf(column)),
    [0, 12, 12, 15, 17, 20, 95],
  );
  t.equal(excerpt(3), undefined);
  t.equal((await createSource('x', '', values)).excerpt(1)?.text, '');
});

const secretParts = fc.constantFrom(...'s3cretQ9x:,{}[]"\'#&*!|>%@`-\n \t='.split(''));
const secrets = fc
  .array(secretParts, { minLength: 8, maxLength: 40 })
  .map((parts) => `Z${parts.join('')}Z`);
const fieldsWithSecrets = fc.constantFrom(
  (secret: string) => ({ auth: { headers: [{ name: 'x', value: secret }] } }),
  (secret: string) => ({ admin: { host: 'h', token: secret } }),
  (secret: string) => ({ sign: { secret } }),
  (secret: string) => ({ auth: { basic: { username: 'u', password: secret } } }),
  (secret: string) => ({ auth: { oauth2: { clientSecret: secret } }, url: 'http://a.test' }),
  (secret: string) => ({ headers: { 'x-a': secret, b: [secret] }, tls: { key: secret } }),
);
const styles = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL' as const);

/** Words of the secret that could not be the gateway's own. */
const wordsOf = (secret: string) => secret.split(/[^\w]+/).filter((word) => word.length > 4);

void t.test('shows no secret, whatever it holds and however it is written', async () => {
  await fc.assert(
    fc.asyncProperty(fieldsWithSecrets, secrets, styles, async (make, secret, style) => {
      const defaultStringType = style as 'PLAIN';
      const text = (await shown(stringify(make(secret), { defaultStringType }))).join('\n');
      return wordsOf(secret).every((word) => !text.includes(word));
    }),
    { numRuns: 500 },
  );
});

void t.test('shows no secret of a file that something broke', async () => {
  const plainSecrets = fc.stringMatching(/^[A-Z]{9,30}$/);
  const junk = fc.constantFrom('"', "'", '{', ']', ': ', '\t', '- ', '|', '@', '\n  ', '%', '*x ');
  await fc.assert(
    fc.asyncProperty(
      fieldsWithSecrets,
      plainSecrets,
      junk,
      fc.nat(400),
      async (make, secret, piece, place) => {
        const text = stringify(make(secret));
        const at = place % text.length;
        const broken = text.slice(0, at) + piece + text.slice(at);
        const isAtAWord = /\w/.test(text.slice(Math.max(0, at - 1), at + 1));
        return isAtAWord || !(await shown(broken)).join('\n').includes(secret);
      },
    ),
    { numRuns: 2000 },
  );
});
