import { BudgetError } from './budget.ts';
import type { Budget } from './budget.ts';

/** What a number, or the shell of a list or object, counts: more than its JSON, because it takes time as well. */
const unitSize = 8;

/**
 * Admits a value: throws `BudgetError` when it would be too large as text. What stands in it counts each time it occurs,
 * so what is admitted can be walked, compared and written out. A list or object that was weighed must not change.
 */
export function weigh(value: unknown, budget: Budget): void {
  measure(value, budget);
}

function measure(value: unknown, budget: Budget): number {
  if (typeof value === 'string') return admit(unitSize + value.length, budget);
  if (typeof value === 'number') checkNumber(value);
  if (typeof value !== 'object' || value === null || isFunction(value)) return unitSize;
  const known = budget.weights.get(value);
  if (known !== undefined) return known;
  const size = Array.isArray(value) ? measureList(value, budget) : measureObject(value, budget);
  budget.weights.set(value, size);
  return size;
}

function measureList(list: readonly unknown[], budget: Budget): number {
  budget.make(list.length * unitSize);
  let size = unitSize;
  for (const item of list) size = admit(size + measure(item, budget), budget);
  return size;
}

function measureObject(object: object, budget: Budget): number {
  const entries = Object.entries(object);
  if (entries.length > budget.limits.entries)
    throw new BudgetError(`used an object with more than ${budget.limits.entries} fields`);
  budget.make(entries.length * unitSize);
  let size = unitSize;
  for (const [key, value] of entries)
    size = admit(size + unitSize + key.length + measure(value, budget), budget);
  return size;
}

function admit(size: number, { limits }: Budget): number {
  if (size > limits.valueSize)
    throw new BudgetError(`used a value of more than ${limits.valueSize} characters`);
  return size;
}

/** JSON knows no infinity, and some of JSONata's functions never end with it. */
export function checkNumber(value: number): void {
  if (!Number.isFinite(value)) throw new BudgetError('used a number that is out of range');
}

/** Functions of JSONata are marked objects. Throws on data that pretends to be one. */
export function isFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  const { _jsonata_lambda: isLambda, _jsonata_function: isNative } = value as Marked;
  if (isLambda !== true && isNative !== true) return false;
  const { environment, implementation } = value as Marked;
  if (typeof (isLambda === true ? environment?.lookup : implementation) === 'function') return true;
  throw new BudgetError('used data that is marked as a function');
}

interface Marked {
  readonly _jsonata_lambda?: unknown;
  readonly _jsonata_function?: unknown;
  readonly environment?: { readonly lookup?: unknown } | null;
  readonly implementation?: unknown;
}
