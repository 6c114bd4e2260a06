/** Where a text stops being JSON, and what was expected there. */
export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
}

/** What may come next. */
type State = 'value' | 'item' | 'first item' | 'key' | 'first key' | 'colon' | 'comma' | 'end';

const expectations: Readonly<Record<State, string>> = {
  value: 'a value: text in double quotes, a number, true, false, null, { or [',
  item: 'a value; no comma stands behind the last one',
  'first item': 'a value, or ] for an empty list',
  key: 'a key in double quotes; no comma stands behind the last field',
  'first key': 'a key in double quotes, or } for an empty object',
  colon: 'a colon behind the key',
  comma: 'a comma, or the end of the object or list',
  end: 'nothing more behind the end',
};

const tokens =
  /[\t\n\r ]*(?:(?<string>"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\["\\/bfnrt]|\\u[\dA-Fa-f]{4})*")|(?<scalar>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null)|(?<mark>[[\]{},:]))/uy;

/** The first place at which a text breaks the grammar of JSON (RFC 8259); null where it never does. */
export function findSyntaxProblem(text: string): SyntaxProblem | null {
  const open: string[] = [];
  let state: State = 'value';
  let offset = 0;
  for (;;) {
    tokens.lastIndex = offset;
    const { groups } = tokens.exec(text) ?? {};
    const next: State | undefined = groups && follow(state, groups, open);
    if (next === undefined) break;
    state = next;
    offset = tokens.lastIndex;
  }
  const left = text.slice(offset).search(/[^\t\n\r ]/);
  if (left === -1 && state === 'end') return null;
  const at = left === -1 ? text.length : offset + left;
  return { offset: at, message: `not JSON here; expected ${expectations[state]}` };
}

/** What may come behind a token; undefined where the token itself may not come. `open` holds the brackets around it. */
function follow(
  state: State,
  { string, mark }: Readonly<Record<string, string | undefined>>,
  open: string[],
): State | undefined {
  const wantsValue = state === 'value' || state === 'item' || state === 'first item';
  const wantsKey = state === 'key' || state === 'first key';
  if (mark === undefined) {
    if (wantsKey) return string === undefined ? undefined : 'colon';
    return wantsValue ? afterValue(open) : undefined;
  }
  if (mark === '{' || mark === '[') {
    if (!wantsValue) return undefined;
    open.push(mark);
    return mark === '{' ? 'first key' : 'first item';
  }
  if (mark === ':') return state === 'colon' ? 'value' : undefined;
  if (mark === ',') return state === 'comma' ? (open.at(-1) === '{' ? 'key' : 'item') : undefined;
  const [opening, first] = mark === '}' ? ['{', 'first key'] : ['[', 'first item'];
  if (open.at(-1) !== opening || (state !== 'comma' && state !== first)) return undefined;
  open.pop();
  return afterValue(open);
}

function afterValue(open: readonly string[]): State {
  return open.length === 0 ? 'end' : 'comma';
}
