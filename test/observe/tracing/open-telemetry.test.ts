import * as api from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import t from 'tap';
import { createOpenTelemetryTracer } from '../../../src/observe/tracing/open-telemetry.ts';
import type { OpenTelemetryTracer } from '../../../src/observe/tracing/open-telemetry.ts';

const incoming = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  isSampled: true,
  tracestate: 'edge=1',
};

/** An application's tracer, and what it has recorded. */
function open() {
  const ended: ReadableSpan[] = [];
  const provider = new BasicTracerProvider({
    spanProcessors: [
      {
        onStart() {},
        onEnd: (span) => void ended.push(span),
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  });
  return { tracer: provider.getTracer('application'), ended };
}

await t.test("a request is part of the application's own span", async (t) => {
  const { tracer, ended } = open();
  const own = tracer.startSpan('GET /', { kind: api.SpanKind.SERVER }, api.ROOT_CONTEXT);
  const active = api.trace.setSpan(api.ROOT_CONTEXT, own);
  const within = { ...api, context: { active: () => active } };
  const span = createOpenTelemetryTracer(within, tracer).begin('POST /cards', {}, incoming);
  span?.end();
  t.match(ended, [{ name: 'POST /cards', kind: api.SpanKind.INTERNAL }]);
  t.equal(ended[0]?.parentSpanContext?.spanId, own.spanContext().spanId);
  t.equal(span?.context?.traceId, own.spanContext().traceId);
  t.equal(span?.context?.tracestate, null, 'the state is of another trace');
});

await t.test('else it is part of the trace that it came with', async (t) => {
  const { tracer, ended } = open();
  const span = createOpenTelemetryTracer(api, tracer).begin('POST /cards', {}, incoming);
  span?.end();
  t.match(ended, [{ name: 'POST /cards', kind: api.SpanKind.SERVER }]);
  t.match(ended[0]?.parentSpanContext, { spanId: incoming.spanId, isRemote: true });
  t.match(span?.context, { traceId: incoming.traceId, isSampled: true, tracestate: 'edge=1' });
});

await t.test('phases of the same name add up', async (t) => {
  const { tracer, ended } = open();
  const span = createOpenTelemetryTracer(api, tracer).begin('POST /cards', {}, null);
  span?.phase('queue', 10, 10.5);
  span?.phase('queue', 20, 20.250_04);
  span?.end();
  t.equal(ended[0]?.attributes['customer_cards.phase_ms.queue'], 0.75);
});

await t.test('without an SDK the trace goes on all the same', async (t) => {
  const tracer = createOpenTelemetryTracer(api, api.trace.getTracer('nobody'));
  t.same(tracer.begin('POST /cards', {}, incoming)?.context, incoming);
  t.equal(tracer.begin('POST /cards', {}, null)?.context, null);
});

await t.test('what a tracer throws costs nothing', async (t) => {
  const { tracer } = open();
  const fail = (): never => {
    throw new Error('broken');
  };
  let isBroken = false;
  const moody: OpenTelemetryTracer = {
    startSpan(name, options, context) {
      if (isBroken) fail();
      const span = tracer.startSpan(name, options, context as api.Context);
      return {
        spanContext: () => span.spanContext(),
        setAttributes: fail,
        setStatus: fail,
        addLink: fail,
        end: fail,
      };
    },
  };
  const broken = createOpenTelemetryTracer(api, moody);
  const span = broken.begin('POST /cards', {}, null);
  isBroken = true;
  t.equal(broken.begin('POST /cards', {}, null), undefined);
  const child = span?.child('fetch billing', 'internal');
  t.equal(child, span, 'whoever has no span of its own is part of the next one');
  span?.set({ 'error.type': '500' });
  span?.phase('wait', 0, 1);
  span?.link(span);
  span?.end();
});
