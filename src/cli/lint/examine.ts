import type { Failure } from '../../outcome.ts';
import { judge } from './judge.ts';
import type { CardVerdict, Finding, Verdict } from './judge.ts';
import { locate, positionAt } from './json-position.ts';
import type { Position } from './json-position.ts';
import { findSyntaxProblem } from '../../validate/json-syntax.ts';
import type { LintDocument } from './read-document.ts';

/** A finding with its place in the document. */
export interface PlacedFinding extends Finding, Position {}

/** Everything there is to say about a document. */
export interface Examination {
  /** As it was named. */
  readonly name: string;
  readonly text: string;
  /** In the order of the document. */
  readonly findings: readonly PlacedFinding[];
  readonly cards: readonly CardVerdict[];
  /** Keys that were asked for and have no card. */
  readonly missing: readonly string[];
  /** Why no card of the document is shown; null when its cards are judged one by one. */
  readonly refusal: Refusal | null;
}

export type Refusal =
  | { readonly kind: 'status'; readonly status: number; readonly failure: Failure }
  | { readonly kind: 'head'; readonly failure: Failure }
  | { readonly kind: 'shape' };

/** Judges a document: the answer of a service, or a part of one. */
export function examine(
  { name, text, response }: LintDocument,
  asked: readonly string[],
): Examination {
  const nothing = { name, text, findings: [], cards: [], missing: [] };
  if (response !== null && response.failure !== null) {
    const { status, failure } = response;
    const refusal: Refusal =
      status === 200 ? { kind: 'head', failure } : { kind: 'status', status, failure };
    return { ...nothing, refusal };
  }
  const parsed = parse(text);
  if (!parsed.ok) return { ...nothing, findings: [parsed.finding], refusal: { kind: 'shape' } };
  const verdict = judge(parsed.value, asked);
  const isBroken = verdict.findings.some(({ severity }) => severity === 'error');
  return {
    name,
    text,
    findings: place(verdict, text),
    cards: verdict.cards,
    missing: verdict.missing,
    refusal: isBroken ? { kind: 'shape' } : null,
  };
}

function place({ findings, cards }: Verdict, text: string): PlacedFinding[] {
  return [...findings, ...cards.flatMap((card) => card.findings)]
    .map((finding) => ({
      ...finding,
      ...locate(text, finding.pointer, finding.isKey ? 'key' : 'value'),
    }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
}

type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly finding: PlacedFinding };

function parse(text: string): Parsed {
  const problem = findSyntaxProblem(text);
  if (problem === null) return { ok: true, value: JSON.parse(text) };
  const { offset, message } = problem;
  const about = { severity: 'error', pointer: '', isKey: false, message, fix: '' } as const;
  return { ok: false, finding: { ...about, ...positionAt(text, offset) } };
}
