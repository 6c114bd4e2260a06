/** A place in a text: both from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where something stands in a JSON text: its value, and the key that leads to it (in a list, the value again). */
interface Offsets {
  readonly key: number;
  readonly value: number;
}

/**
 * Where the value stands that an RFC 6901 pointer names, or its key; where there is none, its nearest parent. The text must be
 * JSON. Of a key that is there twice the last counts, as it does for `JSON.parse`.
 */
export function locate(text: string, pointer: string, what: keyof Offsets = 'value'): Position {
  const start = skipSpace(text, 0);
  let found: Offsets = { key: start, value: start };
  for (const name of namesIn(pointer)) {
    const child = findChild(text, found.value, name);
    if (child === undefined) break;
    found = child;
  }
  return positionAt(text, found[what]);
}

export function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function namesIn(pointer: string): string[] {
  const [, ...names] = pointer.split('/');
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function findChild(text: string, parent: number, name: string): Offsets | undefined {
  if (text[parent] !== '{' && text[parent] !== '[') return undefined;
  const isList = text[parent] === '[';
  let index = 0;
  let found: Offsets | undefined;
  let at = skipSpace(text, parent + 1);
  while (at < text.length && text[at] !== ']' && text[at] !== '}') {
    const key = at;
    const keyEnd = isList ? key : endOfString(text, key);
    const value = isList ? key : skipSpace(text, skipSpace(text, keyEnd) + 1);
    const ownName = isList ? String(index) : JSON.parse(text.slice(key, keyEnd));
    if (ownName === name) found = { key, value };
    at = skipSpace(text, endOfValue(text, value));
    if (text[at] === ',') at = skipSpace(text, at + 1);
    index += 1;
  }
  return found;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}

/** Behind the value that begins at `start`. Not recursive: what is nested a million deep is JSON as well. */
function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  if (text[start] !== '{' && text[start] !== '[') return endOfScalar(text, start);
  let depth = 0;
  let at = start;
  do {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    at += 1;
  } while (depth > 0 && at < text.length);
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  while (at < text.length && !/[\s,\]}]/.test(text.charAt(at))) at += 1;
  return at;
}
