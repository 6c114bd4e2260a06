import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import t from 'tap';
import { keysOf, questionOf, requestHeaders, usual } from './bench/workload.ts';
import type { Heap } from './fixtures/warm-gateway.ts';

/**
 * What a request for six cards in memory (8.7 KB) may allocate, HTTP included: half as much again as it did when this was
 * written. Unlike a time it is the same on every machine.
 */
const boundBytes = 94_000;
const customers = 20;
const keys = keysOf(usual);
const script = new URL('fixtures/warm-gateway.ts', import.meta.url).pathname;

async function ask(url: string, agent: Agent, customer: number): Promise<number> {
  const body = questionOf(customer, keys);
  const headers = requestHeaders(body);
  const sent = request(`${url}/cards`, { method: 'POST', agent, headers });
  sent.end(body);
  const [response] = await once(sent, 'response');
  response.resume();
  await once(response, 'end');
  return Number(response.statusCode);
}

async function askMany(url: string, agent: Agent, count: number): Promise<number> {
  let good = 0;
  for (let index = 0; index < count; index += 1)
    good += Number((await ask(url, agent, index % customers)) === 200);
  return good;
}

async function heapOf(child: ChildProcess, order: 'collect' | 'look'): Promise<Heap> {
  child.send(order);
  const [heap] = await once(child, 'message');
  return heap as Heap;
}

await t.test('a request for cards in memory allocates no more than it did', async (t) => {
  const child = fork(script, {
    execArgv: ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'],
  });
  t.teardown(() => child.disconnect());
  const [{ url }] = await once(child, 'message');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  t.equal(await askMany(url, agent, 4_000), 4_000);
  const rounds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = await heapOf(child, 'collect');
    await askMany(url, agent, 500);
    const after = await heapOf(child, 'look');
    t.equal(after.collections, before.collections, 'nothing is collected meanwhile');
    rounds.push((after.usedBytes - before.usedBytes) / 500);
  }
  const bytes = Math.min(...rounds);
  t.comment(`${Math.round(bytes)} bytes a request`);
  t.ok(bytes > 10_000, 'it is measured at all');
  t.ok(bytes < boundBytes, `${Math.round(bytes)} bytes a request, of ${boundBytes}`);
});
