/** One term of Sentry's search: `key:value`, `!key:value`, or free text under the key `message`. */
export interface Term {
  readonly key: string;
  readonly isNegated: boolean;
  readonly matches: (value: string) => boolean;
}

export type ParsedQuery =
  | { readonly ok: true; readonly terms: readonly Term[] }
  | { readonly ok: false; readonly detail: string };

/** The named groups of `token`. */
type Groups = Readonly<Record<string, string | undefined>>;

/** What `is:` may ask here, each with the status it stands for. */
const statuses = new Map([
  ['archived', 'ignored'],
  ['ignored', 'ignored'],
  ['resolved', 'resolved'],
  ['unresolved', 'unresolved'],
]);

/** After Sentry's grammar: `\"` is the only escape in quotes, and a value without them ends at a space or a parenthesis. */
const inQuotes = String.raw`(?:\\"|[^"\\]|\\(?!"))*`;
const token = new RegExp(
  [
    String.raw`(?<boolean>(?:AND|OR)(?=[\s)]|$))`,
    String.raw`(?<not>!?)(?<key>[\w.-]+):(?:"(?<quoted>${inQuotes})"|(?<bare>[^()\t\n ]*))`,
    `"(?<phrase>${inQuotes})"`,
    String.raw`(?<word>[^()\n ]+)`,
  ]
    .map((kind) => `${kind} *`)
    .join('|'),
  'giy',
);

const unescapeQuotes = (text: string): string => text.replaceAll('\\"', '"');

/** Why Sentry refuses the term, in its own words. */
function findProblem({ boolean, key, quoted, bare }: Groups): string | undefined {
  if (boolean !== undefined)
    return 'Boolean statements containing "OR" or "AND" are not supported in this search';
  if (bare === '') return `Empty string after '${key}:'`;
  if (bare !== undefined && /(?<!\\)"/.test(bare))
    return `Invalid quote at '${bare}': quotes must enclose text or be escaped.`;
  if (key === 'is' && !statuses.has(quoted ?? bare ?? ''))
    return `Invalid value for "is" search, valid values are ['${[...statuses.keys()].join("', '")}']`;
  return undefined;
}

/** Splits at each `*` that no backslash escapes. In quotes, too, `*` is Sentry's wildcard. */
function literalParts(raw: string): string[] {
  const parts = [''];
  for (const [char, escaped] of raw.matchAll(/\\([^])|[^]/gu)) {
    if (char === '*') parts.push('');
    else parts.push(`${parts.pop()}${escaped ?? char}`);
  }
  return parts;
}

/** Exact without a wildcard; with one, in any case. */
function valueMatcher(raw: string): Term['matches'] {
  const [first = '', ...middle] = literalParts(raw.toLowerCase());
  const last = middle.pop();
  if (last === undefined) return (value) => value === raw.replaceAll('\\*', '*');
  return (value) => {
    const text = value.toLowerCase();
    if (!text.startsWith(first)) return false;
    let rest = text.slice(first.length);
    for (const part of middle) {
      const found = rest.indexOf(part);
      if (found === -1) return false;
      rest = rest.slice(found + part.length);
    }
    return rest.endsWith(last);
  };
}

function toTerm({ not, key, quoted, bare = '', phrase, word = '' }: Groups): Term {
  if (key === undefined) {
    const text = unescapeQuotes(phrase ?? word).toLowerCase();
    const matches: Term['matches'] = (value) => value.toLowerCase().includes(text);
    return { key: 'message', isNegated: false, matches };
  }
  const value = unescapeQuotes(quoted ?? bare);
  const matches = valueMatcher(key === 'is' ? (statuses.get(value) ?? value) : value);
  return { key, isNegated: not === '!', matches };
}

/** Reads the part of Sentry's issue search that the demo knows, and refuses the rest in Sentry's words. No groups in parentheses. */
export function parseQuery(query: string): ParsedQuery {
  const source = query.trim();
  const failed = (problem: string): ParsedQuery => ({
    ok: false,
    detail: `Error parsing search query: ${problem}`,
  });
  const terms: Term[] = [];
  let end = 0;
  for (const { 0: text, index, groups = {} } of source.matchAll(token)) {
    const problem = findProblem(groups);
    if (problem !== undefined) return failed(problem);
    terms.push(toTerm(groups));
    end = index + text.length;
  }
  if (end === source.length) return { ok: true, terms };
  const near = source.slice(Math.max(0, end - 5), end + 5);
  return failed(
    `Parse error at '${near}' (column ${end + 1}). This is commonly caused by unmatched parentheses. Enclose any text in double quotes.`,
  );
}
