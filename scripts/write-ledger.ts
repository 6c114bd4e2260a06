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

Reproduce it with \`npm run soak\`, then write this file with \`npm run ledger\`. The tests run a short
form of every row but G7-limits and G8; the column says which form a figure is from.
`;

const entries = await readEntries();
const lines = [
  head,
  '| row | fault | expected | form | measured | control | verdict |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...entries.map(({ id, fault, expected, form, measured, control, verdict }) =>
    row([id, fault, expected, form, measured, control, verdict]),
  ),
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

async function readEntries(): Promise<readonly LedgerEntry[]> {
  const names = await readdir(entriesDirectory);
  const texts = await Promise.all(
    names.map((name) => readFile(join(entriesDirectory, name), 'utf8')),
  );
  return texts.map((text) => JSON.parse(text) as LedgerEntry).sort(byRow);
}

/** A2 before A10. */
function byRow(a: LedgerEntry, b: LedgerEntry): number {
  return a.id.localeCompare(b.id, 'en', { numeric: true });
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
