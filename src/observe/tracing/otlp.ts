import type { Clock } from '../../clock.ts';
import type { TracingConfig } from '../../config/schema.ts';
import { createExportQueue } from './export-queue.ts';
import type { ExportQueue } from './export-queue.ts';
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
  const queue = openQueue(loaded, config.otlp, clock);
  return {
    ok: true,
    tracing: {
      tracer: openTracer(loaded, { ...config, version, onEnded: (span) => queue.add(span) }),
      droppedSpans: () => queue.dropped,
      close: () => queue.close(flushMs),
    },
  };
}

type Packages = NonNullable<Awaited<ReturnType<typeof loadPackages>>>;
type Exporter = InstanceType<Packages['otlp']['OTLPTraceExporter']>;
type EndedSpan = Parameters<Exporter['export']>[0][number];

function openQueue(
  { otlp }: Packages,
  { url, headers }: TracingConfig['otlp'],
  clock: Clock,
): ExportQueue<EndedSpan> {
  const exporter = new otlp.OTLPTraceExporter({ url, headers, timeoutMillis: exportTimeoutMs });
  const send = (batch: readonly EndedSpan[]): Promise<boolean> =>
    new Promise((resolve) => {
      exporter.export([...batch], ({ code }: { readonly code: number }) => resolve(code === 0));
    });
  return createExportQueue({ send, clock });
}

interface TracerOptions extends Pick<TracingConfig, 'sampleRatio' | 'serviceName'> {
  readonly version: string;
  /** Told of each span that is kept. */
  readonly onEnded: (span: EndedSpan) => void;
}

function openTracer({ api, resources, sdk }: Packages, options: TracerOptions): Tracer {
  const { sampleRatio, serviceName, version, onEnded } = options;
  const own = { 'service.name': serviceName, 'service.version': version };
  const provider = new sdk.BasicTracerProvider({
    resource: resources.defaultResource().merge(resources.resourceFromAttributes(own)),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(sampleRatio) }),
    spanLimits: { attributeCountLimit: maxAttributes },
    spanProcessors: [
      { onStart() {}, onEnd: onEnded, forceFlush: async () => {}, shutdown: async () => {} },
    ],
  });
  return createOpenTelemetryTracer(api, provider.getTracer('customer-cards-gateway', version));
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
