import { helperFunctions } from './functions.ts';

/** JSONata's own functions, but for those that are refused. */
export const nativeNames: readonly string[] = `
  abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent
  distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber fromMillis
  join keys length lookup lowercase map match max merge millis min not now number pad parseInteger power reduce replace
  reverse round sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type
  uppercase zip`
  .trim()
  .split(/\s+/);

/** All that expressions may call by name. */
export const functionNames: readonly string[] = [
  ...nativeNames,
  ...helperFunctions.map(({ name }) => name),
];

/** Functions of JSONata that would make an evaluation depend on more than its input, and why they are refused. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map([
  ['eval', 'an expression is not made from data'],
  ['random', 'the same data has to give the same card'],
  ['shuffle', 'the same data has to give the same card'],
]);
