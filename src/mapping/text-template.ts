import { findExpressionEnd } from './jsonata-text.ts';
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

/**
 * Cuts "Order #{{ number }}" into its parts, none of them empty. Strings, comments and braces inside an expression don't
 * end it, so that `{{ "{{" }}` writes the braces themselves.
 */
export function parseTextTemplate(text: string): ParsedText {
  const parts: TextPart[] = [];
  let position = 0;
  while (position < text.length) {
    const start = text.indexOf('{{', position);
    const own = text.slice(position, start === -1 ? undefined : start);
    const problem = findStray(own, position);
    if (problem !== undefined) return problem;
    if (own !== '') parts.push({ type: 'text', text: own });
    if (start === -1) break;
    const end = findExpressionEnd(text, start + 2);
    if (end === undefined) return expected('}} that ends the {{', start);
    const source = text.slice(start + 2, end);
    if (source.trim() === '') return expected('an expression between {{ and }}', start);
    parts.push({ type: 'expression', source, offset: start + 2 });
    position = end + 2;
  }
  return { ok: true, parts };
}

/** What is most likely meant otherwise, in the author's own words that begin at `position`. */
function findStray(own: string, position: number): TextProblem | undefined {
  const end = own.indexOf('}}');
  if (end !== -1)
    return expected(
      '{{ before the }}; braces that are meant are written {{ "}}" }}',
      position + end,
    );
  const placeholder = /\{(?:(?:customer|thread|tenant)\.[A-Za-z]+|lookup)(?:\|[a-z]+)*\}/.exec(own);
  if (placeholder === null) return undefined;
  return expected(
    'an expression, such as {{ $customer.email }}; placeholders with one brace are for requests',
    position + placeholder.index,
  );
}

function expected(what: string, offset: number): TextProblem {
  return { ok: false, message: `expected ${what}`, offset };
}
