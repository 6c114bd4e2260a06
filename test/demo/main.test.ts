import t from 'tap';
import { validateCard } from '../../src/validate/card.ts';
import { get } from '../fixtures/http.ts';
import type { Card } from '../fixtures/http.ts';
import { run } from '../fixtures/program.ts';

const anyPorts = { PORT: '0', ADMIN_PORT: '0' };

/** Does what a printed line of curl's says, as curl and a shell would: `-s`, `-H` and `-d` are all there is. */
async function runLine(line: string): Promise<string> {
  const [program, ...args] = line
    .replaceAll('\\\n', ' ')
    .matchAll(/'([^']*)'|(\S+)/g)
    .map(([, quoted, bare]) => quoted ?? bare ?? '')
    .toArray();
  if (program !== 'curl') throw new Error(`not curl: ${line}`);
  const valuesOf = (flag: string) => args.filter((_, index) => args[index - 1] === flag);
  const url = args.find((arg) => arg.startsWith('http')) ?? '';
  const [body] = valuesOf('-d');
  const given = valuesOf('-H').map((field) => field.split(': ') as [string, string]);
  const form = body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' };
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...form, ...Object.fromEntries(given) },
    ...(body !== undefined && { body }),
  });
  return response.text();
}

await t.test('npm start prints a line that brings seven cards, in order', async (t) => {
  const demo = run(t, 'src/demo/main.ts', [], { env: anyPorts });
  const [, ask = ''] = await demo.shows(/\n(curl -s \S+\/cards [^]*?)\n\n[^]*Ctrl\+C/);
  const { cards } = JSON.parse(await runLine(ask)) as { cards: Card[] };
  t.strictSame(
    cards.map(({ key }) => key),
    [
      'customer-details',
      'subscription-status',
      'latest-invoice',
      'usage',
      'last-order',
      'sentry',
      'workflow-card',
    ],
  );
  for (const card of cards) {
    t.ok(card.components, card.key);
    t.match(validateCard(card), { ok: true });
    t.notMatch(JSON.stringify(card.components), /Ref \w{5}/);
  }
  demo.kill('SIGTERM');
  t.equal((await demo.ended).code, 0);
});

await t.test('the other lines that it prints work as well', async (t) => {
  const demo = run(t, 'src/demo/main.ts', [], { env: anyPorts });
  const [, breakIt = ''] = await demo.shows(/\n(curl -s \S+ -d mode=hang)\n[^]*Ctrl\+C/);
  t.match(JSON.parse(await runLine(breakIt)), { mode: 'hang' });
  const [, modes = ''] = await demo.shows(/\(modes: (\S+)\)/);
  t.match(JSON.parse((await get(modes)).text), { mode: 'hang' });
  const [, look = ''] = await demo.shows(/\n(curl -s \S+\/upstreams .*)\n/);
  t.match(JSON.parse(await runLine(look)), { upstreams: [{}, {}, {}, {}] });
  demo.kill('SIGINT');
  t.equal((await demo.ended).code, 0);
});

await t.test('a change of the configuration is taken up', async (t) => {
  const demo = run(t, 'src/demo/main.ts', [], { env: anyPorts });
  await demo.shows(/Ctrl\+C/);
  demo.kill('SIGHUP');
  await demo.shows(/configuration reloaded/);
  demo.kill('SIGTERM');
  t.equal((await demo.ended).code, 0);
});

await t.test('with arguments it is the gateway itself', async (t) => {
  const { code, stdout } = await run(t, 'src/demo/main.ts', ['--help']).ended;
  t.equal(code, 0);
  t.match(stdout, /^Usage: customer-cards-gateway/);
});
