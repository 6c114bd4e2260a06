import type { Clock } from '../clock.ts';
import type { FunctionUpstreamConfig } from '../config/function-upstream.ts';
import type { UpstreamConfig } from '../config/schema.ts';
import { createFunctionCall } from './adapters/function.ts';
import { createJsonCall } from './adapters/json.ts';
import { createPlainCall } from './adapters/plain.ts';
import { createSentryCall } from './adapters/sentry.ts';
import type { Call } from './call.ts';
import { createTransport } from './transport.ts';
import type { Transport } from './transport.ts';

/** An upstream as configured: a service spoken to over HTTP, or an async function of the embedding application. */
export type UpstreamDefinition = UpstreamConfig | FunctionUpstreamConfig;

/** Turns a service into cards. */
export interface Adapter {
  readonly call: Call;
  close(): Promise<void>;
}

const connectTimeoutMs = 500;

/** Adding an adapter means: a schema in config/schema.ts, a `Call` in adapters/, a case here. */
export function createAdapter(definition: UpstreamDefinition, clock: Clock): Adapter {
  switch (definition.adapter) {
    case 'plain':
      return overHttp(
        definition,
        (transport) => createPlainCall(definition, transport, clock),
        clock,
      );
    case 'sentry':
      return overHttp(definition, (transport) => createSentryCall(definition, transport), clock);
    case 'json':
      return overHttp(definition, createJsonCall, clock);
    case 'function':
      return { call: createFunctionCall(definition), close: async () => {} };
  }
}

function overHttp(
  definition: UpstreamConfig,
  createCall: (transport: Transport) => Call,
  clock: Clock,
): Adapter {
  const options = {
    origin: new URL(definition.url).origin,
    connections: definition.limits.concurrency,
    connectTimeoutMs: Math.min(connectTimeoutMs, definition.timeoutMs),
    maxResponseBytes: definition.maxResponseBytes,
    timeoutMs: definition.timeoutMs,
  };
  const transport = createTransport(options, clock);
  return { call: createCall(transport), close: () => transport.close() };
}
