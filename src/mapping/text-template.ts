import type { TextProblem } from './problem.ts';

/** A piece of a text: the author's own words, or an expression between `{{` and `}}`. */
export type TextPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'expression';
      readonly source: string;
      /** Where `source` begins in the whole text. */
      readonly offset: number;
    };

export type ParsedText = { readonly ok: true; readonly parts: readonly TextPart[] } | TextProblem;

/** Cuts "Order #{{ number }}" into its parts. */
export function parseTextTemplate(text: string): ParsedText {
  const parts: TextPart[] = [];
  let position = 0;
  while (position < text.length) {
    const start = text.indexOf('{{', position);
    if (start === -1) break;
    const end = text.indexOf('}}', start);
    if (end === -1) return { ok: false, message: 'expected }} that ends the {{', offset: start };
    if (start > position) parts.push({ type: 'text', text: text.slice(position, start) });
    parts.push({ type: 'expression', source: text.slice(start + 2, end), offset: start + 2 });
    position = end + 2;
  }
  if (position < text.length) parts.push({ type: 'text', text: text.slice(position) });
  return { ok: true, parts };
}
