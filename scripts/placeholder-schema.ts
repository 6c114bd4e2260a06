import type { JsonSchema } from './json-schema.ts';

/** `${PORT}`, alone: it may become a number or a boolean. */
const sole: JsonSchema = { type: 'string', pattern: String.raw`^\$\{[^}]*\}$` };
/** A text with `${…}` somewhere: what it will be is not known here. */
const partial: JsonSchema = { type: 'string', pattern: String.raw`\$\{` };

/** What describes a value, beside what restricts it. */
const annotations = new Set(['title', 'description', 'default', 'examples']);

/** The schema with `${…}` allowed wherever a value of the file may be one. */
export function allowPlaceholders(schema: JsonSchema): JsonSchema {
  const { properties, items, additionalProperties, anyOf, allOf } = schema;
  const inner = {
    ...schema,
    ...(properties && { properties: mapValues(properties, allowPlaceholders) }),
    ...(items && { items: allowPlaceholders(items) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: allowPlaceholders(additionalProperties),
    }),
    ...(anyOf && { anyOf: anyOf.map(allowPlaceholders) }),
    ...(allOf && { allOf: allOf.map(allowPlaceholders) }),
  };
  const placeholder = placeholderFor(schema);
  return placeholder ? orElse(inner, placeholder) : inner;
}

function placeholderFor(schema: JsonSchema): JsonSchema | undefined {
  const { type, const: only } = schema;
  if (type === 'integer' || type === 'number' || type === 'boolean') return sole;
  const isRestricted = ['pattern', 'format', 'enum'].some((name) => name in schema);
  return type === 'string' && isRestricted && only === undefined ? partial : undefined;
}

function orElse(schema: JsonSchema, other: JsonSchema): JsonSchema {
  const entries = Object.entries(schema);
  const isAnnotation = ([name]: [string, unknown]) => annotations.has(name);
  const rules = Object.fromEntries(entries.filter((entry) => !isAnnotation(entry)));
  return { ...Object.fromEntries(entries.filter(isAnnotation)), anyOf: [rules, other] };
}

function mapValues<T, R>(
  values: Readonly<Record<string, T>>,
  change: (value: T) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
