import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { gatewaySchema, upstreamSchema } from '../src/config/schema.ts';
import { componentDefinitions } from './component-schema.ts';
import { allowPlaceholders } from './placeholder-schema.ts';

/** The part of JSON Schema (draft 7, which editors know best) that is used here. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly propertyNames?: JsonSchema;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

const draft = 'http://json-schema.org/draft-07/schema#';

/** Of gateway.yaml, for editors: what zod checks, with placeholders where a value may come from elsewhere. */
export function gatewayJsonSchema(): object {
  return { $schema: draft, title: 'gateway.yaml', ...allowPlaceholders(fromZod(gatewaySchema)) };
}

/** Of a file in upstreams/. The adapter decides about the other fields; before it is known, the common ones are. */
export function upstreamJsonSchema(): object {
  const adapters = upstreamSchema.options.map((option) => withCards(fromZod(option)));
  const { definitions } = fromZod(upstreamSchema);
  return {
    $schema: draft,
    title: 'upstreams/*.yaml',
    type: 'object',
    required: ['adapter'],
    properties: { ...commonOf(adapters), adapter: adapterSchema(adapters) },
    allOf: adapters.map(conditional),
    definitions: { ...definitions, ...componentDefinitions() },
  };
}

function fromZod(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format?.startsWith('cidr') === true) delete jsonSchema.format;
    },
  });
  return rest as JsonSchema;
}

/** With the component tree where components are, and with cards that need no fields left empty. */
function withCards(schema: JsonSchema): JsonSchema {
  const cards = schema.properties?.['cards'];
  const card = cards?.additionalProperties;
  if (typeof card !== 'object') return schema;
  const hasComponents = card.properties?.['components'] !== undefined;
  const components = { components: { $ref: '#/definitions/components' } };
  const known = hasComponents
    ? { ...card, properties: { ...card.properties, ...components } }
    : { ...card, type: ['object', 'null'] };
  return {
    ...schema,
    properties: { ...schema.properties, cards: { ...cards, additionalProperties: known } },
  };
}

/** The fields that are the same whatever the adapter. */
function commonOf(adapters: readonly JsonSchema[]): Record<string, JsonSchema> {
  const [first, ...others] = adapters.map(({ properties }) => properties ?? {});
  const common = Object.entries(first ?? {}).filter(([name, schema]) =>
    others.every((properties) => isDeepStrictEqual(properties[name], schema)),
  );
  return allowPlaceholders({ properties: Object.fromEntries(common) }).properties ?? {};
}

function adapterSchema(adapters: readonly JsonSchema[]): JsonSchema {
  const adapterOf = ({ properties }: JsonSchema) => properties?.['adapter'];
  const known = adapters.flatMap((schema) => adapterOf(schema) ?? []);
  return {
    description: known
      .map((schema) => `${String(schema.const)}: ${schema.description}`)
      .join('\n\n'),
    enum: known.map((schema) => schema.const),
  };
}

/** The adapter's own fields, where it is the adapter. */
function conditional(schema: JsonSchema): JsonSchema {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: hasAdapter(schema), then: allowPlaceholders(schema) };
}

function hasAdapter({ properties }: JsonSchema): JsonSchema {
  const adapter = properties?.['adapter']?.const;
  return { required: ['adapter'], properties: { adapter: { const: adapter } } };
}
