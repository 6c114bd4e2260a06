import { parsePlaceholders } from './placeholder.ts';
import type { TextProblem } from './problem.ts';

const rules: readonly { readonly broken: RegExp; readonly message: string }[] = [
  { broken: /^(?!\/)/, message: 'expected a path that begins with /' },
  { broken: /^\/\//, message: 'expected one / at the beginning of the path' },
  { broken: /[?#]/, message: 'a path has no ? or #; what follows a ? is written as query:' },
  { broken: /(?<=\/)\.{1,2}(?=\/|$)/, message: 'a path has no . or .. segments' },
  {
    broken: /[^\x21-\x7e]|["<>\\^`{|}]/,
    message: 'a character that a path does not take; write it percent-encoded',
  },
];

/** What is wrong with the author's part of a path. */
export function findPathProblem(text: string): TextProblem | undefined {
  const own = withoutPlaceholders(text);
  for (const { broken, message } of rules) {
    const offset = own.search(broken);
    if (offset !== -1) return { ok: false, message, offset };
  }
  return undefined;
}

/** Of the same length. */
function withoutPlaceholders(text: string): string {
  const parsed = parsePlaceholders(text);
  if (!parsed.ok) return text.replaceAll(/[{|}]/g, '_');
  let own = text;
  for (const { start, end } of parsed.placeholders)
    own = own.slice(0, start) + '_'.repeat(end - start) + own.slice(end);
  return own;
}
