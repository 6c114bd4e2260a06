import type { Scalar } from 'yaml';

/** A character of a scalar's value that is no white space: where it starts in the text, and where it ends. */
interface Unit {
  readonly start: number;
  readonly end: number;
}

/**
 * Where in the text the character at `index` of a scalar's `value` stands, whatever the scalar's style: plain, quoted with
 * escapes, or a block. Exact for all but white space that was folded. Folding and indentation change white space only, so
 * that the other characters can be counted.
 */
export function offsetInText(scalar: Scalar, value: string, index: number, text: string): number {
  const units = unitsOf(scalar, text);
  const count = countSolid(value.slice(0, index));
  const unit = units[count];
  if (unit !== undefined && isSolid(value.charAt(index))) return unit.start;
  const before = units[count - 1]?.end ?? unit?.start ?? startOf(scalar);
  const spaces = ' '.repeat(spacesBefore(value, index));
  return text.startsWith(spaces, before) ? before + spaces.length : before;
}

function startOf(scalar: Scalar): number {
  return scalar.range?.[0] ?? 0;
}

function spacesBefore(value: string, index: number): number {
  const before = value.slice(0, index);
  return before.length - before.replace(/[ \t\r\n]+$/, '').length;
}

function countSolid(value: string): number {
  return value.replace(/[ \t\r\n]+/g, '').length;
}

function isSolid(character: string): boolean {
  return /[^ \t\r\n]/.test(character);
}

const solid = /[^ \t\r\n]/g;
const quoted = new Map([
  ['QUOTE_SINGLE', /''|[^ \t\r\n]/g],
  ['QUOTE_DOUBLE', /\\(?:x..|u.{4}|U.{8}|\r?\n|.)|[^ \t\r\n]/gs],
]);

function unitsOf({ range, type = 'PLAIN' }: Scalar, text: string): Unit[] {
  const [start, end] = range ?? [0, 0];
  const pattern = quoted.get(type);
  if (pattern) return find(text.slice(start + 1, end - 1), start + 1, pattern);
  const header = type.startsWith('BLOCK') ? text.indexOf('\n', start) + 1 : start;
  return find(text.slice(header, end), header, solid);
}

function find(source: string, offset: number, pattern: RegExp): Unit[] {
  return [...source.matchAll(pattern)].flatMap(({ 0: match, index }) => {
    const start = offset + index;
    const unit = { start, end: start + match.length };
    return Array.from({ length: lengthOf(match) }, () => unit);
  });
}

/** How many characters that are no white space something in the text stands for. */
function lengthOf(match: string): number {
  if (!match.startsWith('\\') || match.length === 1) return 1;
  if (/^\\[ \t\r\nntr]/.test(match)) return 0;
  const [, digits] = /^\\[xuU](.+)$/.exec(match) ?? [];
  return digits === undefined ? 1 : countSolid(String.fromCodePoint(Number.parseInt(digits, 16)));
}
