import { endOfOpaque } from './jsonata-text.ts';

/** Where the token begins that JSONata reports by its end. `text` is what it reads as, without quotes or `$`. */
export function startOfToken(source: string, end: number, text: string): number {
  const start = end - text.length;
  if (source.slice(start, end) === text)
    return source.charAt(start - 1) === '$' ? start - 1 : start;
  return startOfOpaque(source, end) ?? startOfWord(source, end);
}

function startOfWord(source: string, end: number): number {
  const [word = ' '] = /[\w$]+$/.exec(source.slice(0, end)) ?? [];
  return Math.max(0, end - word.length);
}

function startOfOpaque(source: string, end: number): number | undefined {
  let position = 0;
  while (position < end) {
    const behind = endOfOpaque(source, 0, position);
    if (behind === end) return position;
    position = behind ?? position + 1;
  }
  return undefined;
}

/** Where the first of `openers` stands that nothing ends; the end of the source where there is none. */
export function findUnclosed(source: string, openers: RegExp): number {
  let position = 0;
  while (position < source.length) {
    const behind = endOfOpaque(source, 0, position);
    if (behind === undefined && openers.test(source.slice(position))) return position;
    position = behind ?? position + 1;
  }
  return source.length;
}
