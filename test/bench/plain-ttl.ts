import { createSimulation } from '../fixtures/plain-and-gateway.ts';
import type { CacheScope } from '../fixtures/plain/copies.ts';
import { percentile } from '../fixtures/plain/statistics.ts';
import { cards, dayMs, latencies, traffic } from './support-team.ts';

/**
 * What `plainTtlSeconds` buys: a support team's day at the simulated Plain, in front of the real gateway and three services
 * that answer in 150 ms (median). Prints a Markdown table. Run: npm run bench:ttl
 */

interface Day {
  readonly plainTtlSeconds: number | null;
  readonly cacheScope: CacheScope;
}

async function play({ plainTtlSeconds, cacheScope }: Day): Promise<string[]> {
  const simulation = createSimulation({
    seed: 1,
    cards,
    cacheScope,
    gateway: { cache: { plainTtlSeconds } },
    traffic,
    ...latencies,
  });
  await simulation.run(dayMs);
  const { counts, plain } = simulation;
  const { requests, waits } = plain.statistics;
  const opens = waits.filter(({ cause }) => cause === 'open').map(({ ms }) => ms);
  return [
    String(plainTtlSeconds),
    String(requests),
    String(counts.upstreamCalls),
    `${((100 * counts.hits) / counts.keys).toFixed(0)} %`,
    `${percentile(opens, 50).toFixed(0)} / ${percentile(opens, 95).toFixed(0)} ms`,
    `${counts.clicksSeen} of ${counts.clicks}`,
    `${counts.falseAlarms} (${((100 * counts.falseAlarms) / (counts.keys - counts.clicks)).toFixed(1)} %)`,
  ];
}

const header = [
  '`plainTtlSeconds`',
  "Plain's requests",
  'upstream calls',
  'keys answered from the cache',
  "agent's wait on opening, p50 / p95",
  'clicks seen',
  'false alarms',
];

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

for (const cacheScope of ['customer', 'thread'] as const) {
  process.stdout.write(`\nPlain caches by ${cacheScope}:\n\n`);
  print(header);
  print(header.map(() => '---:'));
  for (const plainTtlSeconds of [null, 15, 30, 60, 300])
    print(await play({ plainTtlSeconds, cacheScope }));
}
