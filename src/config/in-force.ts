import { differingFields } from './changes.ts';
import type { GatewayFileConfig } from './schema.ts';

/** What a running gateway makes of changed settings. */
export interface InForce {
  readonly settings: GatewayFileConfig;
  /** The fields that take a restart: what they say is not in force. */
  readonly takesRestart: readonly string[];
}

/** Sockets that listen, their parsers, the cache's bound and tracing are what they were at the start; the rest follows the file. */
export function inForce(next: GatewayFileConfig, started: GatewayFileConfig): InForce {
  const { host, port, allowedHosts } = started.admin;
  const { maxBytes, maxEntryBytes } = started.cache;
  const settings = {
    ...next,
    listen: listenInForce(next.listen, started.listen),
    admin: { ...next.admin, host, port, allowedHosts },
    trustProxy: started.trustProxy,
    bodyLimitBytes: started.bodyLimitBytes,
    tracing: started.tracing,
    cache: { ...next.cache, maxBytes, maxEntryBytes },
  };
  return { settings, takesRestart: differingFields(settings, next) };
}

type Listen = GatewayFileConfig['listen'];

/** Certificates can be renewed; whether TLS is spoken, and a client's certificate demanded, is decided at the start. */
function listenInForce({ tls: next }: Listen, { tls, ...listen }: Listen): Listen {
  if (tls === undefined) return listen;
  if (next === undefined) return { ...listen, tls };
  const { clientCa: nextCa, ...certificate } = next;
  const clientCa = tls.clientCa === undefined ? undefined : (nextCa ?? tls.clientCa);
  return { ...listen, tls: { ...certificate, ...(clientCa !== undefined && { clientCa }) } };
}
