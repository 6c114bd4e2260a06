/** Where in a JSON text somebody is writing, be it complete or not. */
export interface JsonPlace {
  /** Whether a key is due there, or a value. */
  readonly kind: 'key' | 'value';
  /** Of the object for a key, of the value itself for a value. */
  readonly path: readonly JsonStep[];
  /** The keys that the object around it has beside this one; none in a list. */
  readonly otherKeys: readonly string[];
  /** What is there already and would be replaced. */
  readonly from: number;
  readonly to: number;
  /** Whether a colon follows. */
  readonly hasColon: boolean;
}

export type JsonStep = string | number;

interface Token {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** An object or list that is open. */
interface Frame {
  readonly isList: boolean;
  readonly keys: string[];
  key: string;
  index: number;
  due: 'key' | 'colon' | 'value' | 'comma';
}

const tokens = /"(?:[^"\\\n]|\\.)*"?|[[\]{},:]|[^\s"[\]{},:]+/g;

/** What may be written at an offset; null where nothing but punctuation may. */
export function placeAt(text: string, offset: number): JsonPlace | null {
  const frames: Frame[] = [];
  let isOver = false;
  for (const token of tokensOf(text)) {
    if (token.from >= offset) break;
    if (reaches(token, offset)) return isOver ? null : toPlace(frames, token, text);
    isOver = follow(token.text, frames);
  }
  return isOver ? null : toPlace(frames, { text: '', from: offset, to: offset }, text);
}

function* tokensOf(text: string, from = 0): Generator<Token> {
  for (const { 0: token, index } of text.slice(from).matchAll(tokens))
    yield { text: token, from: from + index, to: from + index + token.length };
}

/** Whether the offset is inside a word or text, or at its end while that may go on. */
function reaches({ text, to }: Token, offset: number): boolean {
  if (/^[[\]{},:]$/.test(text)) return false;
  return offset < to || (offset === to && !isClosed(text));
}

function isClosed(text: string): boolean {
  return /^"(?:[^"\\\n]|\\.)*"$/.test(text);
}

/** Steps over a token; true behind the end of the document. */
function follow(text: string, frames: Frame[]): boolean {
  const frame = frames.at(-1);
  if (text === '{' || text === '[') {
    const isList = text === '[';
    frames.push({ isList, keys: [], key: '', index: 0, due: isList ? 'value' : 'key' });
    return false;
  }
  if (text === '}' || text === ']') {
    frames.pop();
    return ended(frames);
  }
  if (frame === undefined) return true;
  if (text === ',') next(frame);
  else if (text === ':') frame.due = 'value';
  else if (frame.due === 'key') {
    frame.key = keyOf(text);
    frame.keys.push(frame.key);
    frame.due = 'colon';
  } else frame.due = 'comma';
  return false;
}

function ended(frames: readonly Frame[]): boolean {
  const outer = frames.at(-1);
  if (outer === undefined) return true;
  outer.due = 'comma';
  return false;
}

function next(frame: Frame): void {
  frame.due = frame.isList ? 'value' : 'key';
  frame.index += 1;
}

/** Without its quotes; of a text that has no end yet as well. */
function keyOf(text: string): string {
  return text.replaceAll('"', '');
}

function toPlace(frames: readonly Frame[], token: Token, text: string): JsonPlace | null {
  const frame = frames.at(-1);
  const { from, to } = token;
  const rest = { from, to, hasColon: /^\s*:/.test(text.slice(to)) };
  if (frame === undefined) return { kind: 'value', path: [], otherKeys: [], ...rest };
  const outer = frames.slice(0, -1).map(stepOf);
  if (frame.due === 'key') {
    const otherKeys = [...frame.keys, ...keysBehind(text, to)];
    return { kind: 'key', path: outer, otherKeys, ...rest };
  }
  if (frame.due !== 'value') return null;
  return { kind: 'value', path: [...outer, stepOf(frame)], otherKeys: [], ...rest };
}

function stepOf({ isList, key, index }: Frame): JsonStep {
  return isList ? index : key;
}

/** The keys that follow in the same object. */
function keysBehind(text: string, from: number): string[] {
  const keys: string[] = [];
  let depth = 0;
  let last = '';
  for (const { text: token } of tokensOf(text, from)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':' && depth === 0 && last !== '') keys.push(keyOf(last));
    if (depth < 0) break;
    last = token;
  }
  return keys;
}
