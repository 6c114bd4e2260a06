import { print } from './layout.ts';
import type { Layout } from './layout.ts';

const width = 80;

/** JSON as people write it: what fits on a line stands on one. */
export function formatJson(value: unknown): string {
  return print(toLayout(value, ''), width);
}

function toLayout(value: unknown, prefix: string): Layout {
  if (typeof value !== 'object' || value === null) return prefix + JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => toLayout(item, ''));
    return { open: `${prefix}[`, items, close: ']', padding: '', lastComma: '' };
  }
  const items = Object.entries(value).map(([key, item]) =>
    toLayout(item, `${JSON.stringify(key)}: `),
  );
  return { open: `${prefix}{`, items, close: '}', padding: ' ', lastComma: '' };
}
