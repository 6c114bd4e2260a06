import { attributes } from '../src/observe/tracing/attributes.ts';
import type { Attribute } from '../src/observe/tracing/attributes.ts';
import { fill } from './fill.ts';

/** The page with what src/observe/tracing/attributes.ts says now. */
export function withAttributes(page: string): string {
  const rows = Object.entries<Attribute>(attributes).map(
    ([name, { on, help }]) => `| \`${name}\` | ${on.join(', ')} | ${help} |`,
  );
  const table = ['| attribute | on | |', '| --- | --- | --- |', ...rows].join('\n');
  return fill(page, 'attributes', table);
}
