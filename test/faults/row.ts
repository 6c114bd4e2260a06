import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { apart } from './held.ts';

/** How much of a row is run: the short form with the tests, the long one with `npm run soak`. */
export interface Scale {
  readonly isLong: boolean;
  /** Requests of a row that counts requests, unless it says more. */
  readonly requests: number;
  readonly concurrency: number;
}

/** One row of the fault ledger. */
export interface Row<Measured> {
  /** As in the ledger: A1, B6 … */
  readonly id: string;
  /** What is injected. */
  readonly fault: string;
  /** What has to hold, with its figure. */
  readonly expected: string;
  /** What is switched off for the control run. */
  readonly guard: string;
  /** Injects the fault for real, against the running gateway, with the guard on or switched off. */
  run(isGuarded: boolean, scale: Scale): Promise<Measured>;
  /** What does not hold; empty when the row passes. */
  violations(measured: Measured): readonly string[];
  /** The row's figure, for a person. */
  figure(measured: Measured): string;
}

export interface LedgerEntry {
  readonly id: string;
  readonly fault: string;
  readonly expected: string;
  readonly form: 'long' | 'short';
  readonly measured: string;
  readonly control: string;
  readonly verdict: 'holds' | 'FAILS' | 'control passes';
}

export const scale: Scale = process.env['SOAK']
  ? { isLong: true, requests: 1_000, concurrency: 50 }
  : { isLong: false, requests: 100, concurrency: 20 };

const ledgerDirectory = '.tap/ledger';

/** `ROWS=A11,A12 npm run soak` runs these rows alone. */
const only = process.env['ROWS']?.split(',');

/** Proves a row: it holds, and it does not hold without its guard. A row whose control passes doesn't count. */
export async function prove<Measured>(t: Test, row: Row<Measured>): Promise<void> {
  if (only !== undefined && !only.includes(row.id)) return;
  await t.test(`${row.id}: ${row.fault}`, async (t) => {
    const { measured, violations } = await measure(t, row);
    t.same(violations, [], row.expected);
    const caught = await refute(row);
    t.ok(caught.length > 0, `fails without ${row.guard}`);
    record({
      id: row.id,
      fault: row.fault,
      expected: row.expected,
      form: scale.isLong ? 'long' : 'short',
      measured: row.figure(measured),
      control: `without ${row.guard}: ${caught[0] ?? 'passes'}`,
      verdict: violations.length > 0 ? 'FAILS' : caught.length > 0 ? 'holds' : 'control passes',
    });
  });
}

/** The short form runs beside other tests on a busy machine, so a figure may be measured again; a defect stays one. */
async function measure<Measured>(t: Test, row: Row<Measured>) {
  let measured = await row.run(true, scale);
  let violations = row.violations(measured);
  for (let again = 0; violations.length > 0 && again < (scale.isLong ? 0 : 2); again += 1) {
    t.comment(`measured again, because of: ${violations.join('; ')}`);
    measured = await row.run(true, scale);
    violations = row.violations(measured);
  }
  return { measured, violations };
}

/** What goes wrong without the guard; looked for as often as the row was. */
async function refute<Measured>(row: Row<Measured>): Promise<readonly string[]> {
  let caught: readonly string[] = [];
  for (let tries = 0; caught.length === 0 && tries < (scale.isLong ? 1 : 3); tries += 1) {
    caught = row.violations(await apart(() => row.run(false, scale)));
  }
  return caught;
}

/** Keeps a row's result for `npm run ledger`; that of a long form until there is another long one. */
export function record(entry: LedgerEntry): void {
  const file = join(ledgerDirectory, `${entry.id}.json`);
  mkdirSync(ledgerDirectory, { recursive: true });
  if (entry.form === 'short' && existsSync(file) && readFileSync(file, 'utf8').includes(longForm))
    return;
  writeFileSync(file, JSON.stringify(entry));
}

const longForm = JSON.stringify({ form: 'long' }).slice(1, -1);
