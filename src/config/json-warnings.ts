import type { Finding } from './finding.ts';
import { lookupUses, subjectUses } from './json-use.ts';
import { loneBraces } from './lone-braces.ts';
import { cardsOf } from './parts.ts';
import type { Part } from './parts.ts';
import type { Path } from './problem.ts';
import { field, fields, items, textAt } from './raw.ts';
import type { FileData } from './validate.ts';

/** What a file of the `json` adapter has for nothing, and cards that are the same for everybody. */
export function jsonWarnings(file: FileData): Finding[] {
  if (textAt(file.data, 'adapter') !== 'json') return [];
  const cards = cardsOf(file.data);
  const finding = (path: Path, message: string, at?: 'key'): Finding => {
    return { source: file.source, path, message, at };
  };
  return [
    ...uselessLookup(file.data, cards).map(([name, message]) => finding([name], message, 'key')),
    ...cards.flatMap(({ base, data }) => [
      ...indifferentExpectations(data).map((expression) =>
        finding([...base, 'expect', expression], indifferent),
      ),
      ...loneBraces(data).map(({ path, ...use }) => {
        return { source: file.source, path: [...base, ...path], message: shownAsItIs, ...use };
      }),
      ...(isImpersonal(data) ? [finding(base, impersonal, 'key')] : []),
    ]),
  ];
}

const indifferent =
  'the same for every customer; expected a placeholder, such as {lookup} or {customer.externalId}';
const shownAsItIs = 'shown as it is; a value stands in two braces, as in {{ name }}';
const impersonal =
  'shows every customer the same: neither the request nor the components say whom they are about; expected a placeholder, such as {customer.externalId}';

function uselessLookup(data: unknown, cards: readonly Part[]): [string, string][] {
  if (items(field(data, 'lookup')).length === 0)
    return field(data, 'lookupTtlSeconds') === undefined
      ? []
      : [['lookupTtlSeconds', 'of no use without lookup:']];
  if (cards.some((card) => lookupUses(card.data).length > 0)) return [];
  return [['lookup', 'of no use: no card has {lookup} or $lookup']];
}

function indifferentExpectations(card: unknown): string[] {
  return fields(field(card, 'expect'))
    .filter(([expression, expected]) => subjectUses({ expression, expected }).length === 0)
    .map(([expression]) => expression);
}

function isImpersonal(card: unknown): boolean {
  const hasRequest = ['get', 'post'].some((method) => field(card, method) !== undefined);
  return hasRequest && field(card, 'retired') !== true && subjectUses(card).length === 0;
}
