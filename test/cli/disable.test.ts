import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { configOf, secrets, startGateway } from '../fixtures/stack.ts';
import { startRawServer } from '../fixtures/raw-server.ts';
import { runCommand } from '../fixtures/terminal.ts';

const fetch = async () => ({ cards: [{ key: 'usage', components: null }] });
const { gateway, server } = await startGateway(
  t,
  configOf({ upstreams: [{ name: 'billing', adapter: 'function', fetch, cards: { usage: {} } }] }),
);
/** Nothing is wrapped. */
const columns = 500;
const env = { ADMIN_TOKEN: secrets.ADMIN_TOKEN };
const run = (...args: string[]) =>
  runCommand([...args, '--admin', server.adminUrl], { env, columns });
const usage = { kind: 'card', name: 'usage' } as const;
const billing = { kind: 'upstream', name: 'billing' } as const;

await t.test('switches a card off for the time given, and on again', async (t) => {
  const off = await run('disable', 'usage', '--for', '30m', '--reason', 'wrong totals');
  t.match(off, { status: 0, err: '' });
  t.match(off.out, /^The card usage is off until .* \(in 30 minutes\)\.\n/);
  t.match(off.out, `customer-cards-gateway enable usage --admin ${server.adminUrl}\n`);
  const disabled = gateway.switches.find(usage);
  t.match(disabled, { reason: 'wrong totals' });
  const leftMs = (disabled?.until ?? 0) - gateway.clock.now();
  t.ok(leftMs > 1_790_000 && leftMs <= 1_800_000);
  t.match(await run('enable', 'usage'), { status: 0, out: 'The card usage is on again.\n' });
  t.equal(gateway.switches.find(usage), null);
  t.match(await run('enable', 'usage'), { status: 0, out: 'The card usage was on.\n' });
});

await t.test('switches an upstream off, for an hour unless told otherwise', async (t) => {
  const off = await run('disable', '--upstream', 'billing');
  t.match(off.out, /^The upstream billing is off until .* \(in 1 hour\)\.\n/);
  t.match(off.out, `enable --upstream billing --admin ${server.adminUrl}\n`);
  t.match(
    (await run('enable', 'usage')).out,
    /^The card usage was on\.\n.*\n?.*--upstream billing --admin .*\n/,
  );
  t.match(
    (await run('enable', '--upstream', 'billing')).out,
    'The upstream billing is on again.\n',
  );
  t.equal(gateway.switches.find(billing), null);
});

await t.test('a card that is not there is told, with what was meant', async (t) => {
  for (const command of ['disable', 'enable']) {
    const { status, out, err } = await run(command, 'usgae');
    t.match({ status, out }, { status: 1, out: '' });
    t.equal(err, `${command}: there is no card of this name; did you mean usage?\n`);
  }
});

await t.test('wrong usage exits 2 and asks nobody', async (t) => {
  const lines = [
    ['disable'],
    ['enable'],
    ['disable', 'usage', '--upstream', 'billing'],
    ['enable', 'usage', '--upstream', 'billing'],
    ['disable', 'usage', '--for', 'ever'],
    ['disable', 'usage', '--for', '0s'],
    ['disable', 'usage', '--for', '8d'],
  ];
  for (const args of lines) t.match(await run(...args), { status: 2, out: '' }, args.join(' '));
  t.equal(gateway.switches.find(usage), null);
});

await t.test('without the token, or with another, it says where the token goes', async (t) => {
  const args = ['disable', 'usage', '--admin', server.adminUrl];
  const without = await runCommand(args, { columns });
  t.match(without, { status: 1, err: /set ADMIN_TOKEN in the environment/ });
  const wrong = await runCommand(args, { columns, env: { ADMIN_TOKEN: 'wrong' } });
  t.match(wrong, { status: 1, err: /refuses the token in ADMIN_TOKEN/ });
  t.notMatch(wrong.err, 'wrong:');
});

await t.test('what is no admin listener is told', async (t) => {
  const at = (url: string) => runCommand(['disable', 'usage', '--admin', url], { env, columns });
  t.match(await at(server.url), { status: 1, err: /is not the admin listener/ });
  for (const body of ['[]', '<html>', '{"error":"no"}']) {
    const odd = await startRawServer(t, ({ socket }) =>
      socket.end(`HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n${body}`),
    );
    t.match(await at(odd.origin), { status: 1, err: /is not the admin listener|^disable: no\n/ });
  }
  t.match(await at('localhost:8081'), { status: 1, err: /--admin takes an http or https URL/ });
  const nobody = createServer().listen(0, '127.0.0.1');
  await once(nobody, 'listening');
  const { port } = nobody.address() as AddressInfo;
  nobody.close();
  await once(nobody, 'close');
  t.match(await at(`http://127.0.0.1:${port}`), {
    status: 1,
    err: /takes no connection.*Is the gateway running/s,
  });
});
