import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { innermost, run, start } from './processes.ts';
import type { Run } from './processes.ts';

interface Answer {
  readonly cards: readonly { readonly key: string; readonly components: unknown[] | null }[];
}
interface Demo {
  readonly process: Run;
  /** The lines with curl to paste, by their number. */
  readonly lines: readonly string[];
  /** Those that draw cards. */
  readonly drawing: readonly string[];
  readonly cards: string;
  readonly admin: string;
  readonly billing: string;
}

suite('npm start', { timeout: 180_000 }, () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.process.kill());

  test('answers the printed line with seven cards that have data', async () => {
    const { status, output } = await run('bash', ['-c', demo.lines[0] ?? '']);
    assert.equal(status, 0, output);
    const { cards } = JSON.parse(output) as Answer;
    assert.equal(cards.length, 7);
    for (const { key, components } of cards) {
      assert.ok(Array.isArray(components) && components.length > 0, key);
      assert.ok(!JSON.stringify(components).includes("Couldn't load"), key);
    }
  });

  test('draws the seven cards as agents see them', async () => {
    const { status, output } = await run('bash', ['-c', demo.drawing[0] ?? '']);
    assert.equal(status, 0, output);
    assert.equal(output.match(/^✓ /gm)?.length, 7, output);
  });

  test('shows the last good copy of a card of a broken service that is reloaded', async () => {
    await behave(demo, 'error');
    // What was asked for less than five seconds ago is fresh enough for a reload.
    let output = '';
    for (let tries = 0; tries < 10 && !output.includes("Couldn't refresh"); tries++)
      ({ output } = await run('bash', ['-c', demo.drawing[1] ?? '']));
    await behave(demo, 'ok');
    assert.match(output, /^! usage · notice[^]*Couldn't refresh\. Data from[^]*Events sent/m);
  });

  test('breaks a service by the second line, and only its cards', async () => {
    await behave(demo, 'error');
    const notices = await noticesFor(demo, 'c_other');
    await behave(demo, 'ok');
    assert.deepEqual(notices, ['subscription-status', 'latest-invoice', 'usage']);
  });

  test('shows the upstreams by the third line', async () => {
    const { output } = await run('bash', ['-c', demo.lines[2] ?? '']);
    const { upstreams } = JSON.parse(output) as { upstreams: { name: string }[] };
    assert.deepEqual(upstreams.map(({ name }) => name).sort(), [
      'accounts',
      'billing',
      'orders',
      'sentry',
    ]);
  });

  test('refuses who has no secret', async () => {
    const { status } = await fetch(demo.cards, { method: 'POST', body: '{}' });
    assert.equal(status, 401);
  });

  test('exposes metrics that promtool accepts', async () => {
    const line = `set -o pipefail; curl -sf ${demo.admin}/metrics | promtool check metrics`;
    assert.deepEqual(await run('bash', ['-c', line]), { status: 0, output: '' });
  });

  test('drains and exits 0 on SIGTERM', async () => {
    process.kill(await innermost(demo.process.pid), 'SIGTERM');
    assert.equal(await demo.process.exit, 0);
    assert.match(demo.process.output(), /draining/);
  });
});

async function startDemo(): Promise<Demo> {
  const process = start('npm', ['start'], { env: { PORT: '0', ADMIN_PORT: '0' } });
  await process.find(/Ctrl\+C/);
  const pasted = (first: string) =>
    process.output().match(new RegExp(String.raw`^${first}(?:.*\\\n)*.*$`, 'gm')) ?? [];
  const place = async (name: string) =>
    (await process.find(new RegExp(`^ +${name} +(\\S+)`, 'm')))[1] ?? '';
  return {
    process,
    lines: pasted('curl '),
    drawing: pasted('CARDS_TOKEN='),
    cards: await place('cards'),
    admin: await place('admin'),
    billing: await place('billing'),
  };
}

async function behave(demo: Demo, mode: string): Promise<void> {
  const line = demo.lines[1]?.replace('mode=hang', `mode=${mode}`) ?? '';
  const { output } = await run('bash', ['-c', line]);
  assert.ok(output.includes(`"mode":"${mode}"`), output);
}

/** The keys that show a notice to a customer whom the cache doesn't know. */
async function noticesFor(demo: Demo, customerId: string): Promise<string[]> {
  const line = demo.lines[0]?.replace(/"id":"\w+"/, `"id":"${customerId}"`) ?? '';
  const { cards } = JSON.parse((await run('bash', ['-c', line])).output) as Answer;
  return cards
    .filter(({ components }) => JSON.stringify(components).includes("Couldn't load"))
    .map(({ key }) => key);
}
