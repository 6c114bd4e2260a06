import type { Clock } from '../../clock.ts';
import type { SpanAttributes } from './attributes.ts';
import type { Span, SpanKind, SpanPhase } from './span.ts';

/** A span as it is so far. Times are milliseconds on the recorder's clock. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: SpanAttributes;
  readonly phases: readonly RecordedPhase[];
  readonly startedAt: number;
  /** Null while it is under way. */
  readonly endedAt: number | null;
  /** In the order in which they began. */
  readonly children: readonly RecordedSpan[];
}

export interface RecordedPhase {
  readonly name: SpanPhase;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface Recorder {
  /** For the one request that is recorded. */
  readonly span: Span;
  /** All that is known now: calls may go on after the answer. */
  readonly recorded: RecordedSpan;
}

/**
 * Records the spans of one request:
 *
 *     const { span, recorded } = recordSpans('request', clock);
 *     const body = await gateway.answer(request, caller, clock.now(), { span });
 *     span.end();
 *     // recorded.phases: receive, cache, wait, merge; recorded.children: the calls, with their HTTP requests
 *
 * `inner`, when there is one, is told the same, so that a recorded request is in its trace as well.
 */
export function recordSpans(name: string, clock: Pick<Clock, 'now'>, inner?: Span): Recorder {
  return record({ name, kind: 'internal' }, clock, inner);
}

type Given = Pick<RecordedSpan, 'name' | 'kind'> & Partial<Pick<RecordedSpan, 'attributes'>>;

function record(
  { name, kind, attributes: given = {} }: Given,
  clock: Pick<Clock, 'now'>,
  inner: Span | undefined,
): Recorder {
  const phases: RecordedPhase[] = [];
  const children: RecordedSpan[] = [];
  const recorded = {
    name,
    kind,
    attributes: given,
    phases,
    startedAt: clock.now(),
    endedAt: null as number | null,
    children,
  };
  const span: Span = {
    child(childName, childKind, attributes) {
      const child = record(
        { name: childName, kind: childKind, ...(attributes && { attributes }) },
        clock,
        inner?.child(childName, childKind, attributes),
      );
      children.push(child.recorded);
      return child.span;
    },
    set(attributes) {
      recorded.attributes = { ...recorded.attributes, ...attributes };
      inner?.set(attributes);
    },
    phase(phase, startedAt, endedAt) {
      phases.push({ name: phase, startedAt, endedAt });
      inner?.phase(phase, startedAt, endedAt);
    },
    link: (other) => inner?.link(other),
    end() {
      recorded.endedAt ??= clock.now();
      inner?.end();
    },
    context: inner?.context ?? null,
  };
  return { span, recorded };
}
