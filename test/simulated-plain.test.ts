import t from 'tap';
import { contentOf, createSimulation, logNormal } from './fixtures/plain-and-gateway.ts';
import type { Counts } from './fixtures/plain-and-gateway.ts';
import type { Reloaded, Shown } from './fixtures/plain/hooks.ts';
import { createRandom, pick, uniform } from './fixtures/random.ts';

t.setTimeout(600_000);
const histories = Number(process.env['PLAIN_HISTORIES'] ?? 1_000);
const historyMs = 200_000;
const latencyMs = 150;
const deadlineMs = 5_000;
const reloadFloorSeconds = 5;
const staleIfErrorSeconds = 600;

const cards = {
  plan: { upstream: 'billing', ttlSeconds: 300 },
  usage: { upstream: 'billing', ttlSeconds: 40 },
  order: { upstream: 'orders', ttlSeconds: 100 },
  notes: { upstream: 'orders', ttlSeconds: 300, sends: ['customer', 'thread'] },
} satisfies Parameters<typeof createSimulation>[0]['cards'];

interface Findings {
  readonly tooOld: string[];
  readonly missedReloads: string[];
  readonly strangers: string[];
  shown: number;
  reloads: number;
  undocumented: number;
}

function ttlMsOf(key: string): number {
  return cards[key as keyof typeof cards].ttlSeconds * 1000;
}

function judgeShown(findings: Findings, { key, components, view, ...shown }: Shown): void {
  const content = contentOf(components);
  if (content === null) return;
  findings.shown += 1;
  const { sentAt, isUnderNotice, customer } = content;
  const ttlMs = ttlMsOf(key);
  const lastMs = isUnderNotice
    ? ttlMs + staleIfErrorSeconds * 1000
    : Math.max(ttlMs, 15_000 + deadlineMs);
  if (shown.freshUntil > sentAt + lastMs + latencyMs)
    findings.tooOld.push(`${key}: sent ${sentAt}, fresh until ${shown.freshUntil}`);
  // It stays on screen while the next one loads.
  if (shown.until > sentAt + lastMs + deadlineMs + 3 * latencyMs)
    findings.tooOld.push(`${key}: sent ${sentAt}, on screen until ${shown.until}`);
  if (customer !== view.customer.id) findings.strangers.push(key);
}

function judgeReload(findings: Findings, { key, components, clickedAt }: Reloaded): void {
  const content = contentOf(components);
  findings.reloads += 1;
  if (content === null || content.isUnderNotice) return;
  if (content.sentAt <= clickedAt - reloadFloorSeconds * 1000)
    findings.missedReloads.push(`${key}: clicked ${clickedAt}, sent ${content.sentAt}`);
}

async function play(
  seed: number,
  cacheScope: 'customer' | 'thread',
  findings: Findings,
): Promise<Counts> {
  const random = createRandom(seed);
  const plainTtlSeconds = pick(random, [null, 15, 30, 60, 300]);
  const median = pick(random, [150, 3_000]);
  const simulation = createSimulation({
    seed,
    cards,
    cacheScope,
    gateway: {
      deadlineMs,
      cache: { plainTtlSeconds, reloadFloorSeconds, staleIfErrorSeconds },
    },
    traffic: {
      agents: 4,
      customers: 3,
      threadsPerCustomer: 2,
      openRatePerMinute: 10,
      reloadProbability: 0.8,
      viewDurationMs: (random) => uniform(random, 5_000, 120_000),
    },
    latencyMs: (random) => uniform(random, 5, latencyMs),
    upstreamMs: (random) => logNormal(random, median, 0.7),
    failureShare: pick(random, [0, 0, 0.3]),
    hooks: {
      onShow: (shown) => judgeShown(findings, shown),
      onReload: (reloaded) => judgeReload(findings, reloaded),
    },
  });
  await simulation.run(historyMs);
  findings.undocumented += simulation.plain.statistics.undocumented.length;
  return simulation.counts;
}

for (const cacheScope of ['customer', 'thread'] as const) {
  await t.test(
    `where Plain caches by ${cacheScope}, nothing is too old and every click is fresh`,
    async (t) => {
      const findings = {
        tooOld: [],
        missedReloads: [],
        strangers: [],
        shown: 0,
        reloads: 0,
        undocumented: 0,
      };
      const all: Counts[] = [];
      for (let seed = 1; seed <= histories / 2; seed += 1)
        all.push(await play(seed, cacheScope, findings));
      t.strictSame(findings.tooOld, []);
      t.strictSame(findings.missedReloads, []);
      t.strictSame(findings.strangers, []);
      t.equal(findings.undocumented, 0, 'Plain is answered as its documents say');
      const sum = (name: keyof Counts): number =>
        all.reduce((total, counts) => total + counts[name], 0);
      t.equal(findings.reloads, sum('clicks'));
      t.ok(findings.shown > histories && findings.reloads > histories);
      t.comment(
        `${findings.shown} shown, ${sum('clicks')} clicks, ${sum('clicksSeen')} seen as clicks; ` +
          `false alarms: ${sum('falseAlarms')} of ${sum('keys') - sum('clicks')} keys`,
      );
    },
  );
}
