/** What an expression sees beside its input, `$`. */
export const variableNames = [
  'response', // the whole response
  'customer', // {id, email, externalId}
  'thread', // {id, externalId}
  'tenant', // {id, externalId}
  'lookup', // the id that the look-up found
  'index', // in `forEach`: the item's place, from 0
  'hasNextPage', // whether the response says that there is another page
] as const;

export type VariableName = (typeof variableNames)[number];

/** The values of the variables; one that is absent has no value. */
export type Bindings = Readonly<Partial<Record<VariableName, unknown>>>;

export function isVariableName(name: string): name is VariableName {
  return variableNames.some((known) => known === name);
}

/** What `$lookup` as a value is called in JSONata, whose function `$lookup()` has the name already. */
export const lookupVariable = 'lookup ';
