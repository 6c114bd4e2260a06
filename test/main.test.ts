import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { echo, startPlainService, toldIn } from './fixtures/echo.ts';
import { get, post } from './fixtures/http.ts';
import type { Answer } from './fixtures/http.ts';
import { run } from './fixtures/program.ts';
import type { Program } from './fixtures/program.ts';
import { authorization, secrets } from './fixtures/stack.ts';

const program = 'src/main.ts';
const shippedConfig = fileURLToPath(new URL('../config', import.meta.url));
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

interface Started {
  readonly program: Program;
  readonly directory: string;
  readonly url: string;
  readonly adminUrl: string;
  readonly ask: (key: string) => Promise<Answer>;
  /** Resolves when the card `slow` has been asked for; until `release`, it has no answer. */
  readonly arrived: Promise<void>;
  readonly release: () => void;
}

/** The gateway as a process, in front of a service whose card `slow` waits. */
async function start(t: Test, drainMs: number, nodeArgs: readonly string[] = []): Promise<Started> {
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const service = await startPlainService(t, async (query) => {
    if (!query.cardKeys.includes('slow')) return echo(query);
    arrived.resolve();
    await held.promise;
    return echo(query);
  });
  const directory = t.testdir({
    'gateway.yaml': `version: 1
listen: { port: 0 }
admin: { port: 0 }
auth: { headers: [{ name: authorization, value: "Bearer \${CARDS_TOKEN}" }] }
deadlineMs: 14000
drainMs: ${drainMs}
`,
    upstreams: {
      'billing.yaml': `name: billing
adapter: plain
url: ${service.url}
timeoutMs: 60000
cards: { fast: {}, slow: {} }
`,
    },
  });
  const started = run(t, program, ['--config', directory], { env: secrets, nodeArgs });
  const [, url = '', adminUrl = ''] = await started.shows(
    /"url":"([^"]+)","admin":"([^"]+)","msg":"listening"/,
  );
  return {
    program: started,
    directory,
    url,
    adminUrl,
    ask: (key) => post(`${url}/cards`, { cardKeys: [key], customer: { id: 'c_1' } }, authorization),
    arrived: arrived.promise,
    release: held.resolve,
  };
}

async function isRefused(url: string): Promise<boolean> {
  return get(url).then(
    () => false,
    () => true,
  );
}

function hasCard({ status, cards }: Answer): boolean {
  return status === 200 && toldIn(cards[0] ?? { components: null }) !== undefined;
}

await t.test('without its secrets it does not start, and names file and field', async (t) => {
  const { code, stdout, stderr } = await run(t, program, ['--config', shippedConfig]).ended;
  t.equal(code, 1);
  t.equal(stdout, '');
  t.match(stderr, /gateway\.yaml:\d+:\d+ +auth\.headers\[0\]\.value +CARDS_TOKEN is not set/);
  t.match(stderr, /upstreams\/billing\.yaml:\d+:\d+ +headers\.authorization +BILLING_TOKEN/);
  t.notMatch(stderr, /^\s+at /m);
});

await t.test('a configuration without any secret is refused', async (t) => {
  const directory = t.testdir({
    'gateway.yaml': 'version: 1\n',
    upstreams: {
      'x.yaml': 'name: x\nadapter: plain\nurl: http://127.0.0.1:1/\ncards: { usage: {} }\n',
    },
  });
  const { code, stderr } = await run(t, program, ['-c', directory]).ended;
  t.equal(code, 1);
  t.match(stderr, /gateway\.yaml:1:1 +.*does not start without a secret/);
});

await t.test('a directory that is not there is told', async (t) => {
  const { code, stderr } = await run(t, program, ['--config', '/nowhere/at/all']).ended;
  t.equal(code, 1);
  t.match(stderr, /cannot be read \(ENOENT\)/);
});

await t.test('wrong usage exits 2 and shows the right one', async (t) => {
  const { code, stdout, stderr } = await run(t, program, ['serve']).ended;
  t.equal(code, 2);
  t.equal(stdout, '');
  t.match(stderr, /unknown command "serve".*\n\nUsage: customer-cards-gateway --config DIR\n/);
});

await t.test('--help and --version answer and exit 0', async (t) => {
  const help = await run(t, program, ['--help']).ended;
  t.match(help, { code: 0, stderr: '', stdout: /^Usage: customer-cards-gateway --config DIR\n/ });
  const { version } = JSON.parse(
    await readFile(new URL('../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  const told = await run(t, program, ['--version']).ended;
  t.match(told, { code: 0, stderr: '', stdout: `${version}\n` });
});

await t.test('SIGTERM: unready first, serves on, finishes what it began, exits 0', async (t) => {
  const gateway = await start(t, 1_500);
  t.equal((await get(`${gateway.adminUrl}/readyz`)).status, 200);
  const slow = gateway.ask('slow');
  await gateway.arrived;
  gateway.program.kill('SIGTERM');
  while ((await get(`${gateway.adminUrl}/readyz`)).status !== 503);
  t.ok(hasCard(await gateway.ask('fast')), 'serves on');
  while (!(await isRefused(gateway.url)));
  t.equal((await get(`${gateway.adminUrl}/livez`)).status, 200, 'admin closes last');
  gateway.release();
  t.ok(hasCard(await slow), 'what was under way is answered');
  const { code, stderr } = await gateway.program.ended;
  t.equal(code, 0);
  t.equal(stderr, '');
});

await t.test('SIGINT drains as well', async (t) => {
  const gateway = await start(t, 0);
  gateway.program.kill('SIGINT');
  t.equal((await gateway.program.ended).code, 0);
});

await t.test('a second signal ends it at once', async (t) => {
  const gateway = await start(t, 120_000);
  gateway.program.kill('SIGTERM');
  await gateway.program.shows(/"msg":"draining"/);
  gateway.program.kill('SIGTERM'); // the first one's echo
  await setTimeout(300);
  gateway.program.kill('SIGTERM');
  t.equal((await gateway.program.ended).code, 1);
});

await t.test('an error that nobody caught drains, and exits 1', async (t) => {
  const defect = 'process.on("SIGUSR2", () => { throw new TypeError("a secret" + " of c_1"); })';
  const gateway = await start(t, 0, ['--import', `data:text/javascript,${defect}`]);
  const slow = gateway.ask('slow');
  await gateway.arrived;
  gateway.program.kill('SIGUSR2');
  await gateway.program.shows(/"msg":"draining"/);
  gateway.release();
  t.ok(hasCard(await slow));
  const { code, stdout } = await gateway.program.ended;
  t.equal(code, 1);
  t.match(stdout, /"where":"process","type":"TypeError","stack":\[.*"msg":"unexpected error"/);
  t.notMatch(stdout, /a secret of c_1/);
});

await t.test('SIGHUP and changed files load the configuration again', async (t) => {
  const gateway = await start(t, 0);
  const file = join(gateway.directory, 'upstreams', 'billing.yaml');
  const text = await readFile(file, 'utf8');
  const success = async () =>
    /^customer_cards_config_last_reload_successful (\d)$/m.exec(
      (await get(`${gateway.adminUrl}/metrics`)).text,
    )?.[1];
  t.equal(await success(), '1');
  gateway.program.kill('SIGHUP');
  await gateway.program.shows(/"msg":"configuration reloaded"/);

  await writeFile(file, text.replace('fast: {}', 'fast: {}, fast: {}'));
  await gateway.program.shows(/"file":"upstreams\/billing.yaml".*"configuration not reloaded"/);
  t.equal(await success(), '0');
  t.ok(hasCard(await gateway.ask('fast')));
  t.notOk(hasCard(await gateway.ask('faster')));

  await writeFile(file, text.replace('fast: {}', 'faster: {}'));
  while ((await success()) !== '1');
  t.ok(hasCard(await gateway.ask('faster')));
  t.notOk(hasCard(await gateway.ask('fast')));
  gateway.program.kill('SIGTERM');
  t.equal((await gateway.program.ended).code, 0);
});

const signalled = (library: string, place: string, method: string) => `
  import library from '${library}';
  import { syncBuiltinESMExports } from 'node:module';
  const { ${method} } = ${place};
  ${place}.${method} = function (...args) {
    ${place}.${method} = ${method};
    process.kill(process.pid, 'SIGTERM');
    return ${method}.apply(this, args);
  };
  syncBuiltinESMExports();`;

for (const [when, hook] of [
  ['reads its configuration', signalled('node:fs/promises', 'library', 'readdir')],
  ['begins to listen', signalled('node:net', 'library.Server.prototype', 'listen')],
] as const) {
  await t.test(`a signal while it ${when} ends it, with 0`, async (t) => {
    const { code, stderr } = await run(t, program, ['-c', shippedConfig], {
      env: { ...secrets, PORT: '0', ADMIN_PORT: '0' },
      nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(hook)}`],
    }).ended;
    t.equal(code, 0, stderr);
    t.equal(stderr, '');
  });
}

await t.test('a port in use is told in one line', async (t) => {
  const squatter = createServer();
  squatter.listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  t.teardown(() => squatter.close());
  const { port } = squatter.address() as AddressInfo;
  for (const name of ['PORT', 'ADMIN_PORT']) {
    const env = { ...secrets, PORT: '0', ADMIN_PORT: '0', [name]: String(port) };
    const { code, stderr } = await run(t, program, ['-c', shippedConfig], { env }).ended;
    t.equal(code, 1);
    t.match(
      stderr,
      `customer-cards-gateway cannot start: listen EADDRINUSE: address already in use 127.0.0.1:${port}. End what listens there, or choose other ports: `,
    );
    t.equal(stderr.split('\n').length, 2);
  }
});

await t.test('a key of another certificate is told with its place', async (t) => {
  const directory = t.testdir({
    'gateway.yaml': `version: 1
listen:
  port: 0
  tls: { cert: "\${file:${fixture('self-signed.pem')}}", key: "\${file:${fixture('client.pem')}}" }
admin: { port: 0 }
auth: { headers: [{ name: authorization, value: x }] }
`,
    upstreams: {
      'x.yaml': 'name: x\nadapter: plain\nurl: http://127.0.0.1:1/\ncards: { usage: {} }\n',
    },
  });
  const { code, stderr } = await run(t, program, ['-c', directory]).ended;
  t.equal(code, 1);
  t.match(stderr, /gateway\.yaml:4:\d+ {2}listen\.tls\.key {2}not the key of the certificate/);
});
