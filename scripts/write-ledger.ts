import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { LedgerEntry } from '../test/faults/row.ts';

const entriesDirectory = '.tap/ledger';
const file = 'docs/fault-ledger.md';

/** Rows that can't be run, with the reason and the nearest thing that is. */
const notRun: readonly (readonly [id: string, fault: string, why: string])[] = [
  [
    'G10',
    'the random schedule over an hour, and with a shared tier',
    'there is no shared tier. The nearest: rows G10 in one process and G10-replicas over several, and the random histories of test/cache-model.test.ts; all replay from a seed.',
  ],
];

const head = `# The fault ledger

What the gateway survives, and the figures. Every fault is injected for real, over sockets, while the gateway runs with two
healthy services beside the faulty one. In every row each answer must be a 200 with each key asked for exactly once, in
Plain's schema, about the right customer, by the deadline; the counts in /metrics must equal the injected faults; no
customer data may reach the log; and no socket or timer may be left. Each row runs a second time with its guard switched
off, and must fail there.

Reproduce it with \`npm run soak\`, then write this file with \`npm run ledger\`; rows that were not run keep their
figures, and no short form replaces a long one. The tests run a short
form of every row but G7-limits and G8; the column says which form a figure is from.
`;

const columns = ['row', 'fault', 'expected', 'form', 'measured', 'control', 'verdict'];
const rows = await latestRows();
const lines = [
  head,
  row(columns),
  row(columns.map(() => '---')),
  ...rows.map(row),
  '',
  '## Not run',
  '',
  '| row | fault | why |',
  '| --- | --- | --- |',
  ...notRun.map(row),
  '',
];
await mkdir('docs', { recursive: true });
const options = { ...(await resolveConfig(file)), filepath: file };
await writeFile(file, await format(lines.join('\n'), options));

/** The file's own rows, and what has been run since instead of them. */
async function latestRows(): Promise<readonly (readonly string[])[]> {
  const latest = new Map((await readWritten()).map((cells) => [cells[0], cells]));
  for (const entry of await readEntries()) {
    const { id, fault, expected, form, measured, control, verdict } = entry;
    const isLess = form === 'short' && latest.get(id)?.[3] === 'long';
    if (!isLess) latest.set(id, [id, fault, expected, form, measured, control, verdict]);
  }
  return [...latest.values()].sort(byRow);
}

async function readEntries(): Promise<readonly LedgerEntry[]> {
  const names = await readdir(entriesDirectory);
  const texts = await Promise.all(
    names.map((name) => readFile(join(entriesDirectory, name), 'utf8')),
  );
  return texts.map((text) => JSON.parse(text) as LedgerEntry);
}

async function readWritten(): Promise<readonly (readonly string[])[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .filter(({ length }) => length === columns.length)
    .map((cells) => cells.map((cell) => cell.trim().replaceAll(/\\([|_])/g, '$1')))
    .filter(([first = '']) => first !== columns[0] && !first.startsWith('-'));
}

/** A2 before A10. */
function byRow([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(escape).join(' | ')} |`;
}

/** A bar would end the cell; `__proto__` would be bold. */
function escape(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('__', '\\_\\_').replaceAll('\n', ' ');
}
