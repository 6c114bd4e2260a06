import { suggest } from '../suggest.ts';
import { isJsonObject } from '../validate/check-components.ts';
import type { IdentifierField, StringField } from '../validate/fields.ts';
import { compileText } from './text-value.ts';
import { report, within } from './tree-compiler.ts';
import type { Evaluate, Place } from './tree-compiler.ts';

const idField: StringField = { type: 'string', min: 1, max: 10_000, required: true };

/** Exactly one of the field's names, with a text; undefined when it has no value. */
export function compileIdentifier(
  value: unknown,
  { names }: IdentifierField,
  place: Place,
): Evaluate<object | undefined> {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  const [first, ...others] = entries;
  if (first === undefined || others.length > 0)
    report(place, `expected one of ${names.join(', ')}, with its value`);
  const compiled = entries.map(([name, id]) => compileName(name, id, names, within(place, name)));
  return async (scope) => {
    const [entry] = compiled;
    return entry?.(scope);
  };
}

function compileName(
  name: string,
  id: unknown,
  names: readonly string[],
  place: Place,
): Evaluate<object | undefined> {
  if (!names.includes(name)) report(place, `unknown field; ${suggest(name, names)}`, 'key');
  const evaluate = compileText(id, idField, place);
  return async (scope) => {
    const text = await evaluate(scope);
    return text === undefined ? undefined : { [name]: text };
  };
}
