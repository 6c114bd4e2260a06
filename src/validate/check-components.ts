import { componentFields, componentKinds, kindsByLevel } from './components.ts';
import type { Component, ComponentKind } from './components.ts';
import type { Field, IdentifierField } from './fields.ts';
import { broken, checkValue, sound, toCleanText } from './values.ts';
import type { Checked } from './values.ts';

/**
 * The most components in one card, rows and containers and what they hold counted alike. Plain documents no bound;
 * this is some fifteen times its largest public example, and few enough to be checked in a few milliseconds.
 */
export const maxComponents = 1000;

/** Components seen so far in the card, and how many there may be. */
interface Tally {
  count: number;
  readonly max: number;
}

type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function checkIdentifier(value: unknown, field: IdentifierField, pointer: string): Checked<object> {
  const rule = `expected exactly one of ${field.names.join(', ')}`;
  if (!isJsonObject(value)) return broken(pointer, rule);
  const [name, ...others] = field.names.filter((candidate) => isSet(value[candidate]));
  if (name === undefined || others.length > 0) return broken(pointer, rule);
  const id = value[name];
  if (typeof id === 'string' && id !== '') return sound({ [name]: toCleanText(id) });
  return broken(`${pointer}/${name}`, 'expected a string that is not empty');
}

function checkField(
  value: unknown,
  field: Field,
  pointer: string,
  tally: Tally,
): Checked<string | object> {
  if (field.type === 'identifier') return checkIdentifier(value, field, pointer);
  if (field.type === 'content') return checkList(value, field, pointer, tally);
  return checkValue(value, field, pointer);
}

/** The name under which the value was sent: the deprecated one only where the current one is unset. */
function sentName(value: JsonObject, name: string, alias: string | undefined): string {
  return alias !== undefined && !isSet(value[name]) && isSet(value[alias]) ? alias : name;
}

function checkFields(
  value: unknown,
  kind: ComponentKind,
  pointer: string,
  tally: Tally,
): Checked<object> {
  if (!isJsonObject(value)) return broken(pointer, 'expected an object');
  const normalised: Record<string, string | object> = {};
  for (const [name, field] of Object.entries<Field>(componentFields[kind])) {
    const sent = sentName(value, name, field.alias);
    if (!isSet(value[sent]) && !field.required) continue;
    const checked = checkField(value[sent], field, `${pointer}/${sent}`, tally);
    if (!checked.ok) return checked;
    normalised[name] = checked.value;
  }
  return sound(normalised);
}

function checkComponent(
  value: unknown,
  allowed: ReadonlySet<ComponentKind>,
  pointer: string,
  tally: Tally,
): Checked<Component> {
  if (!isJsonObject(value)) return broken(pointer, 'expected an object');
  const [kind, ...others] = componentKinds.filter((candidate) => isSet(value[candidate]));
  if (kind === undefined || others.length > 0)
    return broken(pointer, 'expected exactly one component kind');
  if (!allowed.has(kind)) return broken(`${pointer}/${kind}`, `a ${kind} is not allowed here`);
  const fields = checkFields(value[kind], kind, `${pointer}/${kind}`, tally);
  return fields.ok ? sound({ [kind]: fields.value } as unknown as Component) : fields;
}

interface List {
  readonly level: keyof typeof kindsByLevel;
  readonly min: number;
}

function checkList(
  value: unknown,
  { level, min }: List,
  pointer: string,
  tally: Tally,
): Checked<Component[]> {
  if (!Array.isArray(value)) return broken(pointer, 'expected a list of components');
  if (value.length < min) return broken(pointer, `expected at least ${min} component`);
  tally.count += value.length;
  if (tally.count > tally.max)
    return broken(pointer, `expected at most ${tally.max} components in a card`);
  const components: Component[] = [];
  for (const [index, item] of value.entries()) {
    const checked = checkComponent(item, kindsByLevel[level], `${pointer}/${index}`, tally);
    if (!checked.ok) return checked;
    components.push(checked.value);
  }
  return sound(components);
}

/** Checks and normalises all components of one card; a violation points below `/components`. */
export function checkComponents(value: unknown, max: number): Checked<Component[]> {
  return checkList(value, { level: 'all', min: 0 }, '/components', { count: 0, max });
}
