import { componentFields } from '../../validate/components.ts';
import type { ComponentKind } from '../../validate/components.ts';
import type { Field } from '../../validate/fields.ts';

/** The JSON of a component with what it needs, to be filled in. */
export function kindTemplate(kind: ComponentKind): string {
  const needed = Object.entries<Field>(componentFields[kind]).filter(
    ([, { required }]) => required,
  );
  const fields = needed.map(([name, field]) => `"${name}": ${fieldTemplate(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** The JSON of a field, to be filled in. */
export function fieldTemplate(field: Field): string {
  if (field.type === 'content') return '[]';
  return field.type === 'identifier' ? '{}' : '""';
}

/** What a field takes, in a few words. */
export function describeField(field: Field): string {
  switch (field.type) {
    case 'string':
      return `text, ${field.min === 0 ? 'at most' : `${field.min} to`} ${field.max.toLocaleString('en')} characters`;
    case 'enum':
      return field.values.join(', ');
    case 'url':
      return 'http or https';
    case 'dateTime':
      return 'such as 2026-11-14T09:30:00Z';
    case 'identifier':
      return `one of ${field.names.join(', ')}`;
    case 'content':
      return field.min === 0 ? 'a list' : 'a list, not empty';
  }
}
