import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { echo, startPlainService } from './fixtures/echo.ts';
import { post } from './fixtures/http.ts';
import { startOtlpReceiver } from './fixtures/otlp-receiver.ts';
import { run } from './fixtures/program.ts';
import { authorization, secrets } from './fixtures/stack.ts';

const watch = fileURLToPath(new URL('fixtures/watch-packages.ts', import.meta.url));

/** The gateway as a process whose spans go to `url`; with none, nowhere. */
async function launch(t: Test, url: string | null, env: Readonly<Record<string, string>> = {}) {
  const service = await startPlainService(t, echo);
  const tracing = url === null ? '' : `tracing: { otlp: { url: "${url}" } }\n`;
  const directory = t.testdir({
    'gateway.yaml': `version: 1
listen: { port: 0 }
admin: { port: 0 }
auth: { headers: [{ name: authorization, value: "Bearer \${CARDS_TOKEN}" }] }
drainMs: 0
${tracing}`,
    upstreams: {
      'billing.yaml': `name: billing\nadapter: plain\nurl: ${service.url}\ncards: { usage: {} }\n`,
    },
  });
  const options = { env: { ...secrets, ...env }, nodeArgs: ['--import', watch] };
  return run(t, 'src/main.ts', ['--config', directory], options);
}

async function start(t: Test, url: string | null) {
  const program = await launch(t, url);
  const [, listener = ''] = await program.shows(
    /"url":"([^"]+)","admin":"[^"]+","msg":"listening"/,
  );
  let asked = 0;
  return {
    program,
    async ask(): Promise<boolean> {
      const customer = { id: `c_${(asked += 1)}` };
      const body = { cardKeys: ['usage'], customer };
      const { cards } = await post(`${listener}/cards`, body, authorization);
      return JSON.stringify(cards).includes(customer.id);
    },
    /** How it ended, and how long that took. */
    async end() {
      const startedAt = performance.now();
      program.kill('SIGTERM');
      return { ...(await program.ended), ms: performance.now() - startedAt };
    },
  };
}

await t.test('what is waiting is sent at the end', async (t) => {
  const receiver = await startOtlpReceiver(t);
  const gateway = await start(t, receiver.url);
  t.ok(await gateway.ask());
  const { code, stdout, stderr } = await gateway.end();
  t.match({ code, stderr }, { code: 0, stderr: '' });
  t.same(
    receiver
      .spans()
      .map(({ name }) => name)
      .sort(),
    ['POST', 'POST /cards', 'fetch billing'],
  );
  t.match(receiver.resource(), { 'service.name': 'customer-cards-gateway' });
  t.match(stdout, /^loads @opentelemetry\/sdk-trace-base$/m);
});

await t.test('without tracing nothing is loaded for it', async (t) => {
  const gateway = await start(t, null);
  t.ok(await gateway.ask());
  const { code, stdout } = await gateway.end();
  t.equal(code, 0);
  t.notMatch(stdout, /^loads /m);
});

await t.test('without its packages tracing does not start, and says what to do', async (t) => {
  const url = 'http://127.0.0.1:1/v1/traces';
  const { ended } = await launch(t, url, { OPENTELEMETRY: 'absent' });
  const { code, stderr } = await ended;
  t.equal(code, 1);
  const [, remedy = '', wanted = ''] =
    /^customer-cards-gateway cannot start: .*: (npm install (.*))\n$/.exec(stderr) ?? [];
  const [page, manifest] = await Promise.all(
    ['docs/tracing.md', 'package.json'].map((file) => readFile(file, 'utf8')),
  );
  t.ok(page?.includes(`\n${remedy}\n`), 'docs/tracing.md says the same');
  const { devDependencies, peerDependenciesMeta } = JSON.parse(manifest ?? '') as Manifest;
  const packages = wanted.split(' ').map((text) => text.split(/(?<=.)@/));
  t.same(
    new Set(packages.map(([name]) => name)),
    new Set(Object.keys(peerDependenciesMeta)),
    'they are the optional peers',
  );
  for (const [name = '', version = ''] of packages)
    t.ok(`${devDependencies[name]}.`.startsWith(`^${version}.`), `${name} is tested as ${version}`);
});

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, unknown>>;
}

await t.test('a receiver that hangs holds nothing up, nor the end', async (t) => {
  const receiver = await startOtlpReceiver(t, () => null);
  const gateway = await start(t, receiver.url);
  // More than a batch, so that one is under way.
  for (let index = 0; index < 45; index += 1) t.ok(await gateway.ask());
  t.ok(receiver.headers.length > 0, 'it was asked');
  const { code, stdout, stderr, ms } = await gateway.end();
  t.match({ code, stderr }, { code: 0, stderr: '' });
  t.ok(ms < 6_000, `it ends in time: ${Math.round(ms)} ms`);
  t.notMatch(stdout, /"level":[56]0/, 'and nothing is logged of it');
});
