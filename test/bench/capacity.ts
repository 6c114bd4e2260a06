import { contentOf, createSimulation } from '../fixtures/plain-and-gateway.ts';
import type { Reloaded } from '../fixtures/plain/hooks.ts';
import { cards, dayMs, latencies } from './support-team.ts';

/**
 * What a support team's day asks of the gateway, by the size of the team, and what a second replica costs. The simulated
 * Plain, in front of the real gateway; prints Markdown tables. Run: npm run bench:capacity
 */
const minuteMs = 60_000;
const reloadFloorMs = 5_000;

interface Day {
  readonly requests: number;
  readonly upstreamCalls: number;
  /** In the busiest minute. */
  readonly peak: { readonly requests: number; readonly upstreamCalls: number };
  readonly cacheEntries: number;
  readonly cachedShare: number;
  readonly clicks: number;
  /** Clicks that were answered with something asked for long before. */
  readonly staleClicks: number;
}

async function play(agents: number, replicas: number): Promise<Day> {
  let staleClicks = 0;
  const simulation = createSimulation({
    seed: 1,
    cards,
    cacheScope: 'customer',
    gateway: {},
    replicas,
    traffic: {
      agents,
      customers: 40 * agents,
      threadsPerCustomer: 2,
      openRatePerMinute: agents / 5,
      reloadProbability: 0.1,
      bursts: [{ atMs: minuteMs, agents }],
    },
    ...latencies,
    hooks: { onReload: (reloaded) => void (staleClicks += Number(isStale(reloaded))) },
  });
  const { clock, counts, plain, gateway } = simulation;
  const last = { requests: 0, upstreamCalls: 0 };
  const peak = { requests: 0, upstreamCalls: 0 };
  let cacheEntries = 0;
  const sample = (): void => {
    const now = { requests: plain.statistics.requests, upstreamCalls: counts.upstreamCalls };
    for (const name of ['requests', 'upstreamCalls'] as const) {
      peak[name] = Math.max(peak[name], now[name] - last[name]);
    }
    Object.assign(last, now);
    cacheEntries = Math.max(cacheEntries, gateway.store.entries);
    clock.after(minuteMs, sample);
  };
  clock.after(minuteMs, sample);
  await simulation.run(dayMs);
  const { clicks, upstreamCalls, hits, keys } = counts;
  const { requests } = plain.statistics;
  return {
    requests,
    upstreamCalls,
    peak,
    cacheEntries,
    cachedShare: hits / keys,
    clicks,
    staleClicks,
  };
}

function isStale({ components, clickedAt }: Reloaded): boolean {
  const content = contentOf(components);
  return content !== null && content.sentAt <= clickedAt - reloadFloorMs;
}

function print(...cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function table(...header: readonly string[]): void {
  process.stdout.write('\n');
  print(...header);
  print(...header.map(() => '---:'));
}

const perSecond = (count: number, ms: number): string => (count / (ms / 1000)).toFixed(2);

table(
  'agents',
  "Plain's requests a second, on average",
  'in the busiest minute',
  'upstream calls a second, on average',
  'in the busiest minute',
  'slots in the cache at most',
);
for (const agents of [10, 50, 200]) {
  const { requests, upstreamCalls, peak, cacheEntries } = await play(agents, 1);
  print(
    agents,
    perSecond(requests, dayMs),
    perSecond(peak.requests, minuteMs),
    perSecond(upstreamCalls, dayMs),
    perSecond(peak.upstreamCalls, minuteMs),
    cacheEntries,
  );
}

table(
  'replicas',
  'upstream calls',
  'keys answered from the cache',
  'clicks on reload answered with an old copy',
);
for (const replicas of [1, 2, 3]) {
  const { upstreamCalls, cachedShare, clicks, staleClicks } = await play(10, replicas);
  print(
    replicas,
    upstreamCalls,
    `${(100 * cachedShare).toFixed(0)} %`,
    `${staleClicks} of ${clicks}`,
  );
}
