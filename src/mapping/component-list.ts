import { suggest } from '../suggest.ts';
import { isJsonObject, maxComponents } from '../validate/check-components.ts';
import { componentKinds, kindsByLevel } from '../validate/components.ts';
import type { ComponentKind } from '../validate/components.ts';
import type { ContentField, Field } from '../validate/fields.ts';
import { fieldsOf } from './component-fields.ts';
import { compileIdentifier } from './identifier.ts';
import { compileCondition, compileItems } from './item.ts';
import { compileText } from './text-value.ts';
import { compileSole, report, within } from './tree-compiler.ts';
import type { Evaluate, Place } from './tree-compiler.ts';
import { MappingFailure } from './tree-run.ts';
import type { Scope } from './tree-run.ts';

/** A list in which components stand. */
interface Level {
  readonly min: number;
  readonly level: ContentField['level'] | 'all';
}

/** Checks and prepares a list of components, or one "{{ expression }}" that gives it. */
export function compileList(
  value: unknown,
  level: Level,
  place: Place,
): Evaluate<readonly unknown[]> {
  if (typeof value === 'string') return compileGivenList(value, place);
  if (!Array.isArray(value))
    report(place, 'expected a list of components, each with a "- " before it');
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  if (Array.isArray(value) && list.length < level.min)
    report(place, 'expected at least 1 component');
  const items = list.map((item, index) => compileItem(item, level, within(place, index)));
  return async (scope) => {
    const components: unknown[] = [];
    for (const evaluate of items) components.push(...(await evaluate(scope)));
    return components;
  };
}

/** "{{ expression }}" that gives the whole list, or one component alone. */
function compileGivenList(text: string, place: Place): Evaluate<readonly unknown[]> {
  const evaluate = compileSole(text, place);
  return async (scope) => {
    const value = await evaluate(scope);
    if (value === undefined) return [];
    const components: readonly unknown[] = Array.isArray(value) ? value : [value];
    count(scope, place, components.length);
    return components;
  };
}

/** Each component of the finished card counts once. */
function count({ run }: Scope, { path }: Place, components: number): void {
  run.count += components;
  if (run.count > maxComponents)
    throw new MappingFailure(path, `more than ${maxComponents} components`);
}

function compileItem(value: unknown, level: Level, outer: Place): Evaluate<readonly unknown[]> {
  if (!isJsonObject(value)) {
    report(outer, 'expected a component, such as componentText:');
    return async () => [];
  }
  const { place, items } = compileItems(value['forEach'], outer);
  const condition = compileCondition(value['if'], place);
  const kind = kindOf(value, level, place);
  if (kind === undefined) return async () => [];
  const evaluate = compileFields(kind, value[kind], within(place, kind));
  return async (scope) => {
    const components: unknown[] = [];
    for (const itemScope of await items(scope)) {
      const fields = (await condition(itemScope)) ? await evaluate(itemScope) : undefined;
      if (fields === undefined) continue;
      count(scope, place, 1);
      components.push({ [kind]: fields });
    }
    return components;
  };
}

const words = ['if', 'forEach'];

/** The kind that the item is, if it may stand here. */
function kindOf(value: object, { level }: Level, place: Place): ComponentKind | undefined {
  const keys = Object.keys(value).filter((key) => !words.includes(key));
  const kinds = keys.flatMap((key) => componentKinds.find((kind) => kind === key) ?? []);
  reportKeys(keys, kinds, level, place);
  return kinds.find((kind) => kindsByLevel[level].has(kind));
}

function reportKeys(
  keys: readonly string[],
  kinds: readonly ComponentKind[],
  level: Level['level'],
  place: Place,
): void {
  const allowed = kindsByLevel[level];
  const [first, second] = kinds;
  const reportKey = (key: string, message: string): void =>
    report(within(place, key), message, 'key');
  for (const key of keys.filter((name) => !kinds.some((kind) => kind === name)))
    reportKey(key, `unknown component; ${suggest(key, [...allowed, ...words])}`);
  if (keys.length === 0) report(place, 'expected a component, such as componentText:');
  if (second !== undefined)
    reportKey(second, 'a component has one kind; begin another one with "- "');
  if (first !== undefined && !allowed.has(first))
    reportKey(
      first,
      level === 'leaves'
        ? 'a row takes no rows and no containers'
        : 'a container takes no containers',
    );
}

/** Undefined when a field that the component needs has no value, so that it isn't shown. */
function compileFields(
  kind: ComponentKind,
  value: unknown,
  place: Place,
): Evaluate<object | undefined> {
  if (!isJsonObject(value)) {
    report(place, `expected the fields of the ${kind}`);
    return async () => undefined;
  }
  const fields = fieldsOf(kind, value, place).map(([name, field]) => ({
    name,
    field,
    evaluate: compileField(value[name], field, within(place, name)),
  }));
  return async (scope) => {
    const evaluated: Record<string, unknown> = {};
    for (const { name, field, evaluate } of fields) {
      const result = await evaluate(scope);
      if (result !== undefined) evaluated[name] = result;
      else if (field.required) return undefined;
    }
    return evaluated;
  };
}

function compileField(value: unknown, field: Field, place: Place): Evaluate<unknown> {
  if (field.type === 'content') return compileContent(value, field, place);
  if (field.type !== 'identifier') return compileText(value, field, place);
  return typeof value === 'string'
    ? compileSole(value, place)
    : compileIdentifier(value, field, place);
}

/** A row without main content, and a container without content, has no value. */
function compileContent(
  value: unknown,
  field: ContentField,
  place: Place,
): Evaluate<readonly unknown[] | undefined> {
  const evaluate = compileList(value, field, place);
  return async (scope) => {
    const components = await evaluate(scope);
    return components.length < field.min ? undefined : components;
  };
}
