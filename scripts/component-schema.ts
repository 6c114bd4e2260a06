import { componentFields, componentKinds, kindsByLevel } from '../src/validate/components.ts';
import type { ComponentKind } from '../src/validate/components.ts';
import { componentDescriptions } from '../src/validate/descriptions.ts';
import type { Field } from '../src/validate/fields.ts';
import type { JsonSchema } from './json-schema.ts';

type Level = keyof typeof kindsByLevel;

/** A text with `{{ }}` or `${ }` in it: what it will be is not known here. */
const expression: JsonSchema = { type: 'string', pattern: String.raw`\{\{|\$\{` };
const jsonata: JsonSchema = { type: 'string', pattern: String.raw`^(?!\s*\{\{)[\s\S]*\S` };

/** The component tree as the `json` adapter takes it: `components`, and a component for each level of nesting. */
export function componentDefinitions(): Record<string, JsonSchema> {
  const levels = Object.keys(kindsByLevel) as Level[];
  const components = levels.map((level): [string, JsonSchema] => [
    definitionName(level),
    componentSchema(level),
  ]);
  const kinds = componentKinds.map((kind): [string, JsonSchema] => [kind, kindSchema(kind)]);
  return {
    components: { ...listOf('all', 1), description: componentsDescription },
    ...Object.fromEntries([...components, ...kinds]),
  };
}

const componentsDescription = `Plain's components, each with "- " before it; or one "{{ expression }}" that gives the list.

In their texts, {{ JSONata }} is evaluated over the response: $response, $customer, $thread, $tenant, $lookup, $hasNextPage. A component whose expression has no value is left out.`;

function definitionName(level: Level): string {
  return `component-${level}`;
}

function listOf(level: Level, minItems: number): JsonSchema {
  const list = { type: 'array', minItems, items: { $ref: reference(definitionName(level)) } };
  return { anyOf: [list, expression] };
}

function reference(name: string): string {
  return `#/definitions/${name}`;
}

/** One kind, with its condition and its repetition. */
function componentSchema(level: Level): JsonSchema {
  const kinds = componentKinds.filter((kind) => kindsByLevel[level].has(kind));
  return {
    type: 'object',
    properties: {
      if: {
        ...jsonata,
        description: 'JSONata: the component is shown only if this is true',
        examples: ["status = 'open'"],
      },
      forEach: {
        ...jsonata,
        description:
          'JSONata: the component is shown for each item of this; inside, the item is $ and its place is $index',
        examples: ['data'],
      },
      ...Object.fromEntries(kinds.map((kind) => [kind, { $ref: reference(kind) }])),
    },
    additionalProperties: false,
    oneOf: kinds.map((kind) => ({ required: [kind] })),
  };
}

function kindSchema(kind: ComponentKind): JsonSchema {
  const fields = Object.entries<Field>(componentFields[kind]);
  const { about, fields: words } = componentDescriptions[kind];
  const described = new Map<string, string>(Object.entries(words));
  return {
    type: 'object',
    description: about,
    properties: Object.fromEntries(
      fields.map(([name, field]) => [
        name,
        { description: (described.get(name) ?? '') + noteOn(name), ...fieldSchema(field) },
      ]),
    ),
    required: fields.filter(([, { required }]) => required).map(([name]) => name),
    additionalProperties: false,
  };
}

/** What an expression can do for a field. */
const notes: Readonly<Record<string, string>> = {
  text: '; what {{ expressions }} give is shown as it is',
  badgeColor: '. "{{ $badgeColor(status, { … }) }}" picks one by a value',
  dateTimeIso8601: '; $dateTime(value) makes it of seconds and the like',
};

function noteOn(field: string): string {
  return notes[field] ?? '';
}

/** What a field takes, literally or by an expression; numbers and booleans become text. */
function fieldSchema(field: Field): JsonSchema {
  switch (field.type) {
    case 'string':
      return { type: ['string', 'number', 'boolean'], minLength: field.min };
    case 'enum':
      return { anyOf: [{ enum: field.values }, expression] };
    case 'url':
      return { anyOf: [{ type: 'string', pattern: '^[hH][tT][tT][pP][sS]?://' }, expression] };
    case 'dateTime':
      return { anyOf: [{ type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\d` }, expression] };
    case 'identifier':
      return identifierSchema(field.names);
    case 'content':
      return listOf(field.level, field.min);
  }
}

function identifierSchema(names: readonly string[]): JsonSchema {
  const id = { type: 'string', minLength: 1 };
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, id])),
    oneOf: names.map((name) => ({ required: [name] })),
    additionalProperties: false,
  };
}
