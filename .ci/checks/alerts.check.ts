import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { parse } from 'yaml';
import { run } from './processes.ts';

const alertmanager = 'config/alertmanager/alertmanager.yml';

/** Labels that an alert comes with, and whom it is sent to. */
const routes: readonly (readonly [labels: string, receivers: string])[] = [
  ['severity=page', 'on-call'],
  ['severity=ticket', 'tickets'],
  ['severity=page team=payments', 'payments-on-call'],
  ['severity=ticket team=payments', 'payments-tickets'],
  ['severity=page team=identity', 'on-call'],
  ['severity=page category=security team=payments', 'security,payments-on-call'],
  ['severity=page category=security team=identity', 'security,on-call'],
];

suite('alerts', { timeout: 240_000 }, () => {
  test('promtool accepts the rules', async () => {
    const files = globSync('config/prometheus/rules/*.yml');
    const { status, output } = await run('promtool', ['check', 'rules', '--lint-fatal', ...files]);
    assert.equal(status, 0, output);
  });

  for (const file of globSync('test/observe/alerts/*.yml')) {
    test(`alerts fire, don't, and recover as ${file} says`, async () => {
      const { status, output } = await run('promtool', ['test', 'rules', file]);
      assert.equal(status, 0, output);
    });
  }

  test('amtool accepts the routes', async () => {
    const { status, output } = await run('amtool', ['check-config', alertmanager]);
    assert.equal(status, 0, output);
  });

  for (const [labels, receivers] of routes) {
    test(`${labels} goes to ${receivers}`, async () => {
      const args = [`--config.file=${alertmanager}`, `--verify.receivers=${receivers}`];
      const { status, output } = await run('amtool', [
        'config',
        'routes',
        'test',
        ...args,
        ...labels.split(' '),
      ]);
      assert.equal(status, 0, output);
    });
  }

  test('what silences what names alerts that there are', () => {
    const rules = globSync('config/prometheus/rules/*.yml').map((file) =>
      readFileSync(file, 'utf8'),
    );
    const alerts = new Set(
      rules.flatMap((text) => [...text.matchAll(/alert: (\w+)/g)].map(([, name]) => name)),
    );
    const { inhibit_rules: inhibitions } = parse(readFileSync(alertmanager, 'utf8')) as {
      inhibit_rules: { source_matchers: string[]; target_matchers: string[] }[];
    };
    const named = inhibitions
      .flatMap((rule) => [...rule.source_matchers, ...rule.target_matchers])
      .flatMap((matcher) => matcher.match(/CustomerCards\w+/g) ?? []);
    assert.ok(named.length > 8);
    assert.deepEqual(
      named.filter((name) => name !== 'CustomerCards' && !alerts.has(name)),
      [],
    );
  });
});
