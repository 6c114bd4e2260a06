import { BudgetError } from './budget.ts';
import { isCallable, isText, MisuseError } from './native.ts';
import type { Callable, Focus, Replacement } from './native.ts';
import type { Run } from './run.ts';

/** Longest text that is looked for in another: a search takes time in proportion to both. */
const maxPattern = 1000;
const maxPadding = 10_000;

/** JSONata's functions of texts, so that each ends soon, whatever it is given. */
export const textFunctions: Readonly<Record<string, Replacement>> = {
  length: (_, text) => (isText(text) ? characters(text).length : undefined),

  substring: (_, text, start, length) =>
    isText(text) && typeof start === 'number' ? substring(text, start, length) : undefined,

  substringBefore: patterned,
  substringAfter: patterned,
  contains: patterned,
  match: patterned,

  string({ native, focus }, value, isPretty) {
    if (isPretty === true) throw new MisuseError('$string takes one argument');
    return native.apply(focus, [value]);
  },

  pad({ native, focus }, text, width, filler) {
    const isFit = typeof width === 'number' && Math.abs(width) <= maxPadding;
    if (!isFit || (isText(filler) && filler.length > 100))
      throw new BudgetError(`padded to more than ${maxPadding} characters`);
    return native.apply(focus, [text, width, filler]);
  },

  join({ run, native, focus }, texts, separator = '') {
    if (texts === undefined) return undefined;
    const list: readonly unknown[] = Array.isArray(texts) ? texts : [texts];
    if (!list.every(isText) || !isText(separator)) throw new MisuseError('$join takes texts');
    const length = list.reduce((sum, text) => sum + text.length + separator.length, 0);
    checkLength(length, run);
    return native.apply(focus, [list, separator]);
  },

  split(call, text, separator, limit) {
    if (!isText(separator)) return patterned(call, text, separator, limit);
    if (!isText(text)) return undefined;
    checkPattern(separator);
    const { entries } = call.run.budget.limits;
    const most = typeof limit === 'number' ? limit : Infinity;
    if (most < 0) throw new MisuseError('$split takes a limit of 0 or more');
    const parts = text.split(separator, Math.min(most, entries + 1));
    if (parts.length > entries)
      throw new BudgetError(`split a text into more than ${entries} parts`);
    return parts;
  },

  replace(call, text, pattern, replacement, limit) {
    if (!isText(pattern)) return patterned(call, text, pattern, replacement, limit);
    if (!isText(text)) return undefined;
    if (pattern === '' || !isText(replacement)) throw new MisuseError('$replace takes texts');
    checkPattern(pattern);
    return replaceText(text, pattern, replacement, limit, call.run);
  },
};

/** Code points, as JSONata counts. */
function characters(text: string): string | readonly string[] {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
}

function substring(text: string, start: number, length: unknown): string {
  const all = characters(text);
  const from = all.length + start < 0 ? 0 : start;
  if (typeof length !== 'number') return joined(all.slice(from));
  if (length <= 0) return '';
  const to = from >= 0 ? from + length : all.length + from + length;
  return joined(all.slice(from, to));
}

function joined(part: string | readonly string[]): string {
  return isText(part) ? part : part.join('');
}

/** The second argument is looked for in the first. */
function patterned(
  { run, native, focus }: Parameters<Replacement>[0],
  ...[text, pattern, ...others]: readonly unknown[]
): unknown {
  if (isText(pattern)) checkPattern(pattern);
  const guarded = isCallable(pattern) ? guardMatcher(pattern, run, focus) : pattern;
  return native.apply(focus, [text, guarded, ...others]);
}

function checkPattern(pattern: string): void {
  if (pattern.length > maxPattern)
    throw new BudgetError(`looked for a text of more than ${maxPattern} characters`);
}

function checkLength(length: number, { budget }: Run): void {
  if (length > budget.limits.valueSize)
    throw new BudgetError(`made a text of more than ${budget.limits.valueSize} characters`);
}

/** A regular expression, or a function in its place, that takes a step for each match. */
function guardMatcher(
  matcher: Callable,
  run: Run,
  focus: Focus,
): (text: unknown) => Promise<unknown> {
  return async (text) => {
    run.step();
    const found: unknown = await matcher.apply(focus, [text]);
    const isMatch = typeof found === 'object' && found !== null && 'next' in found;
    if (!isMatch || !isCallable(found.next)) return found;
    return { ...found, next: guardMatcher(found.next, run, focus) };
  };
}

function replaceText(
  text: string,
  pattern: string,
  replacement: string,
  limit: unknown,
  run: Run,
): string {
  const most = typeof limit === 'number' ? limit : Infinity;
  if (most < 0) throw new MisuseError('$replace takes a limit of 0 or more');
  const parts = text.split(pattern);
  const count = Math.min(Math.ceil(most), parts.length - 1);
  checkLength(text.length + count * replacement.length, run);
  const rest = parts.slice(count).join(pattern);
  return [...parts.slice(0, count), rest].join(replacement);
}
