import { nativeNames } from '../../mapping/function-names.ts';
import { helperFunctions } from '../../mapping/functions.ts';
import { variableNames } from '../../mapping/variables.ts';
import type { VariableName } from '../../mapping/variables.ts';
import type { Suggested } from '../editor/complete.ts';
import type { Suggestion } from '../editor/suggestion.ts';

const variableWords: Readonly<Record<VariableName, string>> = {
  response: 'The whole response, everywhere',
  customer: 'Whom the card is for: email, externalId, id',
  thread: 'The conversation: id, externalId',
  tenant: 'The tenant: id, externalId',
  lookup: 'The id that lookup: found',
  index: 'In forEach, the place of the item, from 0',
  hasNextPage: 'Whether the service says that there is another page',
};

const suggestions: readonly Suggestion[] = [
  ...variableNames.map((name) => toSuggestion(name, '', variableWords[name], '')),
  ...helperFunctions.map(({ name, signature, description, example, result }) =>
    toSuggestion(
      name,
      signature.slice(name.length + 1),
      `${description}: ${example} → ${String(result)}`,
      '()',
    ),
  ),
  ...nativeNames.map((name) => toSuggestion(name, '', "JSONata's own", '()')),
];

function toSuggestion(name: string, detail: string, info: string, call: string): Suggestion {
  return { label: `$${name}`, detail, info, insert: `$${name}${call}`, isNeeded: false };
}

/** The functions and variables that expressions know, behind a `$` in one; null elsewhere. */
export function suggestInExpression(text: string, offset: number): Suggested | null {
  const [typed] = /\$\w*$/.exec(text.slice(0, offset)) ?? [];
  if (typed === undefined) return null;
  const from = offset - typed.length;
  return isInExpression(text.slice(0, from)) ? { from, to: offset, suggestions } : null;
}

/** In braces that are open, or behind a key whose value is an expression. */
function isInExpression(before: string): boolean {
  if (before.lastIndexOf('{{') > before.lastIndexOf('}}')) return true;
  return /(?:^|[ {])(?:if|forEach|pick): [^\n]*$/.test(before);
}
