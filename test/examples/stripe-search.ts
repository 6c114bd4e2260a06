/** One clause of Stripe's search query language: `metadata['key']:'value'`. */
export interface Clause {
  readonly field: string;
  readonly isNegated: boolean;
  readonly operator: string;
  readonly value: string | null;
}

export interface SearchQuery {
  readonly clauses: readonly Clause[];
  readonly joinedBy: 'AND' | 'OR';
}

/** A quoted text; `escape` is what a backslash may stand before. */
function quoted(escape: string): string {
  return `"(?:[^"\\\\]|\\\\${escape})*"|'(?:[^'\\\\]|\\\\${escape})*'`;
}

/**
 * The grammar says that a backslash escapes quotes and leaves open what it does elsewhere. So there are two readings, and a
 * literal is only safe when it means the same in both: a backslash escapes whatever follows, or only a quote.
 */
const escapes = { anything: '[^]', quotes: `(?:["']|(?=[^"']))` } as const;
export type Reading = keyof typeof escapes;

/** After docs.stripe.com/search, "Search query language". Undefined for what it does not allow. */
export function parseSearch(source: string, reading: Reading): SearchQuery | undefined {
  const text = quoted(escapes[reading]);
  const clause = new RegExp(
    `(?<not>-?)(?<field>\\w+(?:\\.\\w+)*(?:\\[(?:${text})\\])?)(?<operator>:|~|>=|<=|>|<)(?<value>${text}|-?\\d+(?:\\.\\d+)?|null)`,
    'y',
  );
  const joint = /\s+(?:(AND|OR)\s+)?/iy;
  const clauses: Clause[] = [];
  const joints = new Set<'AND' | 'OR'>();
  for (let at = 0; ;) {
    clause.lastIndex = at;
    const groups = clause.exec(source)?.groups;
    if (groups === undefined) return undefined;
    clauses.push(toClause(groups));
    at = clause.lastIndex;
    if (at === source.length) break;
    joint.lastIndex = at;
    const joined = joint.exec(source);
    if (joined === null) return undefined;
    joints.add(joined[1]?.toUpperCase() === 'OR' ? 'OR' : 'AND');
    at = joint.lastIndex;
  }
  const [joinedBy = 'AND', ...others] = joints;
  return others.length > 0 ? undefined : { clauses, joinedBy };
}

function toClause(groups: Record<string, string | undefined>): Clause {
  const { not, field = '', operator = '', value = '' } = groups;
  return {
    field: field.replaceAll('"', "'"),
    isNegated: not === '-',
    operator,
    value: value === 'null' ? null : unquote(value),
  };
}

function unquote(value: string): string {
  return /^["']/.test(value) ? value.slice(1, -1).replaceAll(/\\(["'\\])/g, '$1') : value;
}
