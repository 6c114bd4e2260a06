import { createSimulation, logNormal } from '../fixtures/plain-and-gateway.ts';
import type { SimulatedCard } from '../fixtures/plain-and-gateway.ts';
import { percentile } from '../fixtures/plain/statistics.ts';
import { uniform } from '../fixtures/random.ts';

const cards: Readonly<Record<string, SimulatedCard>> = {
  subscription: { upstream: 'billing', ttlSeconds: 300 },
  invoice: { upstream: 'billing', ttlSeconds: 300 },
  usage: { upstream: 'billing', ttlSeconds: 120 },
  order: { upstream: 'orders', ttlSeconds: 300 },
  account: { upstream: 'accounts', ttlSeconds: 600 },
  errors: { upstream: 'accounts', ttlSeconds: 300 },
};
const dayMs = 10 * 3_600_000;

export interface Day {
  readonly calls: number;
  readonly cachedShare: number;
  /** Of an agent who opens a customer, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

/**
 * A support team's day at the simulated Plain, with the gateway's cache, and with cards that may be kept for no longer than
 * Plain keeps them anyway: what Plain asks for, a service is asked.
 */
export async function playDay(): Promise<{ readonly with: Day; readonly without: Day }> {
  return { with: await play(cards), without: await play(uncached()) };
}

function uncached(): Readonly<Record<string, SimulatedCard>> {
  return Object.fromEntries(
    Object.entries(cards).map(([key, card]) => [key, { ...card, ttlSeconds: 60 }]),
  );
}

async function play(cards: Readonly<Record<string, SimulatedCard>>): Promise<Day> {
  const simulation = createSimulation({
    seed: 1,
    cards,
    cacheScope: 'customer',
    gateway: {},
    traffic: {
      agents: 10,
      customers: 400,
      threadsPerCustomer: 2,
      openRatePerMinute: 2,
      reloadProbability: 0.1,
      bursts: [{ atMs: 60_000, agents: 10 }],
    },
    latencyMs: (random) => uniform(random, 20, 60),
    upstreamMs: (random) => logNormal(random, 150, 0.6),
  });
  await simulation.run(dayMs);
  const { counts, plain } = simulation;
  const opens = plain.statistics.waits.filter(({ cause }) => cause === 'open').map(({ ms }) => ms);
  return {
    calls: counts.upstreamCalls,
    cachedShare: counts.hits / counts.keys,
    p50: percentile(opens, 50),
    p95: percentile(opens, 95),
  };
}
