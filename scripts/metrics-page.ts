import type { Declaration } from '../src/observe/metrics/declaration.ts';
import { createFamilies } from '../src/observe/metrics/families.ts';
import type { Inventory } from '../src/observe/metrics/inventory.ts';
import { table } from '../src/observe/metrics/table.ts';
import { fill } from './fill.ts';

const declarations: readonly Declaration[] = Object.values(table);

/** The first that fits. */
const sections: readonly (readonly [title: string, names: RegExp])[] = [
  ['Requests', /^customer_cards_(?:max_)?(?:request|credential)/],
  ['Cards', /^customer_cards_(?:card|disabled)/],
  ['Services', /^customer_cards_upstream/],
  ['Circuit breakers', /^customer_cards_breaker/],
  ['Cache', /^customer_cards_(?:cache|reloads)/],
  ['Configuration', /^customer_cards_(?:config|certificate)/],
  ['The gateway itself', /^customer_cards/],
];

const nothing: Inventory = { cards: [], upstreams: [], secretIds: [], certificates: [] };
const card = { card: 'a', upstream: 'b', team: 'c', isRetired: false };
const certificate = { certificate: 'listener', upstream: '', expiresAt: 0 } as const;
/** One of each thing that a configuration has and series are about. */
const things: readonly (readonly [thing: string, Inventory])[] = [
  ['card', { ...nothing, cards: [card] }],
  ['retired card', { ...nothing, cards: [{ ...card, isRetired: true }] }],
  ['upstream', { ...nothing, upstreams: [{ upstream: 'b', team: 'c' }] }],
  ['secret', { ...nothing, secretIds: ['a'] }],
  ['certificate', { ...nothing, certificates: [certificate] }],
];

/** How many series metrics have. Each thing that is switched off adds one. */
export function countSeries(inventory: Inventory, metrics = declarations): number {
  return metrics
    .map(({ series, type, buckets }) => {
      const perSet = type === 'histogram' ? buckets.length + 3 : 1;
      return series(inventory).length * perSet;
    })
    .reduce((sum, count) => sum + count, 0);
}

/** What is always there, and what each thing adds. */
function terms(metrics: readonly Declaration[], write: (count: number, thing: string) => string) {
  const base = countSeries(nothing, metrics);
  const added = things.flatMap(([thing, inventory]) => {
    const count = countSeries(inventory, metrics) - base;
    return count > 0 ? [write(count, thing)] : [];
  });
  return [...(base > 0 ? [String(base)] : []), ...added].join(' + ');
}

function budget(): string {
  const formula = terms(declarations, (count, thing) => `${count} × ${thing}s`);
  return `\`\`\`text\nseries = ${formula}\n\`\`\``;
}

function ownTables(): string {
  const bySection = Map.groupBy(declarations, ({ name }) =>
    sections.findIndex(([, names]) => names.test(name)),
  );
  return sections
    .map(([title], index) => `### ${title}\n\n${ownTable(bySection.get(index) ?? [])}`)
    .join('\n\n');
}

function ownTable(metrics: readonly Declaration[]): string {
  const rows = metrics.map((metric) => {
    const { name, type, labels, help } = metric;
    const words = labels.map((label) => `\`${label}\``).join(', ');
    const series = terms([metric], (count, thing) => `${count} per ${thing}`);
    return `| \`${name}\` | ${type} | ${words} | ${help} | ${series} |`;
  });
  return ['| metric | type | labels | | series |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/** Those of the process, in the words of the library that measures them. */
async function runtimeTable(): Promise<string> {
  const text = await createFamilies({ processMetrics: true }).expose({});
  const rows = [...text.matchAll(/^# HELP (?!customer_cards_)(\S+) (.*)$/gm)].map(
    ([, name, help]) => `| \`${name}\` | ${help} |`,
  );
  return ['| metric | |', '| --- | --- |', ...rows].join('\n');
}

/** The page with what src/observe/metrics/table.ts says now. */
export async function withMetrics(page: string): Promise<string> {
  const written = { metrics: ownTables(), budget: budget(), runtime: await runtimeTable() };
  return Object.entries(written).reduce((text, [name, part]) => fill(text, name, part), page);
}
