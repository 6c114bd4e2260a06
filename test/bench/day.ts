import { createSimulation } from '../fixtures/plain-and-gateway.ts';
import type { SimulatedCard } from '../fixtures/plain-and-gateway.ts';
import { percentile } from '../fixtures/plain/statistics.ts';
import { cards, dayMs, latencies, traffic } from './support-team.ts';

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
    traffic,
    ...latencies,
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
