import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { pastDue } from '../../src/demo/customers.ts';

/** Starts a service as a container would, on a free port, and gives the address of its banner. */
async function start(
  t: Test,
  name: string,
  env: Record<string, string> = {},
): Promise<[ChildProcess, string]> {
  const file = fileURLToPath(new URL(`../../src/demo/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [banner] = (await once(child.stdout, 'data')) as [Buffer];
  t.match(String(banner), new RegExp(`^${name} demo service on http://127\\.0\\.0\\.1:\\d+\n$`));
  return [child, /http\S+/.exec(String(banner))?.[0] ?? ''];
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exit)[0];
}

for (const name of ['billing', 'orders', 'accounts', 'sentry']) {
  await t.test(`${name} runs by itself, and exits cleanly on SIGTERM`, async (t) => {
    const [child, address] = await start(t, name);
    t.equal((await fetch(`${address}/healthz`)).status, 200);
    t.equal(await stop(child, 'SIGTERM'), 0);
  });
}

await t.test('a hung request does not keep a service from stopping', async (t) => {
  const [child, address] = await start(t, 'billing');
  await fetch(`${address}/demo/behaviour`, {
    method: 'POST',
    body: new URLSearchParams('mode=hang'),
  });
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ cardKeys: ['usage'], customer: pastDue });
  const hung = fetch(`${address}/cards`, { method: 'POST', headers, body }).catch(() => 'cut');
  for (let held = 0; held === 0;) {
    const view = (await (await fetch(`${address}/demo/behaviour`)).json()) as { held: number };
    held = view.held;
  }
  t.equal(await stop(child, 'SIGINT'), 0);
  t.equal(await hung, 'cut');
});

await t.test('TOKEN and SIGNING_SECRET are demanded where they are set', async (t) => {
  const [child, address] = await start(t, 'accounts', {
    TOKEN: 'a-token',
    SIGNING_SECRET: 'a-secret',
  });
  const ask = async (authorization: string): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', authorization };
    const response = await fetch(`${address}/cards`, { method: 'POST', headers, body: '{}' });
    return [response.status, await response.json()];
  };
  t.strictSame(await ask('Bearer other'), [401, { error: 'wrong or missing token' }]);
  t.strictSame(await ask('Bearer a-token'), [401, { error: 'wrong or missing signature' }]);
  t.equal(await stop(child, 'SIGTERM'), 0);
});
