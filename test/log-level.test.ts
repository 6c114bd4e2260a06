import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import { echo, startPlainService } from './fixtures/echo.ts';
import { get, post } from './fixtures/http.ts';
import { run } from './fixtures/program.ts';
import { adminAuthorization, authorization, secrets } from './fixtures/stack.ts';

interface Line {
  readonly time: string;
  readonly msg: string;
}

const gatewayFile = (settings: string): string => `version: 1
listen: { port: 0 }
admin: { port: 0, token: "\${ADMIN_TOKEN}" }
auth: { headers: [{ name: authorization, value: "Bearer \${CARDS_TOKEN}" }] }
${settings}
`;

/** The gateway as a process, and what it logs for a question about a new customer. */
async function start(t: Test, settings = '') {
  const service = await startPlainService(t, echo);
  const billing = `name: billing\nadapter: plain\nurl: ${service.url}\ncards: { usage: {} }\n`;
  const directory = t.testdir({
    'gateway.yaml': gatewayFile(settings),
    upstreams: { 'billing.yaml': billing },
  });
  const program = run(t, 'src/main.ts', ['--config', directory], { env: secrets });
  const [, url = '', adminUrl = ''] = await program.shows(
    /"url":"([^"]+)","admin":"([^"]+)","msg":"listening"/,
  );
  let asked = 0;

  async function linesFor(cardKeys: readonly string[]): Promise<string[]> {
    const customer = { id: `c_${(asked += 1)}` };
    const { length } = program.stdout();
    await post(`${url}/cards`, { cardKeys, customer }, authorization);
    // Lines are on their way through a pipe.
    await pause(100);
    return linesOf(program.stdout().slice(length)).map(({ msg }) => msg);
  }

  async function reload(settings: string): Promise<void> {
    const loadedAt = async () => {
      const { text } = await get(`${adminUrl}/upstreams`, adminAuthorization);
      return (JSON.parse(text) as { config: { loadedAt: string } }).config.loadedAt;
    };
    const before = await loadedAt();
    await writeFile(join(directory, 'gateway.yaml'), gatewayFile(settings));
    while ((await loadedAt()) === before) await pause(50);
  }

  return { program, linesFor, reload };
}

function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

await t.test('the level follows the file, while the gateway runs', async (t) => {
  const { program, linesFor, reload } = await start(t);
  t.same(await linesFor(['usage']), ['cards answered']);
  await reload('logLevel: debug');
  t.same(await linesFor(['usage']), ['call ended', 'cards answered']);
  await reload('logLevel: warn');
  t.same(await linesFor(['usage']), []);
  t.same(await linesFor(['usage', 'nobody-has-it']), ['cards answered']);
  await reload('logLevel: error');
  t.same(await linesFor(['usage', 'nobody-has-it']), []);
  await reload('');
  t.same(await linesFor(['usage']), ['cards answered']);
  for (const { time } of linesOf(program.stdout())) t.match(time, /^\d{4}-\d\d-\d\dT.*Z$/);
});

await t.test('a gateway starts with the level of its file', async (t) => {
  const { linesFor } = await start(t, 'logLevel: debug');
  t.same(await linesFor(['usage']), ['call ended', 'cards answered']);
});
