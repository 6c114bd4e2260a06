import type { Clock } from '../clock.ts';
import type { UpstreamConfig } from '../config/schema.ts';
import type { GatewayEvents } from '../observe/events.ts';
import type { TlsOptions } from './http-client.ts';
import { withSpans } from './spans.ts';
import { withTrace } from './trace.ts';
import type { Trace } from './trace.ts';
import { createTransport } from './transport.ts';
import type { Transport } from './transport.ts';

/** A place that an upstream's calls go to. */
export interface Endpoint {
  readonly url: string;
  readonly tls?: TlsOptions | undefined;
  /** Whether what is sent there and what comes back are secrets as a whole. */
  readonly isSecret?: boolean;
}

export interface EndpointDeps {
  readonly clock: Clock;
  /** Told of every request; without it nothing is gathered. */
  readonly trace?: Trace | undefined;
  readonly events?: Pick<GatewayEvents, 'phaseEnded'>;
}

const connectTimeoutMs = 500;

/** A transport to the endpoint, within the upstream's limits. */
export function openEndpoint(
  { name, limits, maxResponseBytes, timeoutMs }: UpstreamConfig,
  { url, tls, isSecret = false }: Endpoint,
  { clock, trace, events }: EndpointDeps,
): Transport {
  const { origin } = new URL(url);
  const bare = createTransport(
    {
      origin,
      connections: limits.concurrency,
      connectTimeoutMs: Math.min(connectTimeoutMs, timeoutMs),
      maxResponseBytes,
      timeoutMs,
      tls,
      onPhase: (phase, startedAt, endedAt) =>
        events?.phaseEnded({ upstream: name, phase, durationMs: endedAt - startedAt }),
    },
    clock,
  );
  const transport = withSpans(bare, origin);
  const scope = { upstream: name, origin, hidesBodies: isSecret, clock };
  return trace === undefined ? transport : withTrace(transport, trace, scope);
}
