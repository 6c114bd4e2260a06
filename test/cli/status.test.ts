import t from 'tap';
import { Writable } from 'node:stream';
import { loadCommands } from '../../src/cli/commands.ts';
import { parseCommandLine } from '../../src/cli/arguments.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { startPlainService } from '../fixtures/echo.ts';
import { configOf, secrets, startGateway } from '../fixtures/stack.ts';
import { fakeTerminal, runCommand } from '../fixtures/terminal.ts';
import type { Test } from 'tap';

/** A gateway in front of a service of which one card is good and one is not. */
async function startBilling(t: Test) {
  const service = await startPlainService(t, () => ({
    cards: [
      { key: 'usage', components: null },
      { key: 'plan', components: [{ componentText: { text: '' } }] },
    ],
  }));
  const config = configOf({
    upstreams: [
      {
        name: 'billing',
        team: 'payments',
        adapter: 'plain',
        url: service.url,
        cards: { usage: {}, plan: {}, old: { retired: true } },
      },
      {
        name: 'orders',
        adapter: 'plain',
        url: 'http://127.0.0.1:9/',
        cards: { 'last-order': {} },
        breaker: { consecutiveFailures: 1 },
        retry: false,
      },
    ],
  });
  return startGateway(t, config);
}

const env = { ADMIN_TOKEN: secrets.ADMIN_TOKEN };

await t.test('shows upstreams, breakers, cards, failures and the cache', async (t) => {
  const { ask, server } = await startBilling(t);
  await ask(['usage', 'plan', 'last-order']);
  const { status, out, err } = await runCommand(['status', '--admin', server.adminUrl], { env });
  const lines = out.split('\n');
  t.match(lines[0], /^http:\/\/127\.0\.0\.1:\d+ ready · 2 upstreams · 4 cards · loaded just now$/);
  t.match(out, /^✓ billing {2}payments · plain {20,}0 in flight · breaker closed$/m);
  t.match(out, /^ {2}usage · plan · old \(retired\)$/m);
  t.match(
    out.replaceAll(/\n {2}/g, ' '),
    / just now: sends a card that Plain would refuse at \/components\/0\/componentText\/text: expected 1 to 10000 characters \(plan\)\n/,
  );
  t.match(out, /^✗ orders {2}plain {10,}0 in flight · breaker open, trial in \d s$/m);
  t.match(out, /takes no connection \(ECONNREFUSED\) \(last-order\)$/m);
  t.match(out, /^cache {2}0\.0 MiB of 64\.0 MiB · \d slots · 0 under way$/m);
  t.ok(lines.every((line) => line.length <= 80));
  t.equal(err, '');
  t.equal(status, 0);
});

await t.test('says what is switched off, for how long, and why', async (t) => {
  const { gateway, server } = await startBilling(t);
  gateway.switches.disable({ kind: 'card', name: 'usage' }, 1_800_000, null);
  gateway.switches.disable({ kind: 'upstream', name: 'orders' }, 90_000, 'wrong totals');
  const { out } = await runCommand(['status', '--admin', server.adminUrl], { env });
  t.match(out, /^ {2}usage \(off for 30 min\) · plan/m);
  t.match(out, /^! orders .* off for 90 s\n {2}wrong totals\n/m);
});

await t.test('for programs', async (t) => {
  const { server } = await startBilling(t);
  const { out } = await runCommand(['status', '--admin', server.adminUrl, '--json'], { env });
  t.match(JSON.parse(out), {
    url: server.adminUrl,
    isReady: true,
    config: { loadedAt: /^2/ },
    upstreams: [{ name: 'billing', breaker: { state: 'closed' } }, { name: 'orders' }],
    cache: { slots: 0, maxBytes: 67_108_864 },
  });
});

await t.test('a gateway that cannot be asked is told, with what to do', async (t) => {
  const { server } = await startBilling(t);
  const at = ['status', '--admin', server.adminUrl];
  t.match(await runCommand(at), { status: 1, out: '', err: /set ADMIN_TOKEN/ });
  t.match(await runCommand(at, { env: { ADMIN_TOKEN: 'x' } }), {
    status: 1,
    err: /refuses the token/,
  });
  const gone = await runCommand(['status', '--admin', 'http://127.0.0.1:9'], { env });
  t.match(gone, { status: 1, err: /takes no connection/ });
  t.match(await runCommand(['status', '--watch', '--json']), {
    status: 2,
    err: /either --watch or --json/,
  });
});

await t.test('--watch shows it again and again, within the screen, whatever happens', async (t) => {
  const { server } = await startBilling(t);
  const line = parseCommandLine(
    ['status', '--watch', '--admin', server.adminUrl],
    await loadCommands(),
  );
  if (line.kind !== 'command') throw new Error(line.kind);
  const clock = createManualClock();
  const screens: string[] = [];
  const drawn = async (count: number) => {
    while (screens.length < count || !screens.at(-1)?.includes('\n'))
      await new Promise(setImmediate);
  };
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      const text = String(chunk);
      if (text.startsWith('\u001B[H')) screens.push('');
      screens.push((screens.pop() ?? '') + text);
      done();
    },
  });
  const terminal = { ...fakeTerminal({ env, clock, isTerminal: true, rows: 4 }), stdout };
  void line.command.run(line.given, terminal);
  await drawn(1);
  t.ok(screens[0]?.startsWith('\u001B[H\u001B[2Jhttp'));
  t.match(screens[0], /ready.*\n\n✓ billing .*\n$/);
  await server.stop();
  clock.advance(2_000);
  await drawn(2);
  t.match(screens[1], /takes no connection/);
  t.equal(clock.pending(), 1);
});
