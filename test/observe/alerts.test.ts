import t from 'tap';
import type { Declaration, Labels } from '../../src/observe/metrics/declaration.ts';
import { table } from '../../src/observe/metrics/table.ts';
import { dashboards } from '../fixtures/dashboards.ts';
import { alerts, expressions, records, ruleTests } from '../fixtures/rules.ts';

const declarations = new Map(
  Object.values<Declaration>(table).map((declaration) => [declaration.name, declaration]),
);
const inventory = {
  cards: [{ card: 'usage', upstream: 'billing', team: 'payments', isRetired: false }],
  upstreams: [{ upstream: 'billing', team: 'payments' }],
  secretIds: ['header:authorization:1'],
  certificates: [{ certificate: 'listener', upstream: '', expiresAt: 0 } as const],
};

await t.test('every alert says what it means, how bad it is, and where to look', async (t) => {
  t.ok(alerts.length > 15);
  for (const { alert, labels, annotations } of alerts) {
    t.match(alert, /^CustomerCards[A-Z]/);
    t.match(labels['severity'], /^(?:page|ticket)$/, alert);
    t.match(annotations['summary'], /^.{10,80}$/, alert);
    t.match(annotations['description'], /^.{40,}\.$/, alert);
    t.ok(annotations['runbook_url']?.endsWith(`/${alert}.md`), alert);
  }
  t.equal(new Set(alerts.map(({ alert }) => alert)).size, alerts.length);
});

await t.test('every alert links to a dashboard, and chooses there what it is about', async (t) => {
  for (const { alert, annotations } of alerts) {
    const { pathname, searchParams } = new URL(annotations['dashboard'] ?? '');
    const dashboard = dashboards.find(({ uid }) => pathname === `/d/${uid}`);
    const variables = dashboard?.templating.list.map(({ name }) => name) ?? [];
    for (const [parameter, value] of searchParams) {
      const name = parameter.replace(/^var-/, '');
      t.ok(variables.includes(name), `${alert}: ${name}`);
      t.equal(value, `{{ $labels.${name} }}`, alert);
    }
    t.ok(dashboard, alert);
    const isAboutOne = annotations['summary']?.includes('$labels.upstream');
    if (isAboutOne) t.ok(searchParams.has('var-upstream'), alert);
  }
});

await t.test('alerts of a service carry its team', async (t) => {
  const aboutServices = alerts.filter(
    ({ annotations }) =>
      annotations['summary']?.includes('$labels.upstream') ||
      annotations['description']?.includes('$labels.card'),
  );
  t.ok(aboutServices.length >= 6);
  for (const { alert, expr } of aboutServices) t.match(expr, /group_left \([^)]*team\)/, alert);
});

await t.test('rules name nothing that is not recorded or exposed', async (t) => {
  const recorded = new Set(records.map(({ record }) => record));
  const names = expressions.flatMap((expr) => expr.match(/[\w:]*customer_cards[\w:]*/g) ?? []);
  t.ok(names.length > 50);
  t.same(
    names.filter((name) => !recorded.has(name) && declarationOf(name) === undefined),
    [],
  );
});

function declarationOf(name: string): Declaration | undefined {
  return declarations.get(name) ?? declarations.get(name.replace(/_(?:bucket|sum|count)$/, ''));
}

await t.test('what a rule selects is there from the start', async (t) => {
  const selectors = expressions.flatMap((expr) => [
    ...expr.matchAll(/(customer_cards_\w+)\{([^}]*)\}/g),
  ]);
  t.ok(selectors.length > 20);
  for (const [selector, name = '', matchers = ''] of selectors) {
    const declaration = declarationOf(name);
    t.ok(
      declaration && seriesOf(declaration).some((labels) => isSelected(labels, matchers)),
      selector,
    );
  }
});

function seriesOf({ series, buckets }: Declaration): Labels[] {
  return series(inventory).flatMap((labels) =>
    buckets.length === 0 ? [labels] : buckets.map((le) => ({ ...labels, le: String(le) })),
  );
}

function isSelected(labels: Labels, matchers: string): boolean {
  return [...matchers.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].every(
    ([, label = '', operator, value = '']) => {
      const has = labels[label] ?? '';
      const matches = operator?.includes('~')
        ? new RegExp(`^(?:${value})$`).test(has)
        : has === value;
      return matches !== operator?.startsWith('!');
    },
  );
}

await t.test('every alert is tested firing, recovering, and just not firing', async (t) => {
  for (const { alert } of alerts) {
    const own = ruleTests.filter(({ name }) => name.startsWith(`${alert} `));
    const endings = new Set(
      own.map(({ alert_rule_test: cases }) =>
        cases
          .filter(({ alertname }) => alertname === alert)
          .map(({ exp_alerts: expected }) => (expected.length > 0 ? 'fires' : 'is quiet'))
          .join(', then '),
      ),
    );
    t.ok(endings.has('fires, then is quiet'), `${alert} fires, and recovers`);
    t.ok(endings.has('is quiet'), `${alert} just does not fire`);
  }
  const known = new Set(alerts.map(({ alert }) => alert));
  const strays = ruleTests.filter(({ name }) => !known.has(name.split(' ')[0] ?? ''));
  t.same(strays, []);
});
