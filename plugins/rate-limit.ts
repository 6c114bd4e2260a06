import { isIP } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createWindowCounter } from '../src/authenticate/window-counter.ts';
import type { WindowCounter } from '../src/authenticate/window-counter.ts';
import type { Clock } from '../src/clock.ts';
import type { GatewayFileConfig } from '../src/config/schema.ts';
import { sweepRegularly } from '../src/sweep.ts';
import { withoutSchemas } from '../src/without-schemas.ts';

const windowMs = 60_000;
/** Bounds each limiter's memory to a few megabytes. */
const maxKeys = 10_000;

export type Allowance =
  { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

/** Two limiters with a store each, so that addresses never evict credentials. */
export interface Limits {
  /** Counts a request of a credential that passed. */
  limitCaller(credentialId: string): Promise<Allowance>;
  /** Counts a failed authentication of the client's address (IPv6: its /64). Call it only after the failure. */
  limitFailure(request: FastifyRequest): Promise<Allowance>;
}

/**
 * Limiters that last as long as `fastify`, limit no route by themselves, and have nothing to do with a rate limit of the
 * host's. `settings` is read at every check.
 */
export async function createLimits(
  fastify: FastifyInstance,
  settings: () => GatewayFileConfig['rateLimit'],
  clock: Clock,
): Promise<Limits> {
  // On an instance of its own: below a host that has the plugin, registering it again lends us the host's store and rules.
  const limiter = Fastify(withoutSchemas);
  const counters = new Set<WindowCounter>();
  await limiter.register(rateLimit, { global: false, store: storeOn(clock, counters) });
  const endSweep = sweepRegularly(clock, function* () {
    for (const counter of counters) yield* counter.sweep();
  });
  fastify.addHook('onClose', () => {
    endSweep();
    return limiter.close();
  });

  const checkCaller = limiter.createRateLimit({
    timeWindow: windowMs,
    max: () => settings().requestsPerMinute,
    keyGenerator: (asked) => `credential ${(asked as unknown as Asked).credentialId}`,
  });
  const checkFailure = limiter.createRateLimit({
    timeWindow: windowMs,
    max: () => settings().failuresPerMinute,
    keyGenerator: (request) => `address ${addressKey(request.ip)}`,
  });

  return {
    async limitCaller(credentialId) {
      const asked: Asked = { credentialId, routeOptions: {} };
      return allowanceOf(await checkCaller(asked as unknown as FastifyRequest));
    },
    limitFailure: async (request) => allowanceOf(await checkFailure(request)),
  };
}

/** All of a request that counting its credential takes. Fastify's own makes a dozen fields to say which route it is of. */
interface Asked {
  readonly credentialId: string;
  readonly routeOptions: object;
}

type Checked = Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>;

function allowanceOf(checked: Checked): Allowance {
  return checked.isAllowed || !checked.isExceeded
    ? { ok: true }
    : { ok: false, retryAfterSeconds: checked.ttlInSeconds };
}

/** What is no address (a Unix socket, a closed connection, a proxy's invention) shares one key. */
function addressKey(ip: string): string {
  return isIP(ip) === 0 ? 'unknown' : rateLimit.normalizeIP(ip);
}

type Counted = (error: Error | null, result?: { current: number; ttl: number }) => void;

/** The library's own store counts on the wall clock: a step back would keep a window open for as long as the step. */
function storeOn(clock: Clock, counters: Set<WindowCounter>) {
  return class Store {
    readonly #counter = createWindowCounter(clock, maxKeys);

    constructor() {
      counters.add(this.#counter);
    }

    incr(key: string, callback: Counted, timeWindow: number): void {
      callback(null, this.#counter.hit(key, timeWindow));
    }

    child(): Store {
      return new Store();
    }
  };
}
