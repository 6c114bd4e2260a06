import type { RecordedPhase, RecordedSpan } from '../observe/tracing/recorder.ts';
import type { SpanView } from './api.ts';

/** A recorded request as the bars of a waterfall: each behind the one that it is part of. */
export function viewSpans(request: RecordedSpan): SpanView[] {
  const { startedAt } = request;
  const views: SpanView[] = [];

  function add(parentId: string | null, bar: Bar, endedAt: number | null): string {
    const id = String(views.length + 1);
    const startMs = round(bar.startedAt - startedAt);
    const durationMs = endedAt === null ? null : round(endedAt - bar.startedAt);
    const { kind, name, upstream = null, failure = null } = bar;
    views.push({ id, parentId, kind, name, upstream, startMs, durationMs, failure });
    return id;
  }

  function addSpan(span: RecordedSpan, parentId: string | null, upstream: string | null): void {
    const bar = { startedAt: span.startedAt, ...barOf(span, upstream) };
    const id = add(parentId, bar, span.endedAt);
    for (const phase of span.phases) {
      const { startedAt, endedAt } = phase;
      add(id, { startedAt, upstream: bar.upstream, ...partOf(phase) }, endedAt);
    }
    for (const child of span.children) addSpan(child, id, bar.upstream);
  }

  addSpan(request, null, null);
  return views;
}

interface Bar extends Pick<SpanView, 'kind' | 'name'> {
  readonly startedAt: number;
  readonly upstream?: string | null;
  readonly failure?: string | null;
}

/** A call says whose it is; its HTTP requests are of the same upstream. */
function barOf({ kind, name, attributes }: RecordedSpan, within: string | null) {
  const failure = textOf(attributes['customer_cards.reason'] ?? attributes['error.type']);
  if (kind === 'client') {
    const isAgain = attributes['http.request.resend_count'] !== undefined;
    return {
      kind: 'attempt' as const,
      name: isAgain ? `${name} again` : name,
      upstream: within,
      failure,
    };
  }
  const upstream = textOf(attributes['customer_cards.upstream']);
  if (upstream === null) return { kind: 'request' as const, name, upstream, failure };
  const cards = attributes['customer_cards.call.cards'];
  return { kind: 'call' as const, name: [cards].flat().join(', '), upstream, failure };
}

function partOf({ name }: RecordedPhase): Pick<SpanView, 'kind' | 'name'> {
  if (name === 'receive') return { kind: 'plan', name: 'plan' };
  if (name === 'cache') return { kind: 'cache', name };
  return { kind: 'phase', name: name.replace('_', ' ') };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
