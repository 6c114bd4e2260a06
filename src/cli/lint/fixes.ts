import { nearest } from '../../suggest.ts';
import { isJsonObject } from '../../validate/check-components.ts';
import { componentKinds } from '../../validate/components.ts';

/** How the value has to be for the rule that it breaks; empty where the rule says it all. */
type Fix = (value: unknown, match: RegExpExecArray) => string;

const nothingToSay = 'Leave the component out where there is nothing to say.';

/** The first row whose pattern the rule has decides. */
const fixes: readonly (readonly [RegExp, Fix])[] = [
  [/^expected one of (.+)$/, (value, [, names = '']) => didYouMean(value, names.split(', '))],
  [
    / characters$/,
    (value) => (value === '' ? nothingToSay : `Shorten it: it has ${lengthOf(value)}.`),
  ],
  [
    /^expected a string$/,
    (value) => (value == null ? nothingToSay : 'Write it as text, in quotes.'),
  ],
  [/^expected a string that is not empty$/, () => nothingToSay],
  [/ URL$/, () => 'Begin with https:// and give the whole address.'],
  [/ date-time$/, () => 'Write it like 2026-11-14T09:30:00Z.'],
  [/^expected exactly one component kind$/, fixKind],
  [
    / is not allowed here$/,
    () => 'Rows hold no rows and no containers; containers hold no containers.',
  ],
  [/^expected at least 1 component$/, () => 'Leave it out where it has no content.'],
  [/ components in a card$/, () => 'Show fewer, and link to the rest.'],
  [/^expected exactly one of /, () => 'Give the one that you have, and leave the others out.'],
  [/^expected a list of components$/, () => 'Write a list, or null where there is no data.'],
  [/^expected an integer /, () => 'Write whole seconds, 15 to 31536000.'],
];

/** What to write instead of a value that breaks a rule of `validate/`. */
export function fixFor(rule: string, value: unknown): string {
  for (const [pattern, fix] of fixes) {
    const match = pattern.exec(rule);
    if (match !== null) return fix(value, match);
  }
  return '';
}

function didYouMean(value: unknown, known: readonly string[]): string {
  const meant = typeof value === 'string' ? nearest(value, known) : undefined;
  return meant === undefined ? '' : `Did you mean ${meant}?`;
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

function fixKind(value: unknown): string {
  const names = isJsonObject(value) ? Object.keys(value) : [];
  const kinds = names.filter((name) => componentKinds.some((kind) => kind === name));
  if (kinds.length > 1) return 'Make a component of each.';
  const [name] = names;
  return (
    (name !== undefined && didYouMean(name, componentKinds)) ||
    'An object such as {"componentText": {…}}.'
  );
}
