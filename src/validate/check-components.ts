import { componentFields, componentKinds, kindsByLevel } from './components.ts';
import type { Component, ComponentKind } from './components.ts';
import type { Field, IdentifierField } from './fields.ts';
import { broken, checkValue, sound, toCleanText } from './values.ts';
import type { Checked, Violation } from './values.ts';

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

function checkIdentifier(value: unknown, field: IdentifierField): Checked<object> {
  const rule = `expected exactly one of ${field.names.join(', ')}`;
  if (!isJsonObject(value)) return broken('', rule);
  const [name, ...others] = field.names.filter((candidate) => isSet(value[candidate]));
  if (name === undefined || others.length > 0) return broken('', rule);
  const id = value[name];
  if (typeof id === 'string' && id !== '') return sound({ [name]: toCleanText(id) });
  return broken(`/${name}`, 'expected a string that is not empty');
}

function checkField(value: unknown, field: Field, tally: Tally): Checked<string | object> {
  if (field.type === 'identifier') return checkIdentifier(value, field);
  if (field.type === 'content') return checkList(value, field, tally);
  return checkValue(value, field);
}

/** The name under which the value was sent: the deprecated one only where the current one is unset. */
function sentName(value: JsonObject, name: string, alias: string | undefined): string {
  return alias !== undefined && !isSet(value[name]) && isSet(value[alias]) ? alias : name;
}

const fieldsOfKinds: ReadonlyMap<string, readonly (readonly [string, Field])[]> = new Map(
  componentKinds.map((kind) => [kind, Object.entries<Field>(componentFields[kind])]),
);

function isKind(name: string): name is ComponentKind {
  return fieldsOfKinds.has(name);
}

function checkFields(value: unknown, kind: ComponentKind, tally: Tally): Checked<object> {
  if (!isJsonObject(value)) return broken('', 'expected an object');
  const normalised: Record<string, string | object> = {};
  for (const [name, field] of fieldsOfKinds.get(kind) ?? []) {
    const sent = sentName(value, name, field.alias);
    if (!isSet(value[sent]) && !field.required) continue;
    const checked = checkField(value[sent], field, tally);
    if (!checked.ok) return within(sent, checked);
    normalised[name] = checked.value;
  }
  return sound(normalised);
}

/** The one kind that is set; null for none or several. */
function kindOf(value: JsonObject): ComponentKind | null {
  let found: ComponentKind | null = null;
  for (const name of Object.keys(value)) {
    if (!isKind(name) || !isSet(value[name])) continue;
    if (found !== null) return null;
    found = name;
  }
  return found;
}

function checkComponent(
  value: unknown,
  allowed: ReadonlySet<ComponentKind>,
  tally: Tally,
): Checked<Component> {
  if (!isJsonObject(value)) return broken('', 'expected an object');
  const kind = kindOf(value);
  if (kind === null) return broken('', 'expected exactly one component kind');
  if (!allowed.has(kind)) return broken(`/${kind}`, `a ${kind} is not allowed here`);
  const fields = checkFields(value[kind], kind, tally);
  return fields.ok ? sound({ [kind]: fields.value } as unknown as Component) : within(kind, fields);
}

interface List {
  readonly level: keyof typeof kindsByLevel;
  readonly min: number;
}

function checkList(value: unknown, { level, min }: List, tally: Tally): Checked<Component[]> {
  if (!Array.isArray(value)) return broken('', 'expected a list of components');
  if (value.length < min) return broken('', `expected at least ${min} component`);
  tally.count += value.length;
  if (tally.count > tally.max)
    return broken('', `expected at most ${tally.max} components in a card`);
  const components: Component[] = [];
  for (const [index, item] of value.entries()) {
    const checked = checkComponent(item, kindsByLevel[level], tally);
    if (!checked.ok) return within(index, checked);
    components.push(checked.value);
  }
  return sound(components);
}

/** The way to a violation is put together on the way back from it: of most cards nobody asks. */
function within(step: string | number, { pointer, rule }: Violation): ReturnType<typeof broken> {
  return broken(`/${step}${pointer}`, rule);
}

/** Checks and normalises all components of one card; a violation points below `/components`. */
export function checkComponents(value: unknown, max: number): Checked<Component[]> {
  const checked = checkList(value, { level: 'all', min: 0 }, { count: 0, max });
  return checked.ok ? checked : within('components', checked);
}
