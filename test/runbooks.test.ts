import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import t from 'tap';
import { alerts } from './fixtures/rules.ts';
import type { AlertRule } from './fixtures/rules.ts';

const sections = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'When it is over'];
const units = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const;
const index = readFileSync('docs/runbooks/README.md', 'utf8');
const pages = new Map(
  globSync('docs/runbooks/CustomerCards*.md').map((path) => [
    basename(path, '.md'),
    readFileSync(path, 'utf8'),
  ]),
);

await t.test('there is a page for each alert, and none beside', async (t) => {
  t.strictSame(
    [...pages.keys()].sort((a, b) => a.localeCompare(b)),
    alerts.map(({ alert }) => alert).sort((a, b) => a.localeCompare(b)),
  );
});

await t.test('the index has each alert once, with its severity', async (t) => {
  const rows = [...index.matchAll(/^\| \[(\w+)\]\((\w+)\.md\) +\| (\w+) +\| (.+?) +\|$/gm)];
  t.equal(rows.length, alerts.length);
  const severities = new Map(rows.map(([, alert, file, severity]) => [alert, [file, severity]]));
  for (const { alert, labels } of alerts)
    t.strictSame(severities.get(alert), [alert, labels['severity']], alert);
});

await t.test('a page says first how bad it is and what to do, and has all sections', async (t) => {
  for (const { alert, labels } of alerts) {
    const page = pages.get(alert) ?? '';
    t.ok(page.startsWith(`# ${alert}\n\n**${labels['severity']}**, to `), alert);
    t.match(page.split('## ')[0], /\*\*First\*\*: /, alert);
    t.strictSame(headingsIn(page), sections, alert);
  }
});

function headingsIn(page: string): (string | undefined)[] {
  return [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
}

await t.test('what a page says that fires is what its rule says', async (t) => {
  for (const rule of alerts) {
    const meaning = meaningOf(pages.get(rule.alert) ?? '');
    const [prose = '', promql = ''] = meaning.split('```promql\n');
    const expr = withoutSpace(rule.expr);
    const lines = promql.split('```')[0]?.trim().split('\n') ?? [];
    for (const line of lines) t.ok(expr.includes(withoutSpace(line)), `${rule.alert}: ${line}`);
    t.strictSame(numbersIn(prose, rule), [], rule.alert);
    t.ok(beginsAsIn(prose, rule), `${rule.alert}: for: ${rule.for}`);
  }
});

await t.test('a wrong figure in a page is found', async (t) => {
  const rule = { expr: 'increase(x[15m]) > 14.4 * 0.005', for: '5m' };
  t.strictSame(numbersIn('For 5 minutes more than 7.2 % in 15 minutes.', rule), []);
  const wrong = 'For 6 minutes more than 7.3 % in 14 minutes, more than 3 of them.';
  t.strictSame(numbersIn(wrong, rule), ['6 minutes', '7.3 %', '14 minutes', 'more than 3 ']);
  t.notOk(beginsAsIn('For 6 minutes all was bad.', rule));
  t.notOk(beginsAsIn('All was bad.', rule));
});

type Rule = Pick<AlertRule, 'expr' | 'for'>;

function meaningOf(page: string): string {
  return /^## Meaning\n([^]*?)^## /m.exec(page)?.[1]?.trim() ?? '';
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** `5m` is "5 minutes". */
function inWords(duration: string): string {
  const [, count = '', unit = 's'] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  return `${count} ${units[unit as keyof typeof units]}${count === '1' ? '' : 's'}`;
}

function beginsAsIn(prose: string, rule: Rule): boolean {
  return rule.for === undefined
    ? !prose.startsWith('For ')
    : prose.startsWith(`For ${inWords(rule.for)}`);
}

/** The durations, shares and thresholds of a text that its rule does not have. */
function numbersIn(prose: string, { expr, for: pending = '' }: Rule): string[] {
  const durations = expr.match(/(?<=\[|:ratio_)\d+[smhd]\b/g) ?? [];
  const days = [...expr.matchAll(/(\d+) \* 86400/g)].map(([, count = '']) => `${count}d`);
  // The objectives' 30 days.
  const known = new Set([pending, '30d', ...durations, ...days].map(inWords));
  const shares = [...expr.matchAll(/(?:([\d.]+) \* )?(0\.\d+)/g)].flatMap(
    ([, rate = '1', share]) => [Number(share), Number(rate) * Number(share)],
  );
  for (const share of shares) known.add(`${Number((share * 100).toFixed(2))} %`);
  for (const [, threshold] of expr.matchAll(/> (\d+)\b(?![.\s]*\*)/g))
    known.add(`more than ${threshold} `);
  const told = prose.match(/\d+ (?:second|minute|hour|day)s?\b|[\d.]+ %|more than \d+ (?!%)/g);
  return (told ?? []).filter((number) => !known.has(number));
}

await t.test('metrics and records that pages name are there', async (t) => {
  const metrics = readFileSync('docs/metrics.md', 'utf8');
  const rules = globSync('config/prometheus/rules/*.yml').map((file) => readFileSync(file, 'utf8'));
  const known = new Set(
    [metrics, ...rules].flatMap((text) =>
      text.match(/[\w:]*(?:customer_cards|nodejs|process)_[\w:]+/g),
    ),
  );
  for (const [name, page] of pages) {
    const named =
      page.match(/(?:\b[\w:]+:)?\b(?:customer_cards|nodejs|process)_\w+(?::\w+)?/g) ?? [];
    const strays = named.filter(
      (metric) => !known.has(metric) && !known.has(metric.replace(/_(?:bucket|count|sum)$/, '')),
    );
    t.strictSame(strays, [], name);
  }
});
