import { isFunction } from './weigh.ts';

/** A result of JSONata as plain JSON of its own: without functions, as in JSON, and without JSONata's marks on lists. */
export function toPlainJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' ? undefined : value;
  if (isFunction(value)) return undefined;
  if (Array.isArray(value)) return value.map((item) => toPlainJson(item) ?? null);
  const fields = Object.entries(value).map(([key, item]) => [key, toPlainJson(item)]);
  return Object.fromEntries(fields.filter(([, item]) => item !== undefined));
}
