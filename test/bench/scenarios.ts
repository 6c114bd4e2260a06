import type { Mood } from './services.ts';
import {
  knownCustomers,
  load,
  measure,
  newCustomers,
  startGateway,
  withSubject,
} from './throughput.ts';
import type { Effort, Measured, Say } from './throughput.ts';
import { componentsOf, idOf, keysOf, usual } from './workload.ts';
import type { Workload } from './workload.ts';

interface Scenario {
  readonly name: string;
  readonly workload?: Workload;
  readonly customers?: typeof knownCustomers;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly lastService?: Mood;
}

const scenarios: readonly Scenario[] = [
  { name: 'nine of ten from memory', customers: { ...knownCustomers, newShare: 0.1 } },
  {
    // A lone key is a click on reload; here it may be answered from memory all the same.
    name: 'one key',
    workload: { ...usual, cards: 1, services: 1 },
    settings: { cache: { reloadFloorSeconds: 60 } },
  },
  { name: '25 keys', workload: { ...usual, cards: 25 } },
  { name: 'cards in Japanese', workload: { ...usual, text: 'japanese' } },
  {
    name: 'from the services, one of which hangs',
    customers: newCustomers,
    lastService: { kind: 'hangs' },
  },
  {
    name: 'from the services, one of which fails',
    customers: newCustomers,
    lastService: { kind: 'fails' },
  },
];

export async function measureScenarios(effort: Effort, say: Say): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const {
    name,
    workload = usual,
    customers = knownCustomers,
    settings,
    lastService,
  } of scenarios) {
    const peer = { name, start: startGateway(settings) };
    const moods = lastService && [
      ...Array.from({ length: workload.services - 1 }, (): Mood => ({ kind: 'answers' })),
      lastService,
    ];
    const result = await measure(peer, workload, customers, effort, moods);
    say(`  ${name}: ${result.perSecond.toFixed(0)}/s, p99 ${result.p99.toFixed(2)} ms`);
    measured.push(result);
  }
  return measured;
}

export interface Growth {
  readonly cached: readonly (Grown & {
    readonly rssBytes: number;
    readonly overheadBytes: number;
  })[];
  readonly services: readonly Grown[];
}

interface Grown {
  readonly place: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Two small cards a customer: a million of them fit into a gigabyte. */
const small: Workload = { cards: 2, services: 2, text: 'small' };

export async function measureGrowth(effort: Effort, say: Say): Promise<Growth> {
  const cached: Growth['cached'][number][] = [];
  for (const cards of [1_000, 10_000, 100_000, 1_000_000]) {
    const grown = await measureCached(cards, effort);
    say(`  ${grown.place} cards: ${grown.perSecond.toFixed(0)}/s`);
    cached.push(grown);
  }
  const services: Grown[] = [];
  for (const count of [1, 2, 4, 8, 16, 32]) {
    const workload = { ...usual, cards: count, services: count };
    const peer = { name: String(count), start: startGateway() };
    const { perSecond, p50, p99 } = await measure(peer, workload, newCustomers, effort);
    say(`  ${count} services: ${perSecond.toFixed(0)}/s`);
    services.push({ place: String(count), perSecond, p50, p99 });
  }
  return { cached, services };
}

async function measureCached(cards: number, effort: Effort): Promise<Growth['cached'][number]> {
  const customers = cards / small.cards;
  const settings = {
    cache: { maxBytes: 2 * 1_073_741_824, defaultTtlSeconds: 3_600, staleIfErrorSeconds: 0 },
  };
  const env = { NODE_OPTIONS: '--max-old-space-size=4096' };
  return withSubject(startGateway(settings, env), small, undefined, async (subject) => {
    const { result } = await load(subject, {
      workload: small,
      customers: { known: customers, newShare: 0, newFrom: 100_000_000 },
      connections: 32,
      ...effort,
      warmUpRequests: customers + 20_000,
    });
    const { entries, bytes } = await cacheOf(subject.adminPort ?? 0);
    const content = componentsOf(idOf(customers), keysOf(small)[0] ?? '', 'small').length;
    return {
      place: cards.toLocaleString('en'),
      perSecond: result.perSecond,
      p50: result.latency.p50,
      p99: result.latency.p99,
      rssBytes: await subject.process.rssBytes(),
      overheadBytes: bytes / entries - content,
    };
  });
}

async function cacheOf(adminPort: number): Promise<{ entries: number; bytes: number }> {
  const response = await fetch(`http://127.0.0.1:${adminPort}/metrics`);
  const lines = (await response.text()).split('\n');
  const read = (name: string): number =>
    Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1] ?? Number.NaN);
  return {
    entries: read('customer_cards_cache_entries'),
    bytes: read('customer_cards_cache_bytes'),
  };
}
