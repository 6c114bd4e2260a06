import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { loadConfig } from '../../src/config/load.ts';
import {
  billingFile,
  env,
  gatewayFile,
  load,
  loaded,
  problems,
  told,
} from '../fixtures/config-directory.ts';

const shipped = fileURLToPath(new URL('../../config', import.meta.url));
const shippedEnv = {
  CARDS_TOKEN: 'a'.repeat(16),
  ADMIN_TOKEN: '1234567890123456',
  BILLING_TOKEN: 'b',
  ORDERS_TOKEN: 'c',
  ACCOUNTS_SIGNING_SECRET: 'd',
  SENTRY_TOKEN: 'e',
};

const upstream = (name: string, cards: string, more = '') =>
  `name: ${name}\nadapter: plain\nurl: http://127.0.0.1:1/\n${more}cards: ${cards}\n`;

void t.test('the shipped configuration loads, given its secrets', async (t) => {
  const result = await loadConfig(shipped, shippedEnv);
  const { gateway, upstreams } = loaded(result);
  t.same(result.ok && result.warnings, []);
  t.match(gateway, {
    listen: { host: '127.0.0.1', port: 8080 },
    admin: { host: '127.0.0.1', port: 8081, token: '1234567890123456' },
    auth: { headers: [{ name: 'authorization', value: `Bearer ${'a'.repeat(16)}` }] },
  });
  t.same(
    upstreams.map(({ name, url, cards }) => [name, url, Object.keys(cards)]),
    [
      ['accounts', 'http://127.0.0.1:8093/cards', ['customer-details', 'workflow-card']],
      [
        'billing',
        'http://127.0.0.1:8091/cards',
        ['subscription-status', 'latest-invoice', 'usage'],
      ],
      ['orders', 'http://127.0.0.1:8092/api', ['last-order']],
      ['sentry', 'http://127.0.0.1:8094', ['sentry']],
    ],
  );
});

void t.test('the shipped configuration follows its environment', async (t) => {
  const variables = {
    ...shippedEnv,
    PORT: '9000',
    HOST: '0.0.0.0',
    BILLING_URL: 'https://billing.test',
  };
  const { gateway, upstreams } = loaded(await loadConfig(shipped, variables));
  t.match(gateway.listen, { host: '0.0.0.0', port: 9000 });
  t.equal(upstreams[1]?.url, 'https://billing.test/cards');
});

void t.test(
  'the shipped configuration does not start without its secrets, and names each',
  async (t) => {
    const lines = told(await loadConfig(shipped, {}));
    t.same(
      lines.map((line) => /: (\w+) is not set;/.exec(line)?.[1]),
      [
        'ADMIN_TOKEN',
        'CARDS_TOKEN',
        'ACCOUNTS_SIGNING_SECRET',
        'BILLING_TOKEN',
        'ORDERS_TOKEN',
        'SENTRY_TOKEN',
      ],
    );
  },
);

void t.test('reads upstreams in file-name order, *.yaml and *.yml and nothing else', async (t) => {
  const result = await load(t, {
    upstreams: {
      'b.yml': upstream('first', '{ b: }'),
      'a.yaml': upstream('second', '{ a: }'),
      '.hidden.yaml': 'not: read',
      'README.md': 'not read',
      'c.yaml.bak': 'not: read',
    },
  });
  t.same(
    loaded(result).upstreams.map(({ name }) => name),
    ['second', 'first'],
  );
});

void t.test('reads a Kubernetes mount: links through a hidden directory', async (t) => {
  const directory = t.testdir({
    'gateway.yaml': gatewayFile,
    upstreams: { '..2026_11_21': { 'billing.yaml': billingFile } },
  });
  await symlink('..2026_11_21', join(directory, 'upstreams/..data'));
  await symlink('..data/billing.yaml', join(directory, 'upstreams/billing.yaml'));
  t.equal(loaded(await loadConfig(directory, env)).upstreams.length, 1);
});

void t.test('a card without settings takes the defaults', async (t) => {
  const [billing] = loaded(
    await load(t, { upstreams: { 'a.yaml': upstream('a', '\n  usage:') } }),
  ).upstreams;
  t.same(billing?.cards['usage'], { sends: ['customer'], retired: false });
});

void t.test('a plain placeholder is a number or boolean where one is expected', async (t) => {
  const more = 'timeoutMs: ${MS}\n';
  const cards = '\n  usage:\n    retired: ${RETIRED}\n    ttlSeconds: ${NONE:-60}';
  const variables = { ...env, MS: '700', RETIRED: 'true' };
  const result = await load(t, { upstreams: { 'a.yaml': upstream('a', cards, more) } }, variables);
  t.match(loaded(result).upstreams, [
    { timeoutMs: 700, cards: { usage: { retired: true, ttlSeconds: 60 } } },
  ]);
});

void t.test('a plain placeholder stays text where text is expected', async (t) => {
  const admin = 'admin:\n  token: ${TOKEN}\n';
  for (const TOKEN of ['12345', 'true', '1e5', '0x10', 'null']) {
    const result = await load(t, { gateway: gatewayFile + admin }, { ...env, TOKEN });
    t.equal(loaded(result).gateway.admin.token, TOKEN);
  }
});

void t.test('a quoted or longer scalar is no number', async (t) => {
  const listen = 'listen:\n  port: "${PORT}"\nadmin:\n  port: 1${PORT}\n';
  t.same(told(await load(t, { gateway: gatewayFile + listen }, { ...env, PORT: '80' })), [
    'gateway.yaml:6:9 listen.port: expected a number, got text; a number stands without quotes and without a unit',
    'gateway.yaml:8:9 admin.port: expected a number, got text; a number stands without quotes and without a unit',
  ]);
});

void t.test('a value cannot inject YAML', async (t) => {
  const CARDS_TOKEN = 'x", admin: { token: "y" } # ${HOME} *a !b';
  const { gateway } = loaded(await load(t, {}, { CARDS_TOKEN }));
  t.equal(gateway.auth?.headers[0]?.value, `Bearer ${CARDS_TOKEN}`);
  t.equal(gateway.admin.token, undefined);
});

void t.test('placeholders in keys are left alone', async (t) => {
  const more = 'headers: { "${CARDS_TOKEN}": x }\n';
  t.same(told(await load(t, { upstreams: { 'a.yaml': upstream('a', '{ u: }', more) } })), [
    'upstreams/a.yaml:4:12 headers["${CARDS_TOKEN}"]: expected an HTTP header name',
  ]);
});

void t.test('files for secrets are relative to the directory', async (t) => {
  const gateway = gatewayFile.replace('${CARDS_TOKEN}', '${file:secrets/token}');
  const result = await load(t, { gateway, others: { token: 'top\n' } });
  t.same(told(result), [
    'gateway.yaml:4:45 auth.headers[0].value: secrets/token cannot be read (ENOENT); mount the file or correct the path',
  ]);
  const found = await load(t, {
    gateway: gateway.replace('secrets/', './'),
    others: { token: 'top\n' },
  });
  t.equal(loaded(found).gateway.auth?.headers[0]?.value, 'Bearer top');
});

void t.test('tells that the directory is missing, and what it should hold', async (t) => {
  const result = await loadConfig(join(t.testdir({}), 'none'), env);
  t.match(problems(result), [{ file: '.', message: /ENOENT.*gateway\.yaml and upstreams\// }]);
});

void t.test('tells that gateway.yaml and the upstreams are missing', async (t) => {
  const result = await loadConfig(t.testdir({}), env);
  t.match(problems(result), [
    { file: 'gateway.yaml', path: '', message: /ENOENT/ },
    { file: 'upstreams', path: '', message: /write upstreams\/<service>\.yaml/ },
  ]);
});

void t.test('tells that upstreams/ holds no file', async (t) => {
  t.match(problems(await load(t, { upstreams: { 'x.txt': '' } })), [
    { file: 'upstreams', message: /^holds no \*\.yaml file; write/ },
  ]);
});

void t.test('tells about a file that cannot be read and still checks the others', async (t) => {
  const directory = t.testdir({
    'gateway.yaml': 'version: 2\n',
    upstreams: { 'a.yaml': { nested: '' }, 'b.yaml': 'x: 1\n' },
  });
  t.same(
    new Set(problems(await loadConfig(directory, env)).map(({ file }) => file)),
    new Set(['gateway.yaml', 'upstreams/a.yaml', 'upstreams/b.yaml']),
  );
});

void t.test('tells about a file that is not UTF-8', async (t) => {
  const directory = t.testdir({ 'gateway.yaml': gatewayFile, upstreams: {} });
  await writeFile(join(directory, 'upstreams/a.yaml'), Buffer.from([0x61, 0xff, 0x0a]));
  t.match(problems(await loadConfig(directory, env)), [
    { file: 'upstreams/a.yaml', message: /not UTF-8/ },
  ]);
});

void t.test(
  'tells everything that is wrong in all files at once, in the order of the lines',
  async (t) => {
    const gateway = `version: 2
lisen: {}
listen: { port: "80", tls: { cert: "-----BEGIN CERTIFICATE-----" } }
admin:
trustProxy: [nowhere]
cache: { maxBytes: 1048576, maxEntryBytes: 2000000, plainTtlSeconds: 3 }
`;
    const result = await load(t, {
      gateway,
      upstreams: {
        'a.yaml': `name: A
adapter: plain
url: https://user:pass@a.test
headers: { x: "\${NONE}", y: "" }
breaker: { openMs: 2000, maxOpenMs: 1000, failureRate: 0 }
cards:
  a b: {}
  ok: { sends: [thread, e-mail], tllSeconds: 5, ttlSeconds: 1.5 }
`,
        'b.yaml': 'name: b\nadapter: soap\n',
        'c.yaml': 'name: [\n',
        'd.yaml': '# nothing\n',
        'e.yaml': 'name: e\nadapter: sentry\norganization: x\ntoken: 5\ncards: {}\n',
      },
    });
    t.same(told(result), [
      'gateway.yaml:1:1 : expected auth or workspaces, one of the two: the gateway does not start without a secret',
      'gateway.yaml:1:10 version: expected 1',
      'gateway.yaml:2:1 lisen: unknown field; did you mean listen?',
      'gateway.yaml:3:17 listen.port: expected a number, got text; a number stands without quotes and without a unit',
      'gateway.yaml:3:28 listen.tls.key: missing; expected text (Private key in PEM, usually ${file:/path/key.pem})',
      'gateway.yaml:3:36 listen.tls.cert: not a certificate; expected one in PEM, whole, with the lines BEGIN CERTIFICATE and END CERTIFICATE',
      'gateway.yaml:4:7 admin: expected a mapping, got nothing; give it a value or remove the line',
      'gateway.yaml:5:14 trustProxy[0]: expected an IP address or a range such as 10.0.0.0/8',
      'gateway.yaml:6:44 cache.maxEntryBytes: expected at most maxBytes',
      'gateway.yaml:6:70 cache.plainTtlSeconds: expected at least 15: Plain keeps a card that long',
      'upstreams/a.yaml:1:7 name: expected a-z, 0-9 and -, starting with a letter, at most 63 characters',
      'upstreams/a.yaml:3:6 url: expected a URL without user name and password; send them in a header',
      "upstreams/a.yaml:4:16 headers.x: NONE is not set; set it in the gateway's environment",
      'upstreams/a.yaml:4:29 headers.y: a secret in a header must not be empty; expected ASCII characters on one line, without white space at the ends',
      'upstreams/a.yaml:5:20 breaker.openMs: expected at most maxOpenMs',
      'upstreams/a.yaml:5:56 breaker.failureRate: expected more than 0',
      'upstreams/a.yaml:7:3 cards["a b"]: expected 1 to 500 of the characters a-z A-Z 0-9 _ -',
      'upstreams/a.yaml:8:25 cards.ok.sends[1]: expected "customer", "thread" or "tenant"',
      'upstreams/a.yaml:8:34 cards.ok.tllSeconds: unknown field; did you mean ttlSeconds?',
      'upstreams/a.yaml:8:61 cards.ok.ttlSeconds: expected a whole number',
      'upstreams/b.yaml:2:10 adapter: expected "plain", "sentry" or "json"',
      'upstreams/c.yaml:1:7 : nothing closes this; expected its closing quote or bracket',
      'upstreams/d.yaml:1:1 : the file is empty; write its fields into it',
      'upstreams/e.yaml:4:8 token: expected text, got a number; put it in quotes',
      'upstreams/e.yaml:5:8 cards: expected at least one card',
    ]);
  },
);

void t.test('tells that a file holds no mapping', async (t) => {
  const upstreams = { 'a.yaml': '5\n', 'b.yaml': '- name: b\n' };
  t.same(told(await load(t, { gateway: 'text\n', upstreams })), [
    'gateway.yaml:1:1 : expected a mapping',
    'upstreams/a.yaml:1:1 : expected a mapping',
    'upstreams/b.yaml:1:1 : expected a mapping',
  ]);
});
