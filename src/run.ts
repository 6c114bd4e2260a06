import { assembleGateway } from './gateway.ts';
import type { GatewayConfig } from './gateway.ts';
import type { Log } from './observe/log.ts';
import { startServer } from './server.ts';
import type { Server } from './server.ts';

/**
 * Runs a gateway as this process: listeners, signals, exit status. SIGTERM and SIGINT drain and exit 0; a second signal
 * exits 1 at once. An unexpected error that nobody caught drains as well and exits 1. When it can't listen it says why on
 * stderr and exits 1.
 */
export async function runGateway(config: GatewayConfig, log: Log): Promise<Server> {
  const gateway = assembleGateway(config, { log, processMetrics: true });
  const server = await startServer(gateway).catch(async (error: unknown) => {
    await gateway.close();
    return giveUp(error);
  });

  let isStopping = false;
  function stop(why: string, status: number): void {
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ why }, 'draining');
    server.stop().then(
      () => process.exit(status),
      () => process.exit(1),
    );
  }

  process.on('SIGTERM', () => stop('SIGTERM', 0));
  process.on('SIGINT', () => stop('SIGINT', 0));
  process.on('uncaughtException', (error) => {
    gateway.events.defect({ where: 'process', error });
    if (!isStopping) stop('uncaught error', 1);
  });
  return server;
}

/** What an operator can mend (a port that is taken, a key that is not the certificate's) has a code; a defect is thrown. */
function giveUp(error: unknown): never {
  if (!(error instanceof Error && 'code' in error)) throw error;
  process.stderr.write(`customer-cards-gateway cannot start: ${error.message}\n`);
  process.exit(1);
}
