import type { SpanView } from '../../admin/api.ts';

/** A stretch of the scale; both in parts of 1. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** A line of the waterfall. */
export interface WaterfallRow {
  readonly span: SpanView;
  /** How many spans it is within. */
  readonly depth: number;
  readonly bar: Stretch;
  /** What its time was spent on, in order. */
  readonly phases: readonly { readonly span: SpanView; readonly bar: Stretch }[];
  /** What a call of one attempt asked: the two share a line. */
  readonly attempt: string | null;
}

/** Depth first, in the order of time. Phases are parts of the line of what they belong to. */
export function toRows(spans: readonly SpanView[], totalMs: number): WaterfallRow[] {
  const children = Map.groupBy(spans, ({ parentId }) => parentId);
  const childrenOf = ({ id }: SpanView) => inOrder(children.get(id) ?? []);

  function walk(span: SpanView, depth: number): WaterfallRow[] {
    const [phases, rest] = partition(childrenOf(span));
    const [only] = rest;
    const isOneAttempt = span.kind === 'call' && rest.length === 1 && only?.kind === 'attempt';
    const parts = isOneAttempt ? [...phases, ...childrenOf(only)] : phases;
    const row = {
      span,
      depth,
      bar: toStretch(span, totalMs),
      phases: parts.map((part) => ({ span: part, bar: toStretch(part, totalMs) })),
      attempt: isOneAttempt ? only.name : null,
    };
    return isOneAttempt ? [row] : [row, ...rest.flatMap((child) => walk(child, depth + 1))];
  }

  return inOrder(children.get(null) ?? []).flatMap((root) => walk(root, 0));
}

function inOrder(spans: readonly SpanView[]): SpanView[] {
  return spans.toSorted((a, b) => a.startMs - b.startMs);
}

function partition(spans: readonly SpanView[]): [phases: SpanView[], rest: SpanView[]] {
  const isPhase = ({ kind }: SpanView) => kind === 'phase';
  return [spans.filter(isPhase), spans.filter((span) => !isPhase(span))];
}

/** What was under way when the answer was written goes on to the end of the scale. */
function toStretch({ startMs, durationMs }: SpanView, totalMs: number): Stretch {
  const start = within(startMs / totalMs);
  const end = durationMs === null ? 1 : within((startMs + durationMs) / totalMs);
  return { start, length: Math.max(0, end - start) };
}

function within(part: number): number {
  return Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0;
}

/** The length of the scale: all that is known of, with a little room for the deadline when it was reached. */
export function scaleMs(spans: readonly SpanView[], durationMs: number): number {
  const ends = spans.map((span) => span.startMs + (span.durationMs ?? 0));
  return Math.max(durationMs, ...ends);
}

/** Round times to mark on the scale, without the ends: one to three of them. */
export function ticksMs(totalMs: number): number[] {
  if (!(totalMs > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(totalMs));
  const step =
    [0.25, 0.5, 1, 2.5].map((factor) => factor * power).find((each) => totalMs / each <= 4) ??
    power;
  const count = Math.ceil((0.95 * totalMs) / step) - 1;
  return Array.from({ length: count }, (_, index) => (index + 1) * step);
}
