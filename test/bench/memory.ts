import { parseArgs } from 'node:util';
import { createGateway } from '../../src/create-gateway.ts';

/**
 * The cache under churn: many distinct customers once, a small hot set again and again, cards of 0.2 to 20 KB. Prints what
 * the heap really needs beside what `maxBytes` accounts for. Run: npm run bench:memory
 */
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    megabytes: { type: 'string', default: '64' },
    hot: { type: 'string', default: '500' },
  },
});
const maxBytes = Number(values.megabytes) * 1_048_576;
const gc =
  globalThis.gc ??
  (() => {
    throw new Error('run with --expose-gc');
  });

let seed = 1;
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}

/** Log-uniform between 0.2 and 20 KB. */
function cardBytes(): number {
  return Math.floor(200 * 100 ** random());
}

function textOf(bytes: number): object[] {
  const components = [];
  for (let left = bytes; left > 0; left -= 5_000) {
    components.push({
      componentText: {
        text: String.fromCharCode(97 + Math.floor(random() * 26)).repeat(Math.min(left, 5_000)),
      },
    });
  }
  return components;
}

const gateway = createGateway({
  auth: { headers: [{ name: 'authorization', value: 'x' }] },
  cache: { maxBytes, staleIfErrorSeconds: 0 },
  upstreams: [
    {
      name: 'billing',
      adapter: 'function',
      cards: { usage: { ttlSeconds: 3_600 } },
      limits: { concurrency: 1_000 },
      fetch: async () => ({ cards: [{ key: 'usage', components: textOf(cardBytes()) }] }),
    },
  ],
});
const caller = { credentialId: 'bench', workspaceId: null, cards: null };

async function ask(id: string): Promise<void> {
  const customer = { id: `c_${id}`, email: `${id}@customer.example.com`, externalId: `acct_${id}` };
  const subject = { customer, thread: null, tenant: null };
  // Two keys, one of them unknown, so that no request looks like a reload.
  await gateway.answer({ cardKeys: ['usage', 'none'], subject }, caller, performance.now());
}

gc();
const before = process.memoryUsage();
const customers = Number(values.customers);
const hot = Number(values.hot);
let peakRss = 0;
for (let i = 0; i < customers; i += 1) {
  await ask(`cold-${i}`);
  if (i % 10 === 0) await ask(`hot-${Math.floor(random() * hot)}`);
  if (i % 10_000 === 0) peakRss = Math.max(peakRss, process.memoryUsage.rss());
}
peakRss = Math.max(peakRss, process.memoryUsage.rss());
const hotHits = await countHits();
gc();
gc();
const after = process.memoryUsage();
const heap = after.heapUsed - before.heapUsed;
const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
process.stdout.write(
  [
    `customers          ${customers}, hot set ${hot}`,
    `maxBytes           ${mb(maxBytes)}`,
    `accounted          ${mb(gateway.store.bytes)} in ${gateway.store.entries} slots`,
    `heap after GC      ${mb(heap)}, ${((100 * heap) / gateway.store.bytes).toFixed(1)} % of what is accounted`,
    `peak RSS           ${mb(peakRss)}, ${((peakRss - before.rss) / maxBytes).toFixed(2)} times maxBytes above the start (${mb(before.rss)})`,
    `hot set still here ${hotHits} of ${hot}`,
    '',
  ].join('\n'),
);
await gateway.close();

async function countHits(): Promise<number> {
  const cached = new Set(gateway.store.all().map(([{ customer }]) => customer.id));
  return Array.from({ length: hot }, (_, i) => cached.has(`c_hot-${i}`)).filter(Boolean).length;
}
