import { BudgetError } from './budget.ts';
import { isJsonObject } from '../validate/check-components.ts';
import { isCallable, isText, MisuseError } from './native.ts';
import type { Focus, Replacement } from './native.ts';
import type { Run } from './run.ts';
import { isTruthy } from './truth.ts';
import { isFunction, weigh } from './weigh.ts';

/** JSONata's functions of lists, so that each ends soon, whatever it is given. */
export const listFunctions: Readonly<Record<string, Replacement>> = {
  async distinct({ run, focus }, list) {
    if (!Array.isArray(list) || list.length <= 1) return list;
    checkEntries(list.length, run);
    weigh(list, run.budget);
    const firsts = new Map<unknown, unknown>();
    for (const item of list) {
      run.step();
      await run.rest();
      const key = identity(item);
      if (!firsts.has(key)) firsts.set(key, item);
    }
    return 'sequence' in list ? inSequence(focus, firsts.values()) : [...firsts.values()];
  },

  zip({ run }, ...lists) {
    const columns = lists.map((list): readonly unknown[] => (Array.isArray(list) ? list : []));
    const length = Math.min(...columns.map((column) => column.length));
    checkEntries(length * columns.length, run);
    return Array.from({ length }, (_, row) => columns.map((column) => column[row]));
  },

  spread({ run, focus }, value) {
    if (typeof value !== 'object' || value === null || isFunction(value)) return value;
    weigh(value, run.budget);
    return Array.isArray(value) ? value.flatMap(spread) : inSequence(focus, spread(value));
  },

  async sort({ run, focus }, list, comparator) {
    if (!Array.isArray(list) || list.length <= 1) return list;
    checkEntries(list.length, run);
    if (comparator === undefined) return sortPlain(list);
    if (!isCallable(comparator)) throw new MisuseError('$sort takes a function');
    return mergeSort(list, async (a, b) => {
      run.step();
      await run.rest();
      return isTruthy(await comparator.apply(focus, [a, b]));
    });
  },
};

function checkEntries(count: number, { budget }: Run): void {
  if (count > budget.limits.entries)
    throw new BudgetError(`used a list with more than ${budget.limits.entries} entries`);
}

/** JSONata takes a sequence of one for its item. */
function inSequence(focus: Focus, items: Iterable<unknown>): unknown[] {
  const sequence = focus.createSequence();
  for (const item of items) sequence.push(item);
  return sequence;
}

/** The same for what is the same in depth, whatever the order of fields. */
function identity(value: unknown): unknown {
  if (isFunction(value)) return value;
  return JSON.stringify(value, (_, inner: unknown) =>
    isJsonObject(inner) ? sorted(inner) : inner,
  );
}

function sorted(object: object): object {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function spread(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(spread);
  if (!isJsonObject(value) || isFunction(value)) return [value];
  return Object.entries(value).map(([key, item]) => Object.fromEntries([[key, item]]));
}

function sortPlain(list: readonly unknown[]): readonly unknown[] {
  if (!list.every((item) => typeof item === 'number') && !list.every(isText))
    throw new MisuseError('$sort without a function takes numbers, or texts');
  return list.toSorted((a, b) => Number(a > b) - Number(a < b));
}

/** Stable. */
async function mergeSort(
  list: readonly unknown[],
  isBehind: (a: unknown, b: unknown) => Promise<boolean>,
): Promise<readonly unknown[]> {
  if (list.length <= 1) return list;
  const middle = Math.floor(list.length / 2);
  const left = await mergeSort(list.slice(0, middle), isBehind);
  const right = await mergeSort(list.slice(middle), isBehind);
  const merged: unknown[] = [];
  let taken = 0;
  for (const item of left) {
    while (taken < right.length && (await isBehind(item, right[taken]))) {
      merged.push(right[taken]);
      taken += 1;
    }
    merged.push(item);
  }
  return [...merged, ...right.slice(taken)];
}
