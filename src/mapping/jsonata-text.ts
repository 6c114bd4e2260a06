/** What hides braces in JSONata: texts, quoted names, comments; regular expressions where an operand is due. */
const opaque = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|`[^`]*`|\/\*[^]*?\*\//y;
const regex = /\/(?:[^/\\[]|\\[^]|\[(?:[^\]\\]|\\[^])*\])+\/[im]*/y;
const beforeOperand = /(?:^|[([{,;:=<>!?&|~+*%-]|\b(?:and|or|in))$/;

/** Where the `}}` stands that ends the expression which begins at `start`; undefined where none does. */
export function findExpressionEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let position = start;
  while (position < text.length) {
    const end = endOfOpaque(text, start, position);
    if (end === undefined) {
      if (depth <= 0 && text.startsWith('}}', position)) return position;
      depth += { '{': 1, '}': -1 }[text.charAt(position)] ?? 0;
    }
    position = end ?? position + 1;
  }
  return undefined;
}

/** Behind the text, quoted name, comment or regular expression that begins at `position` in the source from `start` on. */
export function endOfOpaque(source: string, start: number, position: number): number | undefined {
  if (source.charAt(position) !== '/' || source.charAt(position + 1) === '*')
    return endOfMatch(opaque, source, position);
  // Two lines suffice, so that a source of slashes takes no time in square of its length.
  const before = source.slice(Math.max(start, position - 200), position).trimEnd();
  return beforeOperand.test(before) ? endOfMatch(regex, source, position) : undefined;
}

function endOfMatch(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
