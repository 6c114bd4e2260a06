import type { FunctionUpstreamConfig } from '../config/function-upstream.ts';
import type { JsonUpstreamConfig } from '../config/json-upstream.ts';
import type { UpstreamConfig } from '../config/schema.ts';
import { createAuthorize, withAuth } from './adapters/auth.ts';
import { createFunctionCall } from './adapters/function.ts';
import { createJsonCall } from './adapters/json.ts';
import { createTokenSource } from './adapters/oauth.ts';
import { createPlainCall } from './adapters/plain.ts';
import { createSentryCall } from './adapters/sentry.ts';
import type { Call } from './call.ts';
import { openEndpoint } from './endpoint.ts';
import type { EndpointDeps } from './endpoint.ts';
import type { Transport } from './transport.ts';

/** An upstream as configured: a service spoken to over HTTP, or an async function of the embedding application. */
export type UpstreamDefinition = UpstreamConfig | FunctionUpstreamConfig;

/** Turns a service into cards. */
export interface Adapter {
  readonly call: Call;
  /** Forgets what it remembers of customers from one call to the next. */
  forget(): void;
  /** Forgets what has expired of that, in small steps. */
  sweep(): Iterable<void>;
  close(): Promise<void>;
}

export type AdapterDeps = EndpointDeps;

/** Adding an adapter means: a schema in config/schema.ts, a `Call` in adapters/, a case here. */
export function createAdapter(definition: UpstreamDefinition, deps: AdapterDeps): Adapter {
  switch (definition.adapter) {
    case 'plain': {
      const transport = openEndpoint(definition, { url: definition.url }, deps);
      return forgetful(createPlainCall(definition, transport, deps.clock), [transport]);
    }
    case 'sentry': {
      const transport = openEndpoint(definition, { url: definition.url }, deps);
      return forgetful(createSentryCall(definition, transport, deps.trace), [transport]);
    }
    case 'json':
      return createJsonAdapter(definition, deps);
    case 'function':
      return forgetful(createFunctionCall(definition), []);
  }
}

/** Nothing is remembered from one call to the next. */
function forgetful(call: Call, transports: readonly Transport[]): Adapter {
  return { call, forget() {}, sweep: () => [], close: () => closeAll(transports) };
}

function createJsonAdapter(definition: JsonUpstreamConfig, deps: AdapterDeps): Adapter {
  const { auth = {}, url, tls } = definition;
  const { oauth2 } = auth;
  const api = openEndpoint(definition, { url, tls }, deps);
  const tokenEndpoint =
    oauth2 &&
    openEndpoint(definition, { url: oauth2.tokenUrl, tls: oauth2.tls, isSecret: true }, deps);
  const tokens = oauth2 && tokenEndpoint && createTokenSource(oauth2, tokenEndpoint, deps.clock);
  const transport = withAuth(api, createAuthorize(auth, tokens ?? null));
  return {
    ...createJsonCall(definition, { ...deps, transport }),
    close: () => closeAll(tokenEndpoint ? [api, tokenEndpoint] : [api]),
  };
}

async function closeAll(transports: readonly Transport[]): Promise<void> {
  await Promise.all(transports.map((transport) => transport.close()));
}
