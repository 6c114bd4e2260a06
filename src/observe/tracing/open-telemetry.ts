import type { SpanAttributes, SpanValue } from './attributes.ts';
import type { Span, SpanPhase, Tracer } from './span.ts';
import type { TraceContext } from './trace-context.ts';

/** The part of the module `@opentelemetry/api` that is needed; the package is whoever's uses it. */
export interface OpenTelemetryApi {
  readonly ROOT_CONTEXT: unknown;
  readonly context: { active(): unknown };
  readonly trace: {
    getSpan(context: unknown): unknown;
    setSpan(context: unknown, span: unknown): unknown;
    setSpanContext(context: unknown, spanContext: object): unknown;
  };
}

/** The part of OpenTelemetry's `Tracer` that is needed. */
export interface OpenTelemetryTracer {
  startSpan(name: string, options: SpanOptions, context: unknown): OpenTelemetrySpan;
}

interface SpanOptions {
  kind: number;
  attributes: Attributes;
}

type Attributes = Record<string, SpanValue>;

interface OpenTelemetrySpan {
  spanContext(): SpanContext;
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: { code: number }): unknown;
  addLink(link: { context: SpanContext }): unknown;
  end(): void;
}

interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** As OpenTelemetry's API numbers them. */
const kinds = { internal: 0, server: 1, client: 2 };
const errorStatus = { code: 2 };
const sampledFlag = 1;

/**
 * A tracer for `GatewayDeps`, out of the application's own: `createOpenTelemetryTracer(api, api.trace.getTracer('cards'))`.
 * Requests are part of the span that is active when they come, else of the trace that they came with. What OpenTelemetry
 * throws is dropped.
 */
export function createOpenTelemetryTracer(
  api: OpenTelemetryApi,
  tracer: OpenTelemetryTracer,
): Tracer {
  return {
    begin: (name, attributes, incoming) =>
      unharmed(() => {
        const { kind, context } = placeOf(api, incoming);
        return begin({ api, tracer, incoming }, context, name, kind, attributes);
      }, undefined),
  };
}

/** An application that traces what it serves has a span of its own for it. */
function placeOf(
  { context, trace, ROOT_CONTEXT }: OpenTelemetryApi,
  incoming: TraceContext | null,
) {
  const active = context.active();
  if (trace.getSpan(active) !== undefined) return { kind: 'internal', context: active } as const;
  const parent =
    incoming === null
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, { ...toSpanContext(incoming), isRemote: true });
  return { kind: 'server', context: parent } as const;
}

interface Request {
  readonly api: OpenTelemetryApi;
  readonly tracer: OpenTelemetryTracer;
  readonly incoming: TraceContext | null;
}

function begin(
  request: Request,
  parent: unknown,
  name: string,
  kind: keyof typeof kinds,
  attributes: SpanAttributes,
): Span {
  const { api, tracer, incoming } = request;
  const options = { kind: kinds[kind], attributes: withoutUndefined(attributes) };
  const own = tracer.startSpan(name, options, parent);
  const context = api.trace.setSpan(parent, own);
  const phasesMs = new Map<SpanPhase, number>();
  const span: Span = {
    child: (childName, childKind, given = {}) =>
      unharmed(() => begin(request, context, childName, childKind, given), span),
    set: (given) => unharmed(() => set(own, given), undefined),
    phase(phase, startedAt, endedAt) {
      const ms = (phasesMs.get(phase) ?? 0) + endedAt - startedAt;
      phasesMs.set(phase, ms);
      span.set({ [`customer_cards.phase_ms.${phase}`]: Math.round(ms * 1_000) / 1_000 });
    },
    link({ context: other }) {
      if (other !== null) unharmed(() => own.addLink({ context: toSpanContext(other) }), undefined);
    },
    end: () => unharmed(() => own.end(), undefined),
    context: toTraceContext(own.spanContext(), incoming),
  };
  return span;
}

function set(span: OpenTelemetrySpan, attributes: SpanAttributes): void {
  span.setAttributes(withoutUndefined(attributes));
  if (attributes['error.type'] !== undefined) span.setStatus(errorStatus);
}

function withoutUndefined(attributes: SpanAttributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

function toSpanContext({ traceId, spanId, isSampled }: TraceContext): SpanContext {
  return { traceId, spanId, traceFlags: isSampled ? sampledFlag : 0 };
}

/** Without an SDK there is no trace but the one that the request came with. */
function toTraceContext(
  { traceId, spanId, traceFlags }: SpanContext,
  incoming: TraceContext | null,
): TraceContext | null {
  if (/^0*$/.test(traceId)) return null;
  const tracestate = incoming?.traceId === traceId ? incoming.tracestate : null;
  return { traceId, spanId, isSampled: (traceFlags & sampledFlag) !== 0, tracestate };
}

/** Nobody's card fails for a trace's sake. */
function unharmed<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
