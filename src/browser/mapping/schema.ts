import type { YamlPath } from '../editor/yaml-tree.ts';

/** What of JSON Schema config/upstream.schema.json is written in, as far as it is read here. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** The schemas of which one holds at a path of a file with the `json` adapter. */
export function schemasAt(root: Schema, path: YamlPath): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (schemas, step) => schemas.flatMap((schema) => stepInto(schema, step)).flatMap(open),
    open(root),
  );

  /** Without references, each alternative by itself. */
  function open(schema: Schema): readonly Schema[] {
    const { $ref, anyOf = [], allOf = [], then } = schema;
    if ($ref !== undefined) {
      const name = $ref.replace('#/definitions/', '');
      return open(root.definitions?.[name] ?? {});
    }
    const conditional = then !== undefined && isJsonAdapter(schema.if) ? [then] : [];
    return [schema, ...[...anyOf, ...allOf, ...conditional].flatMap(open)];
  }
}

function isJsonAdapter(condition: Schema | undefined): boolean {
  return condition?.properties?.['adapter']?.const === 'json';
}

function stepInto(schema: Schema, step: string | number): readonly Schema[] {
  const { properties = {}, additionalProperties, items } = schema;
  if (typeof step === 'number') return items === undefined ? [] : [items];
  if (Object.hasOwn(properties, step)) return [properties[step] ?? {}];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}
