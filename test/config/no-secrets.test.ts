import * as fc from 'fast-check';
import t from 'tap';
import { createSource } from '../../src/config/source.ts';
import { check } from '../../src/config/check.ts';
import { formatProblems } from '../../src/config/problem.ts';

const gateway = `version: \${S}
listen: { host: "\${S}", port: "\${S}", tls: { cert: "\${S}", key: "\${S}", clientCa: "\${S}" } }
admin:
  port: \${S}
  token: \${S}
  allowedHosts: \${S}
auth:
  headers:
    - { id: "\${S}", name: "\${S}", value: "Bearer \${S}\\n" }
  signing: { secrets: "\${S}" }
workspaces:
  w1: { auth: { headers: [{ name: x, value: "\${S}" }] }, cards: ["\${S}"] }
  w2: { auth: { signing: { secrets: ["\${S}"] } }, cards: "\${S}" }
trustProxy: ["\${S}"]
rateLimit: \${S}
deadlineMs: \${S}
cache: { plainTtlSeconds: "\${S}", maxBytes: "\${S}" }
`;

const plain = `name: \${S}
title: \${S}
adapter: plain
url: \${S}/\${S}
timeoutMs: \${S}
headers: { a: "\${S}\\n", b: " \${S}" }
sign: \${S}
breaker: [ "\${S}" ]
cards:
  x: { key: "\${S}/", ttlSeconds: "\${S}", sends: ["\${S}"], fallbackUrl: "\${S}", retired: "\${S}", notice: "\${S}" }
`;

const sentry = `name: \${S}
adapter: sentry
url: http://user:\${S}@sentry.test
organization: \${S}.
token: "\${S} "
project: \${S}
statsPeriod: \${S}
limit: \${S}
cards: \${S}
`;

const other = `adapter: \${S}\n`;

/** Long enough not to occur in the gateway's words by chance. */
const secrets = fc
  .oneof(
    fc.string({ minLength: 12, maxLength: 40, unit: 'binary' }),
    fc.stringMatching(/^[A-Za-z0-9+/=_-]{12,40}$/),
    fc.integer({ min: 1_000_000_000 }).map((number) => `${number}9`),
    fc.constantFrom(
      'true: { x: y }',
      '*alias &anchor !tag',
      '${S}${S}${S}${S}',
      'a: "b\n---\nc: \\x',
    ),
  )
  .filter((secret) => secret.trim().length >= 12);

async function problems(secret: string): Promise<string> {
  const readText = () => Promise.resolve({ ok: true as const, value: secret });
  const open = (file: string, text: string) =>
    createSource(file, text, { env: { S: secret }, readText });
  const fromFile = (text: string) => text.replaceAll('${S}', '${file:/s}');
  const upstreams = [plain, sentry, other, fromFile(plain), fromFile(sentry)].map((text, index) =>
    open(`upstreams/${index}.yaml`, text),
  );
  const result = check(await open('gateway.yaml', gateway), await Promise.all(upstreams));
  return result.ok ? '' : formatProblems(result.problems) + JSON.stringify(result.problems);
}

void t.test('no message holds a secret, whatever the secret and wherever it stands', async () => {
  await fc.assert(
    fc.asyncProperty(secrets, async (secret) => {
      const text = await problems(secret);
      return (
        text !== '' && !text.includes(secret) && !text.includes(JSON.stringify(secret).slice(1, -1))
      );
    }),
    { numRuns: 200 },
  );
});

void t.test('the messages under test are many', async (t) => {
  t.ok((await problems('a-secret-of-some-length')).split('\n').length > 50);
});
