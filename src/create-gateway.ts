import { parseOptions } from './config/options.ts';
import type { GatewayOptions } from './config/options.ts';
import { assembleGateway } from './gateway.ts';
import type { Gateway, GatewayDeps } from './gateway.ts';

/**
 * Creates a gateway from options in code. Throws a TypeError that lists every mistake. Close it when no plugin does:
 * `customerCards` closes the gateway it was given with its app.
 */
export function createGateway(options: GatewayOptions, deps: GatewayDeps = {}): Gateway {
  return assembleGateway(parseOptions(options), deps);
}
