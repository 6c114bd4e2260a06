import type { Clock } from '../../clock.ts';
import type { TracingConfig } from '../../config/schema.ts';
import { createExportQueue } from './export-queue.ts';
import { createOpenTelemetryTracer } from './open-telemetry.ts';
import type { Tracer } from './span.ts';

/** Spans on their way to a receiver. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Spans that had no room, or that the receiver did not take. */
  readonly droppedSpans: () => number;
  /** Sends what is waiting, for a second at most. */
  close(): Promise<void>;
}

export type OpenedTracing =
  | { readonly ok: true; readonly tracing: Tracing }
  | { readonly ok: false; readonly message: string };

/** In the versions that are known to work together; npm would take newer ones, which don't. */
const packages = [
  '@opentelemetry/api@1.9',
  '@opentelemetry/resources@2',
  '@opentelemetry/sdk-trace-base@2',
  '@opentelemetry/exporter-trace-otlp-http@0.223',
];
const flushMs = 1_000;
const exportTimeoutMs = 10_000;
/** Three for each card of a large request. */
const maxAttributes = 1_024;

/** Loads OpenTelemetry, which is not part of the gateway. Only of traces that are kept something is exported. */
export async function openTracing(
  config: TracingConfig,
  { clock, version }: { readonly clock: Clock; readonly version: string },
): Promise<OpenedTracing> {
  const loaded = await loadPackages();
  if (loaded === null) {
    const message = `tracing needs packages that are not installed: npm install ${packages.join(' ')}`;
    return { ok: false, message };
  }
  const { api, resources, sdk, otlp } = loaded;
  const { url, headers } = config.otlp;
  const exporter = new otlp.OTLPTraceExporter({ url, headers, timeoutMillis: exportTimeoutMs });
  const queue = createExportQueue<Parameters<typeof exporter.export>[0][number]>({
    send: (batch) =>
      new Promise((resolve) => {
        exporter.export([...batch], ({ code }: { readonly code: number }) => resolve(code === 0));
      }),
    clock,
  });
  const provider = new sdk.BasicTracerProvider({
    resource: resources.defaultResource().merge(
      resources.resourceFromAttributes({
        'service.name': config.serviceName,
        'service.version': version,
      }),
    ),
    sampler: new sdk.ParentBasedSampler({
      root: new sdk.TraceIdRatioBasedSampler(config.sampleRatio),
    }),
    spanLimits: { attributeCountLimit: maxAttributes },
    spanProcessors: [
      {
        onStart() {},
        onEnd: (span) => queue.add(span),
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  });
  const tracer = createOpenTelemetryTracer(
    api,
    provider.getTracer('customer-cards-gateway', version),
  );
  return {
    ok: true,
    tracing: {
      tracer,
      droppedSpans: () => queue.dropped,
      close: () => queue.close(flushMs),
    },
  };
}

async function loadPackages() {
  try {
    const [api, resources, sdk, otlp] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
    return { api, resources, sdk, otlp };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return null;
    throw error;
  }
}
