import assert from 'node:assert/strict';
import { globSync, writeFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { adapt } from './adapt.ts';
import type { Places } from './adapt.ts';
import { createAuthority } from './certificates.ts';
import { isShown, readSteps, take } from './runbook.ts';
import type { Step } from './runbook.ts';
import { openShell } from './shell.ts';
import type { Shell } from './shell.ts';
import { startTrouble } from './trouble.ts';
import type { Trouble } from './trouble.ts';

/** An hour is half a minute. */
const faster = 120;
const pages = new Map<string, readonly Step[]>();
for (const path of globSync('docs/runbooks/*.md'))
  pages.set(basename(path, '.md'), await readSteps(path));

/** Those for which the process has to end, and the one for which its files have to be wrong. */
const last = ['CustomerCardsDrainStuck', 'CustomerCardsGatewayAbsent'];
const wrongFiles = 'CustomerCardsReloadFailed';
const others = [...pages.keys()].filter((name) => ![...last, wrongFiles, 'README'].includes(name));
const over = 'When it is over';

test('what is not printed, or not in this order, is missed', () => {
  const printed = 'billing  open\norders closed\n';
  assert.ok(isShown('billing open\n…closed\n', printed));
  assert.ok(!isShown('…closed\nbilling open\n', printed));
  assert.ok(!isShown('billing closed\n', printed));
  assert.ok(!isShown('(nothing)\n', printed));
  assert.ok(isShown('(nothing)\n', '\n'));
});

/** Each page's commands, in a shell of its own, while what the page is about happens; and once more when it is over. */
suite('docs/runbooks', { timeout: 240_000 }, () => {
  const shells = new Map<string, Shell>();
  let directory: string;
  let trouble: Trouble;
  let places: Places;
  let logging: NodeJS.Timeout;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'runbooks-'));
    trouble = await startTrouble(faster);
    await cp('config/prometheus', join(directory, 'config/prometheus'), { recursive: true });
    await createAuthority(directory, 'new', 90);
    await writeCommand(directory);
    const log = join(directory, 'log');
    logging = setInterval(() => writeFileSync(log, trouble.gateway.output()), 300);
  });
  after(async () => {
    clearInterval(logging);
    shells.forEach((shell) => shell.close());
    await trouble?.stop();
    await rm(directory, { recursive: true });
  });

  /** What the pages' words stand for here. */
  async function findPlaces(): Promise<Places> {
    const { gateway, prometheusUrl, directory } = trouble;
    const ref = /"ref":"(\w+)"[^\n]*"unavailable"/;
    return {
      'https://cards.example.com': gateway.url,
      'http://127.0.0.1:8081': gateway.adminUrl,
      'http://127.0.0.1:9090': prometheusUrl,
      '/etc/customer-cards-gateway': directory,
      '7K2QX': (await gateway.find(ref))[1] ?? '',
    };
  }

  async function shellOf(name: string): Promise<Shell> {
    const known = shells.get(name);
    if (known !== undefined) return known;
    const shell = openShell(directory, {
      PATH: `${directory}/bin:${process.env['PATH']}`,
      PID: String(trouble.gateway.pid),
      NEW_TOKEN: 'new-token',
    });
    shells.set(name, shell);
    await shell.run(`gateway_log() { cat ${directory}/log; }`);
    for (const { section, commands } of pages.get('README') ?? [])
      if (section === 'Set up') await shell.run(adapt(commands, places));
    return shell;
  }

  /** Takes the steps of a page before, or those when it is over. */
  async function follow(name: string, isOver: boolean): Promise<void> {
    const shell = await shellOf(name);
    const steps = pages.get(name)?.filter(({ section }) => (section === over) === isOver) ?? [];
    assert.ok(steps.length > 0);
    for (const { section, commands, shows } of steps) {
      const step = { commands: adapt(commands, places), shows: shows && adapt(shows, places) };
      await take({ section, ...step }, shell, 30_000);
    }
  }

  test('README: the set-up, the overview, a Ref, and another address in the rules', async () => {
    await trouble.begin();
    places = await findPlaces();
    await follow('README', false);
    const rules = globSync(join(directory, 'config/prometheus/rules/*.yml'));
    const texts = await Promise.all(rules.map((file) => readFile(file, 'utf8')));
    assert.doesNotMatch(texts.join(''), /docs\.example\.com/);
  });

  suite('in trouble', { concurrency: 2 }, () => {
    for (const name of others) test(name, () => follow(name, false));
  });

  test(`${wrongFiles}: with a mistake on disk`, async () => {
    const file = join(trouble.directory, 'gateway.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('version: 1', 'version: 2'));
    try {
      await follow(wrongFiles, false);
    } finally {
      await writeFile(file, text);
    }
    await follow(wrongFiles, true);
  });

  suite('when all is well', { concurrency: 4 }, () => {
    before(() => trouble.end());
    for (const name of others) test(name, () => follow(name, true));
  });

  test('CustomerCardsDrainStuck: in a drain of two minutes, until it is ended', async () => {
    process.kill(trouble.gateway.pid, 'SIGTERM');
    await delay(500); // a second one that soon would be taken for the echo of the first
    await follow('CustomerCardsDrainStuck', false);
    assert.equal(await trouble.gateway.exit, 1);
    await follow('CustomerCardsDrainStuck', true);
  });

  test('CustomerCardsGatewayAbsent: without a process, and with another one', async () => {
    await follow('CustomerCardsGatewayAbsent', false);
    await trouble.restart();
    await follow('CustomerCardsGatewayAbsent', true);
  });
});

/** The program of this checkout, under its name. */
async function writeCommand(directory: string): Promise<void> {
  const file = join(directory, 'bin/customer-cards-gateway');
  await mkdir(join(directory, 'bin'));
  const text = `#!/bin/sh\nexec ${process.execPath} ${resolve('src/main.ts')} "$@"\n`;
  await writeFile(file, text, { mode: 0o755 });
}
