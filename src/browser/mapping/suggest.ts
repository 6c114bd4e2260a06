import { componentFields, componentKinds } from '../../validate/components.ts';
import type { ComponentKind } from '../../validate/components.ts';
import type { Field } from '../../validate/fields.ts';
import type { Suggested } from '../editor/complete.ts';
import type { Suggestion } from '../editor/suggestion.ts';
import { yamlPlaceAt } from '../editor/yaml-place.ts';
import type { YamlPlace } from '../editor/yaml-place.ts';
import { schemasAt } from './schema.ts';
import type { Schema } from './schema.ts';

/** What a file with the `json` adapter takes at an offset, by its schema; null where that is anything. */
export function suggestYaml(schema: Schema, text: string, offset: number): Suggested | null {
  const place = yamlPlaceAt(text, offset);
  if (place === null) return null;
  const schemas = schemasAt(schema, place.path);
  const suggestions = place.kind === 'key' ? keysOf(schemas, place) : valuesOf(schemas);
  return { from: place.from, to: place.to, suggestions };
}

function keysOf(schemas: readonly Schema[], place: YamlPlace): Suggestion[] {
  const found = new Map<string, Suggestion>();
  const hasKind = place.otherKeys.some((key) => isKind(key));
  for (const { properties = {}, required = [] } of schemas)
    for (const [name, schema] of Object.entries(properties)) {
      const isTaken = place.otherKeys.includes(name) || (hasKind && isKind(name));
      if (!isTaken) found.set(name, toKey(name, schema, required.includes(name), place.hasColon));
    }
  return [...found.values()];
}

function isKind(name: string): name is ComponentKind {
  return componentKinds.some((kind) => kind === name);
}

function toKey(name: string, schema: Schema, isNeeded: boolean, hasColon: boolean): Suggestion {
  const { description = '', default: fallback } = schema;
  return {
    label: name,
    detail: fallback === undefined ? '' : `default ${JSON.stringify(fallback)}`,
    info: description,
    insert: hasColon ? name : `${name}: ${isKind(name) ? templateOf(name) : ''}`,
    isNeeded,
  };
}

/** The fields that a component needs, on one line, to be filled in. */
function templateOf(kind: ComponentKind): string {
  const needed = Object.entries<Field>(componentFields[kind]).filter(([, f]) => f.required);
  const fields = needed.map(([name, field]) => `${name}: ${blankOf(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function blankOf(field: Field): string {
  switch (field.type) {
    case 'content':
      return '[]';
    case 'identifier':
      return '{}';
    case 'enum':
      return field.values[0] ?? '';
    case 'string':
    case 'url':
    case 'dateTime':
      return "''";
  }
}

function valuesOf(schemas: readonly Schema[]): Suggestion[] {
  const values = schemas.flatMap(({ const: only, enum: several = [], type }) => [
    ...(only === undefined ? [] : [only]),
    ...several,
    ...(type === 'boolean' ? [true, false] : []),
  ]);
  return [...new Set(values)].map((value) => ({
    label: String(value),
    detail: '',
    info: '',
    insert: String(value),
    isNeeded: false,
  }));
}
