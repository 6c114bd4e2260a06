import type { Clock } from '../clock.ts';
import type { UpstreamConfig } from '../config/schema.ts';
import { withTrace } from './trace.ts';
import type { Trace } from './trace.ts';
import { createTransport } from './transport.ts';
import type { TlsOptions, Transport } from './transport.ts';

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
}

const connectTimeoutMs = 500;

/** A transport to the endpoint, within the upstream's limits. */
export function openEndpoint(
  { name, limits, maxResponseBytes, timeoutMs }: UpstreamConfig,
  { url, tls, isSecret = false }: Endpoint,
  { clock, trace }: EndpointDeps,
): Transport {
  const { origin } = new URL(url);
  const transport = createTransport(
    {
      origin,
      connections: limits.concurrency,
      connectTimeoutMs: Math.min(connectTimeoutMs, timeoutMs),
      maxResponseBytes,
      timeoutMs,
      tls,
    },
    clock,
  );
  const scope = { upstream: name, origin, hidesBodies: isSecret, clock };
  return trace === undefined ? transport : withTrace(transport, trace, scope);
}
