import { findSyntaxProblem } from '../../validate/json-syntax.ts';
import { judge } from '../../cli/lint/judge.ts';
import type { CardVerdict, Finding } from '../../cli/lint/judge.ts';
import { isJsonObject } from '../../validate/check-components.ts';

/** What somebody has written: its cards as the gateway judges them, or where it stops being JSON. */
export type ReadDocument =
  | { readonly kind: 'blank' }
  | { readonly kind: 'syntax'; readonly offset: number; readonly message: string }
  | {
      readonly kind: 'judged';
      readonly value: unknown;
      /** About the document and all of its cards; pointers begin at its root. */
      readonly findings: readonly Finding[];
      readonly cards: readonly CardVerdict[];
    };

/** Reads a list of components, `{"components": […]}`, a whole card, or an answer, `{"cards": […]}`. */
export function readDocument(text: string): ReadDocument {
  if (text.trim() === '') return { kind: 'blank' };
  const problem = findSyntaxProblem(text);
  if (problem !== null) return { kind: 'syntax', ...problem };
  const value: unknown = JSON.parse(text);
  const { document, prefix } = asDocument(value);
  const { findings, cards } = judge(document);
  const shorten = (finding: Finding) => ({
    ...finding,
    pointer: finding.pointer.slice(prefix.length),
  });
  const all = [...findings, ...cards.flatMap((card) => card.findings)].map(shorten);
  return { kind: 'judged', value, findings: all, cards };
}

/** A document as a service could answer it; `prefix` is what pointers into it have more. */
function asDocument(value: unknown): { document: unknown; prefix: string } {
  const key = 'card';
  if (Array.isArray(value)) return { document: { key, components: value }, prefix: '/components' };
  const isKeyless = isJsonObject(value) && 'components' in value && !('key' in value);
  return { document: isKeyless ? { key, ...value } : value, prefix: '' };
}
