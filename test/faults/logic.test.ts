import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { entryOf } from '../../src/cache/record.ts';
import { get, post } from '../fixtures/http.ts';
import type { Card } from '../fixtures/http.ts';
import { httpAnswer } from '../fixtures/raw-server.ts';
import { allKeys, faultyKey, secret, startBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { ask, customerOf } from './drive.ts';
import type { Reply } from './drive.ts';
import { answerWell, neverAnswer } from './faulty-server.ts';
import type { Asked, Respond } from './faulty-server.ts';
import * as guards from './guards.ts';
import { isNotice, judgeLog, judgeReplies, prove } from './oracle.ts';
import { scale } from './row.ts';
import { watchRecovery } from './recovery.ts';
import { until } from './until.ts';

// On machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

const proveRecovery = await watchRecovery(t, 'C');

const withinMs = 6_000;
const manyAtOnce = scale.isLong ? 1_000 : 100;

const answerError: Respond = ({ socket }) => {
  socket.write(httpAnswer('', { status: '500 Oops' }));
};

function faultyCard({ body }: Reply): Card | undefined {
  const { cards } = JSON.parse(body) as { cards: Card[] };
  return cards.find(({ key }) => key === faultyKey);
}

function shows(reply: Reply): boolean {
  const card = faultyCard(reply);
  return card !== undefined && !isNotice(card);
}

function stateOf({ gateway }: Bench): string {
  return gateway.upstreams[0]?.breaker.view().state ?? '';
}

/** Transitions of the faulty upstream's breaker, such as `open:consecutive_failures`, with how often. */
async function transitionsOf({ adminUrl }: Bench): Promise<string> {
  const { text } = await get(`${adminUrl}/metrics`);
  const found = text.matchAll(
    /breaker_transitions_total\{upstream="faulty",to="(\w+)",cause="(\w+)"\} ([1-9]\d*)/g,
  );
  return [...found]
    .map(([, to, cause, count]) => `${to}:${cause}=${count}`)
    .sort()
    .join(' ');
}

function askMany(bench: Bench, count: number, customer: (index: number) => number) {
  return Promise.all(
    Array.from({ length: count }, (_, index) => ask(bench, allKeys, customer(index))),
  );
}

/** Until so many fewer calls are under way at the faulty upstream than now, or for as long as none of them can take. */
async function ended({ gateway }: Bench, count: number): Promise<void> {
  const underWay = (): number => gateway.upstreams[0]?.inFlight ?? 0;
  const left = underWay() - count;
  await until(() => underWay() <= left, withinMs);
}

/** Holds calls back until they are let go. */
function createHeld(): { respond: Respond; held: Asked[] } {
  const held: Asked[] = [];
  return { held, respond: (asked) => void held.push(asked) };
}

await prove(t, {
  id: 'C1',
  fault: `${manyAtOnce} requests at the moment of half-open`,
  expected: 'exactly one call; the others are answered at once',
  guard: 'the single trial',
  async run(isGuarded) {
    const bench = await startBench({
      respond: answerError,
      // Longer than this process may take for the storm: the trial ends when it is answered.
      upstream: {
        breaker: {},
        retry: false,
        timeoutMs: 30_000,
        limits: { concurrency: 1_000, queue: 0 },
      },
      ...(!isGuarded && { without: guards.singleTrial }),
    });
    const before = await askMany(bench, 3, (index) => index);
    bench.clock.skip(5_000);
    const { respond, held } = createHeld();
    bench.faulty.become(respond);
    const storm = await askMany(bench, manyAtOnce, (index) => 100 + index);
    const calls = held.length;
    held.forEach(answerWell);
    await ended(bench, calls);
    const state = stateOf(bench);
    const problems = [...judgeReplies([...before, ...storm], withinMs), ...judgeLog(bench)];
    return { calls, state, problems: [...problems, ...(await bench.close())] };
  },
  violations: ({ calls, state, problems }) => [
    ...(calls === 1 ? [] : [`${calls} calls`]),
    ...(state === 'closed' ? [] : [`${state} after the trial`]),
    ...problems,
  ],
  figure: ({ calls }) => `${calls} call for ${manyAtOnce} requests`,
});

await prove(t, {
  id: 'C2',
  fault:
    'calls of before the trip that succeed or fail after it, in the open, half-open and closed state; a trial that hangs',
  expected: 'no transition by any of them; the trial is bounded by its time-out',
  guard: 'the rule that a call counts only in the period that it began in',
  async run(isGuarded) {
    const { respond, held } = createHeld();
    const bench = await startBench({
      respond,
      upstream: { breaker: {}, retry: false, timeoutMs: 2_000 },
      ...(!isGuarded && { without: guards.periods }),
    });
    const seen: string[] = [];
    const note = async (what: string) => seen.push(`${what}: ${await transitionsOf(bench)}`);
    const early = Array.from({ length: 8 }, (_, index) => ask(bench, allKeys, index));
    while (held.length < 8) await pause(5);
    bench.faulty.become(answerError);
    await askMany(bench, 3, (index) => 100 + index);
    await note('tripped');
    const release = async (count: number, how: Respond, from = held) => {
      for (const asked of from.splice(0, count)) how(asked);
      await ended(bench, count);
    };
    await release(1, answerWell);
    await release(3, answerError);
    await note('late endings while open');
    bench.clock.skip(5_000);
    const trial = createHeld();
    bench.faulty.become(trial.respond);
    await ask(bench, allKeys, 200);
    await release(1, answerWell);
    await release(1, answerError);
    await note('late endings while half-open');
    await release(1, answerWell, trial.held);
    await release(2, answerError);
    bench.faulty.become(answerError);
    await ask(bench, allKeys, 300);
    await note('late failures while closed');
    bench.faulty.become(answerWell);
    await ask(bench, allKeys, 301);
    bench.faulty.become(answerError);
    await askMany(bench, 3, (index) => 310 + index);
    bench.clock.skip(10_000);
    bench.faulty.become(neverAnswer);
    await ask(bench, allKeys, 400);
    await ended(bench, 1);
    await note('a hung trial');
    const replies = await Promise.all(early);
    const problems = [...judgeReplies(replies, 60_000), ...judgeLog(bench)];
    return { seen, problems: [...problems, ...(await bench.close())] };
  },
  violations({ seen, problems }) {
    const once = 'open:consecutive_failures=1';
    const closed = `closed:trial_succeeded=1 half_open:open_time_over=1 ${once}`;
    const wanted = [
      `tripped: ${once}`,
      `late endings while open: ${once}`,
      `late endings while half-open: half_open:open_time_over=1 ${once}`,
      `late failures while closed: ${closed}`,
      'a hung trial: closed:trial_succeeded=1 half_open:open_time_over=2 open:consecutive_failures=2 open:trial_failed=1',
    ];
    return [
      ...seen.filter((line, index) => line !== wanted[index]).map((line) => `after ${line}`),
      ...problems,
    ];
  },
  figure: ({ seen }) => `0 of 8 late endings counted; ${seen.at(-1)}`,
});

await prove(t, {
  id: 'C3',
  fault: `${manyAtOnce} requests for one customer on a cold key, after a purge, and past the soft TTL`,
  expected: 'one call each time; nobody waits past the soft TTL; no TTL beyond what is left',
  guard: 'joining a fetch that is under way',
  async run(isGuarded) {
    const bench = await startBench({
      respond: (asked) => void pause(100).then(() => answerWell(asked)),
      upstream: { limits: { concurrency: 1_000, queue: 1_000 } },
      gateway: { cache: { staleWhileRevalidateSeconds: 60, plainTtlSeconds: null } },
      ...(!isGuarded && { without: guards.coalescing }),
    });
    const replies: Reply[] = [];
    const calls: number[] = [];
    async function herd(): Promise<readonly Reply[]> {
      const before = bench.faulty.requests;
      const asked = await askMany(bench, manyAtOnce, () => 7);
      // The refresh is nobody's to wait for.
      await until(() => bench.faulty.requests > before);
      await pause(100);
      calls.push(bench.faulty.requests - before);
      replies.push(...asked);
      return asked;
    }
    await herd();
    bench.gateway.slots.purge({});
    await herd();
    bench.clock.skip(290_000);
    const { respond, held } = createHeld();
    bench.faulty.become(respond);
    const refreshing = await herd();
    const waited = refreshing.filter((reply) => !shows(reply)).length;
    held.forEach(answerWell);
    const ttls = refreshing.map((reply) => faultyCard(reply)?.timeToLiveSeconds ?? 0);
    const problems = [...judgeReplies(replies, withinMs), ...judgeLog(bench)];
    return {
      calls,
      waited,
      ttl: Math.max(...ttls),
      problems: [...problems, ...(await bench.close())],
    };
  },
  violations: ({ calls, waited, ttl, problems }) => [
    ...(calls.join() === '1,1,1' ? [] : [`${calls.join(', ')} calls`]),
    ...(waited === 0 ? [] : [`${waited} waited in vain past the soft TTL`]),
    ...(ttl === 15 ? [] : [`a TTL of ${ttl} s past the soft TTL`]),
    ...problems,
  ],
  figure: ({ calls, waited }) =>
    `${calls.join(', ')} calls for ${manyAtOnce} requests each; ${waited} waited past the soft TTL`,
});

await prove(t, {
  id: 'C4',
  fault: 'the service is down from the soft TTL (300 s) to beyond the hard one (300 + 3600 s)',
  expected: 'the old card, flagged with its age, in 100 % until the hard TTL and 0 % after it',
  guard: 'the end of the stale window',
  async run(isGuarded) {
    const bench = await startBench({
      respond: answerWell,
      upstream: { breaker: {}, retry: false },
      gateway: { cache: { staleIfErrorSeconds: 3_600 } },
      ...(!isGuarded && { without: guards.hardTtl }),
    });
    const replies = [await ask(bench, allKeys, 1)];
    bench.faulty.become(answerError);
    const wrong: string[] = [];
    let [inside, after] = [0, 0];
    for (let age = 0; age < 4_200; age += 30) {
      bench.clock.skip(30_000);
      const reply = await ask(bench, allKeys, 1);
      const ageSeconds = age + 30;
      replies.push(reply);
      const isFlagged = reply.body.includes("Couldn't refresh. Data from");
      // Plain is told 15 s more, so the last answer comes 15 s before the end.
      const isInside = ageSeconds < 300 + 3_600 - 15;
      if (ageSeconds < 280) continue;
      if (isInside) inside += 1;
      else after += 1;
      if (isInside !== shows(reply) || (isInside && !isFlagged)) wrong.push(`${ageSeconds} s`);
    }
    const problems = [...judgeReplies(replies, withinMs), ...judgeLog(bench)];
    return { wrong, inside, after, problems: [...problems, ...(await bench.close())] };
  },
  violations: ({ wrong, problems }) => [
    ...(wrong.length === 0 ? [] : [`${wrong.length} answers wrong, the first at ${wrong[0]}`]),
    ...problems,
  ],
  figure: ({ inside, after }) =>
    `${inside} of ${inside} until the hard TTL, 0 of ${after} after it`,
});

await prove(t, {
  id: 'C5',
  fault: 'failures of six kinds, and an unknown key',
  expected: 'notices for 15 s, unknown for 60 s; nothing kept; never an answer that Plain refuses',
  guard: 'the TTL of notices',
  async run(isGuarded) {
    const failures: readonly Respond[] = [
      answerError,
      ({ socket }) => socket.write(httpAnswer('', { status: '403 Forbidden' })),
      ({ socket }) => socket.write(httpAnswer('{"cards":[]}')),
      ({ socket }) => socket.write(httpAnswer('<html>')),
      ({ socket }) => socket.resetAndDestroy(),
      ({ socket }) =>
        socket.write(
          httpAnswer(
            `{"cards":[{"key":"${faultyKey}","timeToLiveSeconds":86400,"components":[{}]}]}`,
          ),
        ),
    ];
    const bench = await startBench({
      respond: (asked) => failures[Number(asked.customerId.split('_').at(-1)) % 6]?.(asked),
      ...(!isGuarded && { without: guards.noticeTtl }),
    });
    const replies: Reply[] = [];
    for (let index = 0; index < scale.requests; index += 1) {
      replies.push(await ask(bench, [...allKeys, 'nobody'], index));
    }
    const ttls = { notice: new Set<number>(), unknown: new Set<number>() };
    for (const { body } of replies) {
      for (const card of (JSON.parse(body) as { cards: Card[] }).cards) {
        if (card.key === 'nobody') ttls.unknown.add(card.timeToLiveSeconds);
        if (card.key === faultyKey) ttls.notice.add(card.timeToLiveSeconds);
      }
    }
    const kept = bench.gateway.slots
      .select({ upstream: faultyKey })
      .filter((record) => entryOf(record));
    const others = judgeReplies(replies, withinMs).filter((line) => !line.includes('nobody:'));
    return {
      ttls: `${[...ttls.notice].join()} and ${[...ttls.unknown].join()}`,
      kept: kept.length,
      count: replies.length,
      problems: [...others, ...judgeLog(bench), ...(await bench.close())],
    };
  },
  violations: ({ ttls, kept, problems }) => [
    ...(ttls === '15 and 60' ? [] : [`TTLs of ${ttls} s`]),
    ...(kept === 0 ? [] : [`${kept} kept`]),
    ...problems,
  ],
  figure: ({ ttls, count }) => `${count} failures: TTLs of ${ttls} s, 0 kept, 0 refused answers`,
});

await prove(t, {
  id: 'C6',
  fault: 'a queue before one place: calls get it when their time is nearly over',
  expected:
    'no attempt is begun with less than 50 ms; each is told what is left, in x-request-timeout-ms',
  guard: 'the least time for an attempt',
  async run(isGuarded) {
    const told: number[] = [];
    const bench = await startBench({
      respond(asked) {
        told.push(Number(asked.headers.get('x-request-timeout-ms')));
        void pause(16).then(() => answerWell(asked));
      },
      upstream: { timeoutMs: 300, limits: { concurrency: 1, queue: 500 } },
      ...(!isGuarded && { without: guards.leastTime }),
    });
    const replies = (
      await Promise.all(
        [1, 2, 3, 4].map((wave) => askMany(bench, 40, (index) => wave * 100 + index)),
      )
    ).flat();
    const problems = [...judgeReplies(replies, withinMs), ...judgeLog(bench)];
    return { told, problems: [...problems, ...(await bench.close())] };
  },
  violations: ({ told, problems }) => [
    ...told.filter((ms) => !(ms >= 49)).map((ms) => `an attempt begun with ${ms} ms left`),
    ...(told.every((ms) => ms <= 300) && told.length > 3 ? [] : ['more told than there is']),
    ...problems,
  ],
  figure: ({ told }) =>
    `${told.length} attempts, with ${Math.min(...told)} to ${Math.max(...told)} ms left`,
});

await prove(t, {
  id: 'C7',
  fault: 'duplicate, unknown, 26 and more, 0 and 101 keys in one request',
  expected: 'each key once; one fetch for each; 400 above 100 keys; 0 of them 5xx',
  guard: 'the rule that keys count once',
  async run(isGuarded) {
    const bench = await startBench({
      respond: answerWell,
      ...(!isGuarded && { without: guards.distinctKeys }),
    });
    const many = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}`);
    const questions: readonly (readonly string[])[] = [
      [faultyKey, 'good-a', faultyKey, faultyKey],
      ['nobody', 'nobody', '__proto__', 'constructor', faultyKey],
      [],
      [...many(26), faultyKey],
      [...many(99), faultyKey],
      many(101),
    ];
    const problems: string[] = [];
    for (const [index, cardKeys] of questions.entries()) {
      const before = bench.faulty.requests;
      const { status, cards } = await post(
        `${bench.url}/cards`,
        { cardKeys, customer: customerOf(index) },
        { authorization: secret },
      );
      const got = JSON.stringify(cards.map(({ key }) => key));
      const isTooMany = cardKeys.length > 100;
      const wanted = JSON.stringify(isTooMany ? [] : [...new Set(cardKeys)]);
      const calls = bench.faulty.requests - before;
      if (status !== (isTooMany ? 400 : 200)) problems.push(`question ${index}: status ${status}`);
      if (got !== wanted) problems.push(`question ${index}: not each key once`);
      if (calls !== Number(cardKeys.includes(faultyKey))) problems.push(`${calls} calls`);
    }
    return { problems: [...problems, ...judgeLog(bench), ...(await bench.close())] };
  },
  violations: ({ problems }) => problems,
  figure: () => '6 questions, each answered as defined',
});

await proveRecovery();
