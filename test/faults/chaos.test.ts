import { request } from 'node:http';
import t from 'tap';
import { createRandom, createZipf, pick, uniform } from '../fixtures/random.ts';
import { allKeys, faultyKey, healthyKeys, secret, startBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { behaviours } from './behaviours.ts';
import { ask, drive } from './drive.ts';
import type { Reply } from './drive.ts';
import { answerWell } from './faulty-server.ts';
import * as guards from './guards.ts';
import { isNotice, judgeLog, judgeReplies, slackMs } from './oracle.ts';
import { prove, scale } from './row.ts';
import { until } from './until.ts';
import { watchRecovery } from './recovery.ts';

t.setTimeout(3_600_000);
const proveRecovery = await watchRecovery(t, 'G10');

/** `SEED=7 ROWS=G10 npm run soak` replays a schedule. */
const seed = Number(process.env['SEED'] ?? (scale.isLong ? Date.now() % 1_000_000 : 1));
const chaosMs = scale.isLong ? 300_000 : 6_000;

/** A client that gives up after a moment. */
function giveUp({ url }: Bench, customer: number, afterMs: number): void {
  const headers = { authorization: secret, 'content-type': 'application/json' };
  const asked = request(`${url}/cards`, { method: 'POST', headers }).on('error', () => {});
  asked.end(JSON.stringify({ cardKeys: allKeys, customer: { id: `c_SENSITIVE_${customer}` } }));
  setTimeout(() => asked.destroy(), afterMs);
}

await prove(t, {
  id: 'G10',
  fault: `a random schedule of faults of one service, clients that give up, purges and reloads (one process; seed ${seed})`,
  expected:
    'every answer whole, in schema, in time and about the right customer; others unharmed; fresh cards once it is over',
  guard: 'the customer in the cache key',
  async run(isGuarded) {
    const random = createRandom(seed);
    const zipf = createZipf(200);
    const bench = await startBench({
      respond: answerWell,
      gateway: { deadlineMs: 700 },
      upstream: { timeoutMs: 500, limits: { concurrency: 10, queue: 10 }, breaker: {} },
      ...(!isGuarded && { without: guards.customerInSlot }),
    });
    const config = { gateway: bench.gateway.settings, upstreams: definitionsOf(bench) };
    const replies: Reply[] = [];
    const played = new Map<string, number>();
    const endsAt = performance.now() + (isGuarded ? chaosMs : 6_000);
    while (performance.now() < endsAt) {
      const [name, respond] = pick(random, [...behaviours]);
      played.set(name, (played.get(name) ?? 0) + 1);
      bench.faulty.become(respond);
      const dice = random();
      if (dice < 0.2) giveUp(bench, zipf(random), uniform(random, 1, 400));
      else if (dice < 0.3) bench.gateway.slots.purge({});
      else if (dice < 0.4) bench.gateway.reload(retuned(config, random));
      const driven = await drive(bench, {
        requests: Math.ceil(uniform(random, 5, 60)),
        concurrency: 10,
        perSecond: 60,
        customer: () => zipf(random),
      });
      replies.push(...driven.replies, ...driven.beside);
    }
    bench.faulty.become(answerWell);
    bench.clock.skip(120_000);
    let index = 10_000;
    const isBack = await until(async () => {
      const { body } = await ask(bench, [faultyKey], (index += 1));
      const [card] = (JSON.parse(body) as { cards: Parameters<typeof isNotice>[0][] }).cards;
      return card !== undefined && !isNotice(card);
    }, 10_000);
    const withinMs = bench.deadlineMs + slackMs(scale);
    const log = judgeLog(bench);
    const left = await bench.close();
    return { seen: [...judgeReplies(replies, withinMs), ...log, ...left], isBack, replies, played };
  },
  violations: ({ seen, isBack }) => [...seen, ...(isBack ? [] : ['no fresh card afterwards'])],
  figure: ({ replies, played }) =>
    `${replies.length} requests, ${[...played.values()].reduce((sum, count) => sum + count, 0)} changes among ${played.size} behaviours, 0 violations`,
});

function definitionsOf({ gateway }: Bench) {
  return gateway.upstreams.map(({ definition }) => definition);
}

/** The faulty service with another name for agents, or other limits: a new one, or the same with its breaker. */
function retuned(config: Parameters<Bench['gateway']['reload']>[0], random: () => number) {
  const concurrency = Math.ceil(uniform(random, 5, 20));
  return {
    ...config,
    upstreams: config.upstreams.map((definition) =>
      Object.keys(definition.cards).some((key) => healthyKeys.includes(key))
        ? definition
        : { ...definition, limits: { ...definition.limits, concurrency } },
    ),
  };
}

await proveRecovery();
