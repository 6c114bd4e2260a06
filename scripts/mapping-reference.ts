import { filters } from '../src/mapping/filters.ts';
import { helperFunctions } from '../src/mapping/functions.ts';
import { escapeMarkdown } from '../src/mapping/markdown.ts';
import { componentFields, componentKinds } from '../src/validate/components.ts';
import type { ComponentKind } from '../src/validate/components.ts';
import { componentDescriptions, describeField } from '../src/validate/descriptions.ts';
import type { Field } from '../src/validate/fields.ts';
import { fill } from './fill.ts';

/** docs/mapping.md with its filters, components and functions as they are now. */
export function withMappingReference(page: string): string {
  const tables = {
    filters: filterTable(),
    components: componentTable(),
    functions: functionTable(),
  };
  return Object.entries(tables).reduce((text, [name, table]) => fill(text, name, table), page);
}

function filterTable(): string {
  const rows = filters.map(({ name, description, isSafe }) => [
    `\`${name}\``,
    isSafe ? 'yes' : '',
    description,
  ]);
  return tableOf(['filter', 'inside a text', 'the value'], rows);
}

function functionTable(): string {
  const rows = helperFunctions.map(({ signature, description, example, result }) => [
    `\`${signature}\``,
    description,
    `\`${example}\` → \`${String(result)}\``,
  ]);
  return tableOf(['function', 'gives', 'example'], rows);
}

function componentTable(): string {
  const rows = componentKinds.map((kind) => [
    `\`${kind}\``,
    escapeMarkdown(componentDescriptions[kind].about),
    fieldList(kind),
  ]);
  return tableOf(['component', '', 'fields; those with ? may be left out'], rows);
}

function fieldList(kind: ComponentKind): string {
  return Object.entries<Field>(componentFields[kind])
    .map(([name, field]) => `\`${name}${field.required ? '' : '?'}\` ${describe(field)}`)
    .join('<br>');
}

function describe(field: Field): string {
  if (field.type !== 'identifier') return describeField(field);
  return `one of ${field.names.map((name) => `\`${name}\``).join(', ')}`;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '-'), ...rows].map(rowOf).join('\n');
}

/** A bar within a cell would end it. */
function rowOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
