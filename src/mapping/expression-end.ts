/** What hides braces in JSONata: texts, quoted names, comments; regular expressions where an operand is due. */
const hidden = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|`[^`]*`|\/\*[^]*?\*\//y;
const regex = /\/(?:[^/\\[]|\\[^]|\[(?:[^\]\\]|\\[^])*\])+\/[im]*/y;
const beforeOperand = /(?:^|[([{,;:=<>!?&|~+*/%-]|\b(?:and|or|in))\s*$/;

/** Where the `}}` stands that ends the expression which begins at `start`; undefined where none does. */
export function findExpressionEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let position = start;
  while (position < text.length) {
    const skipped = skip(text, start, position);
    if (skipped > position) {
      position = skipped;
      continue;
    }
    if (depth <= 0 && text.startsWith('}}', position)) return position;
    depth += { '{': 1, '}': -1 }[text.charAt(position)] ?? 0;
    position += 1;
  }
  return undefined;
}

/** Behind what hides its braces, or `position` itself. */
function skip(text: string, start: number, position: number): number {
  const isOperandDue = () => beforeOperand.test(text.slice(start, position));
  return (
    endOfMatch(hidden, text, position) ??
    (text.charAt(position) === '/' && isOperandDue()
      ? endOfMatch(regex, text, position)
      : undefined) ??
    position
  );
}

function endOfMatch(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
