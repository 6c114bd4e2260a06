import { logNormal } from '../fixtures/plain-and-gateway.ts';
import type { SimulatedCard } from '../fixtures/plain-and-gateway.ts';
import { uniform } from '../fixtures/random.ts';

/** Six cards of three services, as a support team has them. */
export const cards: Readonly<Record<string, SimulatedCard>> = {
  subscription: { upstream: 'billing', ttlSeconds: 300 },
  invoice: { upstream: 'billing', ttlSeconds: 300 },
  usage: { upstream: 'billing', ttlSeconds: 120 },
  order: { upstream: 'orders', ttlSeconds: 300 },
  account: { upstream: 'accounts', ttlSeconds: 600 },
  errors: { upstream: 'accounts', ttlSeconds: 300 },
};

/** A working day of ten hours. */
export const dayMs = 10 * 3_600_000;

/** Ten agents, who come at nine together. */
export const traffic = {
  agents: 10,
  customers: 400,
  threadsPerCustomer: 2,
  openRatePerMinute: 2,
  reloadProbability: 0.1,
  bursts: [{ atMs: 60_000, agents: 10 }],
};

/** From Plain to the gateway, and of a service: 150 ms in the middle. */
export const latencies = {
  latencyMs: (random: () => number) => uniform(random, 20, 60),
  upstreamMs: (random: () => number) => logNormal(random, 150, 0.6),
};
