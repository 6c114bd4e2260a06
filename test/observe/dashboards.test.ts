import t from 'tap';
import { createFamilies } from '../../src/observe/metrics/families.ts';
import { table } from '../../src/observe/metrics/table.ts';
import { dashboards, expressionsOf, queryingPanels } from '../fixtures/dashboards.ts';
import type { Panel } from '../fixtures/dashboards.ts';
import { expressions, records } from '../fixtures/rules.ts';

const own = Object.values(table).map(({ name }) => name);
const text = await createFamilies({ processMetrics: true }).expose({});
const exported = new Set([
  ...own,
  ...[...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name),
]);
const recorded = new Set(records.map(({ record }) => record));
/** What Prometheus says of the gateway and of the alerts. */
const ofPrometheus = new Set(['up', 'ALERTS']);

/** Exported and shown nowhere, with the reason. */
const notShown: Readonly<Record<string, string>> = {
  nodejs_active_handles: 'nodejs_active_resources counts them as well',
  nodejs_active_requests: 'nodejs_active_resources counts them as well',
  nodejs_eventloop_lag_seconds: 'the delay at the moment of the scrape; the quantiles say more',
  nodejs_eventloop_lag_mean_seconds: 'the quantiles say more',
  nodejs_eventloop_lag_min_seconds: 'the quantiles say more',
  nodejs_eventloop_lag_p90_seconds: 'p50 and p99 are shown',
  nodejs_eventloop_lag_stddev_seconds: 'the quantiles say more',
  nodejs_heap_space_size_available_bytes: 'what is used is shown',
  nodejs_heap_space_size_total_bytes: 'what is used is shown',
  nodejs_version_info: 'customer_cards_build_info has the version',
  process_cpu_system_seconds_total: 'part of process_cpu_seconds_total',
  process_cpu_user_seconds_total: 'part of process_cpu_seconds_total',
  process_heap_bytes: 'of the C library; nodejs_heap_size_total_bytes is of what the gateway uses',
  process_virtual_memory_bytes: 'addresses, not memory',
};

const words = /"[^"]*"|\b[a-zA-Z_][\w:]*\b(?!\s*\()/g;

/** The names of metrics in a query: no functions, no labels, no values. */
function metricsIn(query: string): string[] {
  const bare = query
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, '')
    .replaceAll(/\b(?:by|on|without|group_left|group_right) \([^)]*\)/g, '')
    .replaceAll(/^label_values\((.*), \w+\)$/g, '$1');
  const known = new Set(['or', 'and', 'unless', 'Inf', 'bool', 'offset']);
  return (bare.match(words) ?? []).filter((word) => !known.has(word));
}

/** The labels that the result of a query has. */
function labelsOf(query: string): Set<string> {
  const expanded = records.reduce((text, { record, expr }) => text.replaceAll(record, expr), query);
  const lists = [...expanded.matchAll(/\bby \(([^)]*)\)/g)];
  return new Set(lists.flatMap(([, list = '']) => list.split(', ')));
}

function metricOf(name: string): string {
  return exported.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '');
}

await t.test('there is one dashboard for each question', (t) => {
  t.same(
    dashboards.map(({ uid }) => uid).sort((a, b) => a.localeCompare(b)),
    ['customer-cards', 'customer-cards-cache', 'customer-cards-runtime', 'customer-cards-upstream'],
  );
  for (const { uid, file } of dashboards) t.equal(file, `${uid}.json`);
  t.equal(new Set(dashboards.map(({ title }) => title)).size, dashboards.length);
  t.end();
});

await t.test('every metric of a query is exported or recorded', (t) => {
  const names = dashboards.flatMap((dashboard) => expressionsOf(dashboard).flatMap(metricsIn));
  t.ok(names.length > 100);
  t.same(
    names.filter(
      (name) => !exported.has(metricOf(name)) && !recorded.has(name) && !ofPrometheus.has(name),
    ),
    [],
  );
  t.end();
});

await t.test('every metric is on a dashboard or in a rule, or is left out with a reason', (t) => {
  const queries = [...dashboards.flatMap(expressionsOf), ...expressions];
  const used = new Set(queries.flatMap((query) => metricsIn(query).map(metricOf)));
  const unused = [...exported].filter((name) => !used.has(name));
  t.same(
    unused.sort((a, b) => a.localeCompare(b)),
    Object.keys(notShown).sort((a, b) => a.localeCompare(b)),
  );
  t.end();
});

await t.test('burn rates and expiries are measured as the alerts measure them', (t) => {
  const rules = expressions.join('\n');
  const burnRates = dashboards.flatMap(({ text }) => [
    ...text.matchAll(/"expr": "([\w:]+:ratio_1h)\{[^}]*\} \/ ([\d.]+)"/g),
  ]);
  t.equal(new Set(burnRates.map(([, record]) => record)).size, 3);
  for (const [, record, budget] of burnRates) t.match(rules, `${record} > 14.4 * ${budget}`);
  const certificates = dashboards.flatMap(({ panels }) =>
    panels.filter(({ title }) => title.includes('ertificate')),
  );
  t.equal(certificates.length, 2);
  for (const panel of certificates)
    for (const days of [2, 14]) {
      t.match(rules, `< ${days} * 86400`);
      t.match(JSON.stringify(panel.fieldConfig), `"value":${days * 86_400}`, panel.title);
    }
  t.end();
});

for (const dashboard of dashboards) {
  const panels = queryingPanels(dashboard);

  await t.test(`${dashboard.uid}: no two panels have an id, a title or a place in common`, (t) => {
    const all = dashboard.panels;
    t.equal(new Set(all.map(({ id }) => id)).size, all.length);
    const titles = panels.map(({ type, title }) => `${type} ${title}`);
    t.equal(new Set(titles).size, titles.length);
    for (const [index, panel] of all.entries()) {
      const { x, w } = panel.gridPos;
      t.ok(x >= 0 && x + w <= 24, panel.title);
      t.same(
        all.slice(index + 1).filter((other) => overlap(panel, other)),
        [],
        panel.title,
      );
    }
    t.end();
  });

  await t.test(`${dashboard.uid}: every panel says what it shows, and in what unit`, (t) => {
    t.match(dashboard.description, /^.{30,}[.?]$/);
    for (const { title, description, type, fieldConfig } of panels) {
      t.match(title, /^[A-Z\d].{3,50}$/);
      t.match(description, /^.{30,}\.$/s, title);
      if (type !== 'table') t.ok(fieldConfig.defaults.unit, title);
    }
    t.end();
  });

  await t.test(`${dashboard.uid}: every column is there, and says how to read its numbers`, (t) => {
    for (const { title, transformations = [], fieldConfig, targets } of panels) {
      const { renameByName = {} } = transformations.at(-1)?.options ?? {};
      const labels = new Set(targets.flatMap(({ expr }) => [...labelsOf(expr)]));
      const values = targets.map(({ refId }) => `Value #${refId}`);
      for (const [field, column] of Object.entries(renameByName)) {
        const { properties = [] } =
          fieldConfig.overrides.find(({ matcher }) => matcher.options === column) ?? {};
        const isReadable = properties.some(({ id }) => id === 'unit' || id === 'mappings');
        const isValue = values.length === 1 ? field === 'Value' : values.includes(field);
        t.ok(isValue ? isReadable : labels.has(field), `${title}: ${column}`);
      }
    }
    t.end();
  });

  await t.test(`${dashboard.uid}: legends name what tells the lines apart`, (t) => {
    for (const { title, targets } of panels) {
      t.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
      for (const { expr, legendFormat, format } of targets) {
        if (format === 'table') continue;
        t.ok(legendFormat, title);
        for (const [, label = ''] of (legendFormat ?? '').matchAll(/\{\{(\w+)\}\}/g))
          t.ok(labelsOf(expr).has(label), `${title}: ${label}`);
      }
    }
    t.end();
  });

  await t.test(`${dashboard.uid}: every variable is there, and is used`, (t) => {
    const own = new Set(dashboard.templating.list.map(({ name }) => name));
    const used = new Set([...dashboard.text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name));
    const ofGrafana = ['__all', '__rate_interval', '__range', '__value', '__url_time_range'];
    t.same(used.difference(own).difference(new Set(ofGrafana)), new Set());
    t.same(own.difference(used), new Set());
    for (const { datasource } of panels)
      t.same(datasource, { type: 'prometheus', uid: '${datasource}' });
    t.end();
  });

  await t.test(`${dashboard.uid}: every query is about one job and the replicas chosen`, (t) => {
    for (const { targets, title } of panels)
      for (const { expr } of targets)
        for (const [, name = '', matchers = ''] of expr.matchAll(/([\w:]+)\{([^}]*)\}/g)) {
          t.match(matchers, /\bjob=~?"\$job\|?"/, title);
          if (!recorded.has(name) && name !== 'ALERTS')
            t.match(matchers, 'instance=~"$instance"', title);
        }
    t.end();
  });

  await t.test(`${dashboard.uid}: every link leads to a dashboard that is there`, (t) => {
    const links = [...dashboard.text.matchAll(/\/d\/([\w-]+)/g)].map(([, uid]) => uid);
    t.same(
      links.filter((uid) => !dashboards.some((other) => other.uid === uid)),
      [],
    );
    t.end();
  });
}

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
