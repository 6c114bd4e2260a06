import { isDeepStrictEqual } from 'node:util';
import type { DemoCustomer } from './admin/api.ts';
import { systemClock } from './clock.ts';
import { inForce } from './config/in-force.ts';
import { assembleGateway } from './gateway.ts';
import type { GatewayConfig, GatewayDeps } from './gateway.ts';
import type { Log } from './observe/log.ts';
import type { Tracing } from './observe/tracing/otlp.ts';
import { createReloader } from './reload.ts';
import type { ConfigSource } from './reload.ts';
import { startServer } from './server.ts';
import type { Server } from './server.ts';

/** How this process ends. */
export interface Life {
  /** What is done before the end, from now on. */
  drainWith(drain: (why: string) => Promise<void>): void;
  /** Drains, then exits with the status. Begun already, it exits 1 at once. */
  end(why: string, status: number): void;
  readonly isEnding: boolean;
  /** What SIGHUP does, from now on; done at once when one has come already. */
  onHangup(reload: () => void): void;
}

export interface RunOptions extends Pick<GatewayDeps, 'droppedLogLines'> {
  /** Its level becomes the configuration's `logLevel`, at the start and with each reload. */
  readonly log: Log & { level?: string };
  readonly life: Life;
  /** Default: what is loaded is never loaded again. */
  readonly source?: ConfigSource;
  /** Invented customers that the pages offer. Default: none. */
  readonly demoCustomers?: readonly DemoCustomer[];
  /** Closed at the end. */
  readonly tracing?: Tracing | undefined;
}

/** A terminal and npm both pass on one Ctrl+C. */
const echoMs = 200;

/**
 * Takes the signals of this process: called first, so that none of them finds it unprepared. SIGTERM and SIGINT exit 0
 * after the drain, or at once while there is nothing to drain; a second one exits 1 at once.
 */
export function takeSignals(): Life {
  let drain = async (_why: string): Promise<void> => {};
  let isEnding = false;
  let isHungUp = false;
  let endedAt = Number.NEGATIVE_INFINITY;
  let hangUp = (): void => void (isHungUp = true);

  function end(why: string, status: number): void {
    if (isEnding) process.exit(1);
    isEnding = true;
    endedAt = systemClock.now();
    drain(why).then(
      () => process.exit(status),
      () => process.exit(1),
    );
  }

  function take(signal: string): void {
    if (systemClock.now() - endedAt >= echoMs) end(signal, 0);
  }

  process.on('SIGTERM', () => take('SIGTERM'));
  process.on('SIGINT', () => take('SIGINT'));
  process.on('SIGHUP', () => hangUp());
  return {
    drainWith: (next) => void (drain = next),
    end,
    get isEnding() {
      return isEnding;
    },
    onHangup(reload) {
      hangUp = reload;
      if (isHungUp) reload();
    },
  };
}

/**
 * Runs a gateway as this process: listeners, reloads, the end. An unexpected error that nobody caught drains and exits 1.
 * When it can't listen it says why on stderr and exits 1. With a `source`, SIGHUP and changed files load it again.
 */
export async function runGateway(config: GatewayConfig, options: RunOptions): Promise<Server> {
  const { log, life, source, tracing } = options;
  log.level = config.gateway.logLevel;
  const gateway = assembleGateway(config, {
    ...options,
    processMetrics: true,
    tracer: tracing?.tracer,
    droppedSpans: tracing?.droppedSpans,
  });
  const server = await startServer(gateway, options.demoCustomers).catch(async (error: unknown) => {
    await gateway.close();
    return giveUp(error);
  });

  const reloader =
    source &&
    createReloader({
      events: gateway.events,
      clock: gateway.clock,
      log,
      source,
      apply(next) {
        const { tls } = inForce(next.gateway, gateway.settings).settings.listen;
        const isRenewed = !isDeepStrictEqual(tls, gateway.settings.listen.tls);
        if (tls && isRenewed) server.renewTls(tls);
        log.level = next.gateway.logLevel;
        return gateway.reload(next);
      },
    });
  reloader?.watch();
  life.onHangup(() => void reloader?.reload());
  life.drainWith((why) => {
    reloader?.close();
    log.info({ why }, 'draining');
    return server.stop().then(() => tracing?.close());
  });

  process.on('uncaughtException', (error) => {
    gateway.events.defect({ where: 'process', error });
    if (!life.isEnding) life.end('uncaught error', 1);
  });
  return server;
}

const takenPort =
  '. End what listens there, or choose other ports: listen.port and admin.port, which the files that come with it take from PORT and ADMIN_PORT';

/** What an operator can mend (a port that is taken, a key that is not the certificate's) has a code; a defect is thrown. */
function giveUp(error: unknown): never {
  if (!(error instanceof Error && 'code' in error)) throw error;
  const remedy = error.code === 'EADDRINUSE' ? takenPort : '';
  process.stderr.write(`customer-cards-gateway cannot start: ${error.message}${remedy}\n`);
  process.exit(1);
}
