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
  /** The parts of an attempt, in their order. */
  readonly phases: readonly { readonly span: SpanView; readonly bar: Stretch }[];
}

/** Depth first, in the order of time. Phases are parts of their attempt's row. */
export function toRows(spans: readonly SpanView[], totalMs: number): WaterfallRow[] {
  const children = Map.groupBy(spans, ({ parentId }) => parentId);
  const ids = new Set(spans.map(({ id }) => id));
  const childrenOf = (id: string | null): SpanView[] =>
    [...(children.get(id) ?? [])].sort((a, b) => a.startMs - b.startMs);
  const roots = spans.filter(({ parentId }) => parentId === null || !ids.has(parentId));

  function walk(span: SpanView, depth: number): WaterfallRow[] {
    const within = childrenOf(span.id);
    const phases = within
      .filter(({ kind }) => kind === 'phase')
      .map((phase) => ({ span: phase, bar: toStretch(phase, totalMs) }));
    const rest = within.filter(({ kind }) => kind !== 'phase');
    const row = { span, depth, bar: toStretch(span, totalMs), phases };
    return [row, ...rest.flatMap((child) => walk(child, depth + 1))];
  }

  return roots.flatMap((root) => walk(root, 0));
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

/** Round times to mark on the scale, without the ends: three or four of them. */
export function ticksMs(totalMs: number): number[] {
  if (!(totalMs > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(totalMs));
  const step =
    [0.2, 0.25, 0.5, 1, 2].map((factor) => factor * power).find((each) => totalMs / each <= 5) ??
    power;
  const count = Math.ceil(totalMs / step) - 1;
  return Array.from({ length: count }, (_, index) => (index + 1) * step);
}
