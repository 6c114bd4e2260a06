import type { Finding } from './finding.ts';
import { customerUses, lookupUses } from './json-use.ts';
import { checkMapping } from './mapping-check.ts';
import { cardsOf, stepsOf } from './parts.ts';
import type { Part } from './parts.ts';
import { field, textAt } from './raw.ts';
import type { FileData } from './validate.ts';

/** What can't work in a file of the `json` adapter, beside what its schema tells. */
export function checkJson(file: FileData): Finding[] {
  if (textAt(file.data, 'adapter') !== 'json') return [];
  return [...checkMapping(file), ...misusedLookup(file), ...unmatchable(file)];
}

function misusedLookup({ source, data }: FileData): Finding[] {
  const refuse = (message: string) => (part: Part) =>
    lookupUses(part.data).map(({ path, ...use }): Finding => {
      return { source, path: [...part.base, ...path], message, ...use };
    });
  const hasLookup = field(data, 'lookup') !== undefined;
  return [
    ...stepsOf(data).flatMap(refuse(tooEarly)),
    ...(hasLookup ? [] : cardsOf(data).flatMap(refuse(noLookup))),
  ];
}

const tooEarly =
  'not found yet while looking up; a step can use the identifiers of customer, thread and tenant';
const noLookup =
  'nothing finds this; write lookup: with the requests that find the id of the customer';

/** `match: externalId` lets only those steps find the customer that go by the external id. */
function unmatchable({ source, data }: FileData): Finding[] {
  const steps = stepsOf(data);
  const isByExternalId = (step: Part) => customerUses(step.data, 'externalId').length > 0;
  if (steps.length === 0 || steps.some(isByExternalId)) return [];
  return cardsOf(data)
    .filter(
      (card) => field(card.data, 'match') === 'externalId' && lookupUses(card.data).length > 0,
    )
    .map(({ base }) => ({ source, path: [...base, 'match'], message: neverMatches }));
}

const neverMatches =
  'the card would never be shown: no step of lookup: uses {customer.externalId}; add one, or remove this line';
