import { parseArgs } from 'node:util';
import { createGateway } from '../../src/create-gateway.ts';
import type { Gateway } from '../../src/gateway.ts';
import { parseCardRequest } from '../../src/parse/card-request.ts';
import type { Component } from '../../src/validate/components.ts';
import { serialiseComponents } from '../../src/validate/serialise.ts';
import { componentsOf, fetchFrom, idOf, keysOf, questionOf } from './workload.ts';
import type { Workload } from './workload.ts';

/** Of the live heap after a collection, in bytes a card. */
export interface CardOverhead {
  readonly cards: number;
  /** The JSON. */
  readonly content: number;
  /** What is needed beyond: identifiers, keys and the cache's own structures, with the card's share of what a customer's have in common. */
  readonly overhead: number;
  /** What `maxBytes` is held against, without the JSON. */
  readonly accounted: number;
}

/**
 * What cards need in the cache of customers asked for twice, from the bytes of Plain's requests on, printed in JSON. Run in
 * a process of its own: npm run bench:cards -- --customers 100000 --cards 6
 */
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '100000' },
    cards: { type: 'string', default: '6' },
    text: { type: 'string', default: 'small' },
  },
});
const customers = Number(values.customers);
const workload: Workload = {
  cards: Number(values.cards),
  services: 1,
  text: values.text === 'latin' ? 'latin' : 'small',
};
const keys = keysOf(workload);
const caller = { credentialId: 'bench', workspaceId: null, cards: null };
const gc =
  globalThis.gc ??
  (() => {
    throw new Error('run with --expose-gc');
  });

const gateway = createBenchGateway();
// What code and metrics need is there before.
for (let round = 0; round < 200; round += 1) await askFor(10);
gateway.slots.purge({});
const before = settledHeap();
await askFor(customers);
await askFor(customers);
const used = settledHeap() - before;
const content = contentBytes();
const { entries: cards, bytes } = gateway.store;
await gateway.close();
const overhead: CardOverhead = {
  cards,
  content: content / cards,
  overhead: (used - content) / cards,
  accounted: (bytes - content) / cards,
};
process.stdout.write(`${JSON.stringify(overhead)}\n`);

function createBenchGateway(): Gateway {
  return createGateway({
    auth: { headers: [{ name: 'authorization', value: 'x' }] },
    cache: { maxBytes: 512 * 1_048_576, defaultTtlSeconds: 3_600 },
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        limits: { concurrency: 1_000 },
        cards: Object.fromEntries(keys.map((key) => [key, {}])),
        fetch: fetchFrom(workload.text),
      },
    ],
  });
}

function componentsFor(customer: string, key: string): Component[] {
  return JSON.parse(componentsOf(customer, key, workload.text)) as Component[];
}

async function askFor(count: number): Promise<void> {
  for (let customer = 0; customer < count; customer += 1) {
    // With one key more, which is unknown, so that no request looks like a reload.
    const parsed = parseCardRequest(Buffer.from(questionOf(customer, [...keys, 'none'])));
    if (!parsed.ok) throw new Error(parsed.message);
    await gateway.answer(parsed.request, caller, gateway.clock.now());
  }
}

function contentBytes(): number {
  let bytes = 0;
  for (let customer = 0; customer < customers; customer += 1)
    for (const key of keys) bytes += serialiseComponents(componentsFor(idOf(customer), key)).length;
  return bytes;
}

function settledHeap(): number {
  for (let count = 0; count < 3; count += 1) gc();
  return process.memoryUsage().heapUsed;
}
