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
