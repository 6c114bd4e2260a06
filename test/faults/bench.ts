import type { Clock } from '../../src/clock.ts';
import { systemClock } from '../../src/clock.ts';
import { parseOptions } from '../../src/config/options.ts';
import type { GatewayOptions, UpstreamOption } from '../../src/config/options.ts';
import type { PlainUpstreamConfig } from '../../src/config/schema.ts';
import type { Gateway } from '../../src/gateway.ts';
import type { Server } from '../../src/server.ts';
import { answerWell, startFaultyServer } from './faulty-server.ts';
import type { FaultyServer, Respond } from './faulty-server.ts';
import { createJudgedLog } from './judged-log.ts';
import type { JudgedLog } from './judged-log.ts';
import { loadGateway } from './mutant.ts';
import type { Mutation } from './mutant.ts';

type PlainInput = Extract<UpstreamOption, { adapter: 'plain' }>;
type JsonInput = Extract<UpstreamOption, { adapter: 'json' }>;

export interface BenchOptions {
  /** What the faulty service does. */
  readonly respond: Respond;
  /** Settings of the faulty upstream. */
  readonly upstream?: Partial<PlainInput>;
  /** The faulty upstream's one card, for a service that is a JSON API instead. */
  readonly mapped?: JsonInput['cards'][string];
  readonly gateway?: Partial<Omit<GatewayOptions, 'upstreams' | 'auth'>>;
  /** Guards that are switched off. */
  readonly without?: readonly Mutation[];
  /** What the healthy services are called; default: by their address, which needs no look-up. */
  readonly healthyHost?: string;
  /** A server to use instead of one that answers with `respond`. */
  readonly server?: FaultyServer;
}

/** The gateway over HTTP, with two healthy services beside the faulty one. */
export interface Bench {
  readonly url: string;
  readonly adminUrl: string;
  readonly gateway: Gateway;
  readonly faulty: FaultyServer;
  readonly healthy: readonly FaultyServer[];
  readonly log: JudgedLog;
  readonly clock: SkippingClock;
  readonly deadlineMs: number;
  /** Stops everything; what the gateway left behind. */
  close(): Promise<readonly string[]>;
}

export const secret = 'Bearer cards-token';
export const healthyKeys = ['good-a', 'good-b'];
export const faultyKey = 'faulty';
export const allKeys = ['good-a', faultyKey, 'good-b'];

/** For rows about one call: the breaker would hide the other calls. */
export const noBreaker: Partial<PlainUpstreamConfig['breaker']> = {
  consecutiveFailures: 1_000_000_000,
  minimumCalls: 1_000_000_000,
};

export async function startBench(options: BenchOptions): Promise<Bench> {
  const { assembleGateway, startServer } = await loadGateway(options.without ?? []);
  const faulty = options.server ?? (await startFaultyServer(options.respond));
  const healthy = [await startFaultyServer(answerWell), await startFaultyServer(answerWell)];
  const log = createJudgedLog();
  const clock = createSkippingClock();
  const config = configOf(options, faulty, healthy);
  const gateway = assembleGateway(config, { log, clock });
  const server = await startServer(gateway);
  const { url, adminUrl } = server;
  const { deadlineMs } = config.gateway;
  return {
    url,
    adminUrl,
    gateway,
    faulty,
    healthy,
    log,
    clock,
    deadlineMs,
    close: () => closeAll(server, [faulty, ...healthy], clock),
  };
}

async function closeAll(
  server: Server,
  services: readonly FaultyServer[],
  clock: SkippingClock,
): Promise<readonly string[]> {
  await server.stop();
  const left = await Promise.all(services.map((service) => service.leftOpen(2_000)));
  const sockets = left.reduce((sum, count) => sum + count, 0);
  for (const service of services) service.close();
  return [
    ...(sockets > 0 ? [`${sockets} sockets left open`] : []),
    ...(clock.pending > 0 ? [`${clock.pending} timers left`] : []),
  ];
}

function configOf(
  { upstream, mapped, gateway: settings, healthyHost = '127.0.0.1' }: BenchOptions,
  faulty: FaultyServer,
  healthy: readonly FaultyServer[],
) {
  const { gateway, upstreams } = parseOptions({
    auth: { headers: [{ name: 'authorization', value: secret }] },
    rateLimit: { requestsPerMinute: 10_000_000 },
    maxInFlight: 10_000,
    deadlineMs: 5_000,
    ...settings,
    upstreams: [
      {
        name: faultyKey,
        ...(mapped === undefined
          ? { adapter: 'plain' as const, url: `${faulty.origin}/cards`, cards: { [faultyKey]: {} } }
          : { adapter: 'json' as const, url: faulty.origin, cards: { [faultyKey]: mapped } }),
        timeoutMs: 4_000,
        limits: { concurrency: 50, queue: 100 },
        breaker: noBreaker,
        ...upstream,
      },
      ...healthy.map(({ origin }, index) => ({
        name: `healthy-${index}`,
        adapter: 'plain' as const,
        url: `${origin.replace('127.0.0.1', healthyHost)}/cards`,
        timeoutMs: 4_000,
        limits: { concurrency: 100, queue: 1_000 },
        cards: { [healthyKeys[index] ?? '']: {} },
      })),
    ],
  });
  const listen = { ...gateway.listen, port: 0 };
  const admin = { ...gateway.admin, port: 0 };
  return { gateway: { ...gateway, listen, admin, drainMs: 0 }, upstreams };
}

/** Real time that can be wound forward; timers go on in real time. */
export interface SkippingClock extends Clock {
  skip(ms: number): void;
  /** Timers that wait. */
  readonly pending: number;
}

export function createSkippingClock(): SkippingClock {
  const waiting = new Set<() => void>();
  let skippedMs = 0;
  return {
    now: () => systemClock.now() + skippedMs,
    wallNow: () => systemClock.wallNow() + skippedMs,
    after(delayMs, callback, options) {
      const release = (): void => {
        waiting.delete(release);
        cancel();
      };
      const cancel = systemClock.after(
        delayMs,
        () => {
          waiting.delete(release);
          callback();
        },
        options,
      );
      waiting.add(release);
      return release;
    },
    skip: (ms) => void (skippedMs += ms),
    get pending() {
      return waiting.size;
    },
  };
}
