import { componentFields, componentKinds } from '../../validate/components.ts';
import type { ComponentKind } from '../../validate/components.ts';
import type { Field } from '../../validate/fields.ts';
import type { Suggested } from '../editor/complete.ts';
import type { Suggestion } from '../editor/suggestion.ts';
import { yamlPlaceAt } from '../editor/yaml-place.ts';
import type { YamlPlace } from '../editor/yaml-place.ts';
import { schemasAt } from './schema.ts';
import type { Schema } from './schema.ts';
import { suggestInExpression } from './suggest-expression.ts';

/** What a file with the `json` adapter takes at an offset, by its schema or in an expression; null where that is anything. */
export function suggestYaml(schema: Schema, text: string, offset: number): Suggested | null {
  return suggestInExpression(text, offset) ?? suggestBySchema(schema, text, offset);
}

function suggestBySchema(schema: Schema, text: string, offset: number): Suggested | null {
  const place = yamlPlaceAt(text, offset);
  if (place === null) return null;
  const suggestions = place.kind === 'key' ? keysOf(schema, place) : valuesOf(schema, place);
  return { from: place.from, to: place.to, suggestions };
}

function keysOf(root: Schema, { path, otherKeys, hasColon }: YamlPlace): Suggestion[] {
  const schemas = schemasAt(root, path);
  const needed = new Set(schemas.flatMap(({ required = [] }) => required));
  const names = new Set(schemas.flatMap(({ properties = {} }) => Object.keys(properties)));
  const hasKind = otherKeys.some(isKind);
  return [...names]
    .filter((name) => !otherKeys.includes(name) && !(hasKind && isKind(name)))
    .map((name) => {
      const known = schemasAt(root, [...path, name]);
      return {
        label: name,
        detail: detailOf(known),
        info: known.find(({ description }) => description !== undefined)?.description ?? '',
        insert: hasColon ? name : `${name}: ${isKind(name) ? templateOf(name) : ''}`,
        isNeeded: needed.has(name),
      };
    });
}

function detailOf(schemas: readonly Schema[]): string {
  const fallback = schemas.find((schema) => schema.default !== undefined)?.default;
  return fallback === undefined ? '' : `default ${JSON.stringify(fallback)}`;
}

function isKind(name: string): name is ComponentKind {
  return componentKinds.some((kind) => kind === name);
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

function valuesOf(root: Schema, { path }: YamlPlace): Suggestion[] {
  const values = schemasAt(root, path).flatMap(({ const: only, enum: several = [], type }) => [
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
