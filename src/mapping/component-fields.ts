import { suggest } from '../suggest.ts';
import { componentFields } from '../validate/components.ts';
import type { ComponentKind } from '../validate/components.ts';
import type { Field } from '../validate/fields.ts';
import { report, within } from './tree-compiler.ts';
import type { Place } from './tree-compiler.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** The fields of the kind that are given, after reporting those that are missing and those that it doesn't have. */
export function fieldsOf(kind: ComponentKind, given: JsonObject, place: Place): [string, Field][] {
  const known = Object.entries<Field>(componentFields[kind]);
  for (const name of Object.keys(given)) {
    if (!known.some(([knownName]) => knownName === name))
      report(within(place, name), describeUnknown(name, known), 'key');
  }
  return known.filter(([name, { required, alias }]) => {
    const isGiven = isSet(given, name);
    if (!isGiven && required && !isSet(given, alias)) report(place, `missing field ${name}`);
    return isGiven;
  });
}

function isSet(given: JsonObject, name: string | undefined): boolean {
  return name !== undefined && given[name] !== undefined && given[name] !== null;
}

function describeUnknown(name: string, known: readonly [string, Field][]): string {
  const renamed = known.find(([, field]) => field.alias === name);
  if (renamed !== undefined) return `an old name; write ${renamed[0]}`;
  const names = known.map(([knownName]) => knownName);
  return `unknown field; ${suggest(name, names)}`;
}
