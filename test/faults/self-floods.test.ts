import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { parseOptions } from '../../src/config/options.ts';
import { get, post } from '../fixtures/http.ts';
import { secret, startBench } from './bench.ts';
import { ask } from './drive.ts';
import { answerWell, startFaultyServer } from './faulty-server.ts';
import type { Asked } from './faulty-server.ts';
import { startProcess, upstreamFile } from './gateway-process.ts';
import { failedOf, startLoad } from './load-client.ts';
import { loadGateway } from './mutant.ts';
import { isNotice } from './oracle.ts';
import { prove, scale } from './row.ts';
import { until } from './until.ts';

// Processes and mutants are started one after the other, on machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

await prove(t, {
  id: 'G4',
  fault: 'a flood of customers seen once, beside a hot set; cards larger than an entry may be',
  expected: 'the cache stays within its bytes; the hot set is answered from it, 90 % or more',
  guard: 'the bound in bytes, and of one entry',
  async run(isGuarded, { isLong }) {
    const maxBytes = 1_048_576;
    const { assembleGateway } = await loadGateway(
      isGuarded
        ? []
        : [
            {
              file: 'src/gateway.ts',
              cut: '    ...cache,\n    onEvict',
              instead: '    maxBytes: 1e12, maxEntryBytes: 1e12,\n    onEvict',
            },
          ],
    );
    const sizes = [500, 4_000, 12_000];
    const components = (bytes: number) =>
      Array.from({ length: Math.ceil(bytes / 4_000) }, () => ({
        componentPlainText: { plainText: 'x'.repeat(Math.min(bytes, 4_000)) },
      }));
    const hot = { asked: 0, cached: 0 };
    let peak = 0;
    const gateway = assembleGateway(
      parseOptions({
        auth: { headers: [{ name: 'authorization', value: 'x' }] },
        maxCardBytes: 1_048_576,
        cache: { maxBytes, maxEntryBytes: 65_536 },
        upstreams: [
          {
            name: 'billing',
            adapter: 'function',
            maxResponseBytes: 16_777_216,
            fetch: async ({ cardKeys, customer }) => {
              const number = Number(customer.id?.slice(2));
              const bytes = number % 100 === 99 ? 90_000 : (sizes[number % 3] ?? 0);
              return { cards: cardKeys.map((key) => ({ key, components: components(bytes) })) };
            },
            cards: { usage: {}, seats: {} },
          },
        ],
      }),
      { log: { info: note, warn: note, error() {} } },
    );
    function note(fields: object, message: string): void {
      if (!isHot || message !== 'cards answered') return;
      const { cards } = fields as { cards: { outcome: string }[] };
      hot.asked += cards.length;
      hot.cached += cards.filter(({ outcome }) => outcome === 'cached').length;
    }
    let isHot = false;
    const caller = { credentialId: 'x', workspaceId: null, cards: null };
    async function askFor(number: number): Promise<void> {
      const customer = { id: `c_${number}`, email: null, externalId: null };
      await gateway.answer(
        { cardKeys: ['usage', 'seats'], subject: { customer, thread: null, tenant: null } },
        caller,
        gateway.clock.now(),
      );
      peak = Math.max(peak, gateway.store.bytes);
    }
    const flood = isLong && isGuarded ? 1_000_000 : 4_000;
    const hotCustomers = 20;
    for (let round = 0; round < 3; round += 1) {
      for (let number = 0; number < hotCustomers; number += 1) await askFor(number * 3);
    }
    const heaps: number[] = [];
    for (let number = 0; number < flood; number += 1) {
      await askFor(1_000 + number);
      if (number % 5 === 0) {
        isHot = true;
        await askFor(((number / 5) % hotCustomers) * 3);
        isHot = false;
      }
      if (number % (flood / 4) === 0) heaps.push(process.memoryUsage().rss);
    }
    await gateway.close();
    return { peak, maxBytes, ratio: hot.cached / hot.asked, flood, heaps };
  },
  violations: ({ peak, maxBytes, ratio, heaps }) => [
    ...(peak <= maxBytes ? [] : [`${peak} of ${maxBytes} bytes`]),
    ...(ratio >= 0.9 ? [] : [`${Math.round(ratio * 100)} % of the hot set cached`]),
    ...(!scale.isLong || (heaps.at(-1) ?? 0) < (heaps[1] ?? 0) * 1.3 ? [] : ['RSS grows']),
  ],
  figure: ({ peak, maxBytes, ratio, flood, heaps }) =>
    `${flood} customers: at most ${peak} of ${maxBytes} bytes, ${(ratio * 100).toFixed(1)} % of the hot set cached; RSS ${heaps.map((bytes) => Math.round(bytes / 1e6)).join(', ')} MB`,
});

await prove(t, {
  id: 'G5',
  fault: 'unknown keys, workspaces, paths, methods and secrets, new ones every time',
  expected: 'not one more series',
  guard: 'that unknown keys share a label, and that only known names become series',
  async run(isGuarded, { isLong }) {
    const bench = await startBench({
      respond: answerWell,
      ...(!isGuarded && {
        without: [
          {
            file: 'src/observe/metrics/count.ts',
            cut: "const card = upstream === null ? '' : key;",
            instead: 'const card = key;',
          },
          {
            file: 'src/observe/metrics/families.ts',
            cut: 'if (!isKnown(labels)) return;',
            instead: '',
          },
        ],
      }),
    });
    const agent = new Agent({ keepAlive: true });
    async function attack(index: number): Promise<void> {
      const word = `w-${index}`;
      const headers = {
        authorization: secret,
        'content-type': 'application/json',
        'plain-workspace-id': word,
        [`x-${word}`]: word,
      };
      const body = JSON.stringify({ cardKeys: [word, '__proto__'], customer: { id: word } });
      await post(`${bench.url}/cards?${word}`, body, headers);
      await post(`${bench.url}/${word}`, body, headers);
      await post(`${bench.url}/cards`, body, { ...headers, authorization: word });
      await post(`${bench.url}/cards`, word, headers);
      await post(`${bench.url}/cards`, body, { ...headers, 'content-type': `text/${word}` });
      await get(`${bench.url}/cards/${word}`);
      await get(`${bench.adminUrl}/upstreams/${word}`);
    }
    const series = async () =>
      (await get(`${bench.adminUrl}/metrics`)).text.split('\n').filter((line) => /^\w/.test(line))
        .length;
    await ask(bench, ['faulty', 'good-a', 'good-b'], 1, agent);
    // Every kind once, and wrong secrets until their limit speaks.
    for (let index = 0; index < 40; index += 1) await attack(index);
    const before = await series();
    const count = isLong ? 10_000 : 60;
    for (let index = 0; index < count; index += 1) await attack(100 + index);
    const after = await series();
    agent.destroy();
    await bench.close();
    return { before, after, count };
  },
  violations: ({ before, after }) => (after === before ? [] : [`${after - before} more series`]),
  figure: ({ before, after, count }) =>
    `${before} series before, ${after} after 7 × ${count} hostile requests`,
});

/** Long enough that a log of them fills what holds it. */
const wordyKeys = Array.from({ length: 25 }, (_, index) => `${'k'.repeat(95)}-${index}`);

await prove(t, {
  id: 'G6',
  fault: 'nobody reads the log, while it floods',
  expected: 'serving goes on, no slower than 1 s; what is dropped is counted',
  guard: 'the sink that never waits',
  async run(isGuarded, { isLong }) {
    const service = await startFaultyServer(answerWell);
    const gateway = await startProcess({
      upstreams: { faulty: upstreamFile('faulty', service.origin) },
      isLogBlocked: true,
      ...(!isGuarded && {
        without: [
          {
            file: 'src/run-config.ts',
            cut: 'const log = pino(options, sink);',
            instead: 'const log = pino(options);',
          },
        ],
      }),
    });
    const load = startLoad(gateway.url, {
      concurrency: 10,
      one: (index) => ({ id: `c_${index % 50}`, keys: wordyKeys }),
    });
    const flood = isLong ? 20_000 : 700;
    await until(() => load.replies.length > flood, isGuarded ? 60_000 : 4_000);
    const reached = load.replies.length;
    const dropped = isGuarded ? await gateway.metric('log_lines_dropped_total') : 0;
    if (!isGuarded) await gateway.close();
    await load.stop();
    await gateway.close();
    service.close();
    const ms = load.replies.map((reply) => reply.ms).sort((a, b) => a - b);
    return {
      reached,
      flood,
      dropped,
      failed: failedOf(load.replies),
      p99: ms[Math.floor(ms.length * 0.99)] ?? 0,
    };
  },
  violations: ({ reached, flood, dropped, failed, p99 }) => [
    ...(reached > flood ? [] : [`stands still after ${reached} requests`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(dropped > 0 ? [] : ['no dropped line was counted']),
    ...(p99 < 1_000 ? [] : [`p99 ${Math.round(p99)} ms`]),
  ],
  figure: ({ reached, dropped, p99 }) =>
    `${reached} requests, p99 ${p99.toFixed(1)} ms, ${dropped} lines dropped and counted`,
});

const capacity = { places: 2, msEach: 20 };
const perSecond = (capacity.places * 1_000) / capacity.msEach;
/** What it can be asked for without a queue that grows. */
const nearlyAll = perSecond * 0.95;

/**
 * Answers so many at a time, in the order they came, also those that nobody waits for any more. Ends follow from each other
 * and not from timers, which are late: what it can do is exactly `perSecond`.
 */
function createBusyService(): (asked: Asked) => void {
  let freeAt = Array.from({ length: capacity.places }, () => 0);
  return (asked) => {
    const [first = 0, ...others] = freeAt.sort((a, b) => a - b);
    const now = performance.now();
    const endsAt = Math.max(now, first) + capacity.msEach;
    freeAt = [...others, endsAt];
    setTimeout(answerWell, endsAt - now, asked).unref();
  };
}

// Throughput says nothing on a busy machine, so only the long form measures it.
if (scale.isLong)
  await prove(t, {
    id: 'G8',
    fault: 'three times what the service can do, then what it can',
    expected:
      'goodput at least 90 % of the peak, and again 30 s afterwards; the peak at least 75 % of what the service can do',
    guard: 'limits and breaker',
    async run(isGuarded) {
      const bench = await startBench({
        respond: createBusyService(),
        gateway: { deadlineMs: 2_000, cache: { coolDownSeconds: 0 } },
        upstream: {
          timeoutMs: 600,
          ...(isGuarded
            ? { limits: { concurrency: capacity.places, queue: 20 }, breaker: {} }
            : { limits: { concurrency: 1_000, queue: 1_000 } }),
        },
      });
      const agent = new Agent({ keepAlive: true });
      let customer = 0;
      /** Good cards a second, of the requests begun in the second half. */
      async function offer(rate: number, ms: number): Promise<number> {
        const asked: Promise<boolean>[] = [];
        const startedAt = performance.now();
        for (let sent = 0; performance.now() - startedAt < ms;) {
          const due = ((performance.now() - startedAt) * rate) / 1_000;
          for (; sent < due; sent += 1) {
            const isCounted = performance.now() - startedAt >= ms / 2;
            const reply = ask(bench, ['faulty'], (customer += 1), agent);
            asked.push(
              reply.then(
                ({ status, body }) =>
                  isCounted && status === 200 && !isNotice(JSON.parse(body).cards[0]),
                () => false,
              ),
            );
          }
          await pause(5);
        }
        const good = (await Promise.all(asked)).filter(Boolean).length;
        return good / (ms / 2 / 1_000);
      }
      const phaseMs = 60_000;
      const peak = await offer(nearlyAll, phaseMs / 2);
      const overloaded = await offer(perSecond * 3, phaseMs);
      await pause(30_000);
      const after = await offer(nearlyAll, phaseMs / 2);
      agent.destroy();
      await bench.close();
      return { peak, overloaded, after };
    },
    violations: ({ peak, overloaded, after }) => [
      // With the ways there and back, during which its places are empty.
      ...(peak >= 0.75 * perSecond ? [] : [`${Math.round(peak)} a second at capacity`]),
      ...(overloaded >= 0.9 * peak
        ? []
        : [`goodput ${Math.round(overloaded)} of ${Math.round(peak)} a second`]),
      ...(after >= 0.9 * peak ? [] : [`${Math.round(after)} a second 30 s afterwards`]),
    ],
    figure: ({ peak, overloaded, after }) =>
      `goodput ${Math.round(overloaded)} a second at 3 times capacity, ${Math.round(peak)} at capacity, ${Math.round(after)} afterwards`,
  });
