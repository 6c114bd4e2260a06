import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { Card } from '../fixtures/http.ts';
import { get } from '../fixtures/http.ts';
import { httpAnswer } from '../fixtures/raw-server.ts';
import { allKeys, faultyKey, startBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { ask } from './drive.ts';
import type { Reply } from './drive.ts';
import { answerWell, goodBody } from './faulty-server.ts';
import type { Asked, Respond } from './faulty-server.ts';
import * as guards from './guards.ts';
import { describe, expectReason, judgeReplies, observe, summary, prove } from './oracle.ts';
import type { Observed } from './oracle.ts';
import { scale } from './row.ts';
import { watchRecovery } from './recovery.ts';

// On machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

const proveRecovery = await watchRecovery(t, 'B');

function cardsOf({ body }: Reply): readonly Card[] {
  return (JSON.parse(body) as { cards: Card[] }).cards;
}

function faultyCard(reply: Reply): Card | undefined {
  return cardsOf(reply).find(({ key }) => key === faultyKey);
}

const contentTypes = [
  'text/html; charset=utf-8',
  '',
  'text/plain',
  'application/octet-stream',
  'application/json; charset=utf-16',
  'application/json; charset=iso-8859-1',
];

await prove(t, {
  id: 'B2',
  fault: 'a login page in HTML; good cards under a missing or wrong content type or charset',
  expected: 'content_type, nothing cached',
  guard: 'the check of the content type',
  run: (isGuarded) =>
    observe({
      scale,
      respond(asked) {
        const type = contentTypes[asked.index % contentTypes.length] ?? '';
        const body = asked.index % 2 === 0 ? goodBody(asked) : '<!doctype html><h1>Log in</h1>';
        asked.socket.write(httpAnswer(body, { headers: { 'content-type': type } }));
      },
      ...(!isGuarded && { without: guards.contentType }),
    }),
  violations: (seen) => [...expectReason(seen, 'content_type'), ...seen.violations],
  figure: (seen) => summary(seen),
});

const noAnswers: readonly ((asked: Asked) => Buffer | string)[] = [
  () => httpAnswer('{"error":"no such customer"}'),
  () => httpAnswer('null'),
  () => httpAnswer('[]'),
  () => httpAnswer('{}'),
  () => httpAnswer(''),
  () => 'HTTP/1.1 204 No Content\r\n\r\n',
  (asked) => httpAnswer(goodBody(asked), { status: '205 Reset Content' }),
  (asked) => httpAnswer(goodBody(asked), { status: '206 Partial Content' }),
  () => 'HTTP/1.1 304 Not Modified\r\n\r\n',
  (asked) => httpAnswer(goodBody(asked), { status: '203 Non-Authoritative Information' }),
];

await prove(t, {
  id: 'B3',
  fault: '200 with an error, null, [], {} or nothing; 203, 204, 205, 206, 304',
  expected: 'invalid_body or status, half each; nothing cached',
  guard: 'the rule that only a 200 is an answer',
  run: (isGuarded) =>
    observe({
      scale,
      respond: (asked) =>
        asked.socket.write(noAnswers[asked.index % noAnswers.length]?.(asked) ?? ''),
      ...(!isGuarded && { without: guards.onlyOk }),
    }),
  violations: ({ violations, calls, cards, requests, kept }) => [
    ...violations,
    ...(calls['invalid_body'] === requests / 2 && calls['status'] === requests / 2
      ? []
      : [`calls: ${describe(calls)}`]),
    ...(cards['invalid_body'] === requests / 2 && cards['status'] === requests / 2
      ? []
      : [`cards: ${describe(cards)}`]),
    ...(kept === 0 ? [] : [`${kept} cards kept`]),
  ],
  figure: (seen) => summary(seen),
});

function cardText(card: string, others = ''): Buffer {
  return httpAnswer(`{"cards":[${others}{"key":"${faultyKey}",${card}}]}`);
}

const anyText = '{"componentText":{"text":"well"}}';
const manyFields = Array.from({ length: 40_000 }, (_, index) => `"p${index}":1`).join();
const drifts: readonly (readonly [outcome: string, answer: Buffer])[] = [
  ['missing_key', httpAnswer(`{"cards":[{"key":"other","components":[${anyText}]}]}`)],
  ['fresh', cardText(`"components":[${anyText}]`, `{"key":"other","components":7},7,null,`)],
  ['invalid_card', cardText('"components":{"componentText":7}')],
  ['invalid_card', cardText(`"components":[{"componentText":{"text":"${'x'.repeat(400_000)}"}}]`)],
  ['invalid_card', cardText(`"components":[${'0,'.repeat(100_000)}0]`)],
  [
    'invalid_card',
    cardText(`"components":[${'{"componentDivider":{}},'.repeat(20_000)}${anyText}]`),
  ],
  ['invalid_card', cardText(`"components":${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
  [
    'invalid_card',
    cardText(
      `"components":[${'{"componentContainer":{"containerContent":['.repeat(5_000)}${']}}'.repeat(5_000)}]`,
    ),
  ],
  [
    'fresh',
    cardText(
      `"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"components":[{"componentText":{"text":"well","__proto__":{"polluted":1}}}]`,
    ),
  ],
  ['fresh', cardText(`"components":[${anyText}]`, '{"key":"x"},'.repeat(30_000))],
  ['fresh', cardText(`"components":[${anyText}],${manyFields}`)],
];

/**
 * The longest time between two turns of the event loop, in milliseconds of this thread's work: a machine that runs
 * something else for a while does not count.
 */
function watchBlocks(): { stop(): number } {
  let longestMicros = 0;
  let last = process.threadCpuUsage();
  const timer = setInterval(() => {
    const now = process.threadCpuUsage();
    longestMicros = Math.max(longestMicros, now.user + now.system - last.user - last.system);
    last = now;
  }, 1);
  return {
    stop() {
      clearInterval(timer);
      return longestMicros / 1_000;
    },
  };
}

await prove(t, {
  id: 'B4',
  fault:
    'missing and extra cards, wrong types, a string of 400,000, 10^5 items, 20,000 components, depth 10^5, __proto__ and constructor, 30,000 cards, 40,000 fields',
  expected:
    'each as the schema says; prototypes unchanged; the event loop blocked for at most 50 ms',
  guard: 'the bound on components and the demand for a list',
  async run(isGuarded) {
    let blocks: ReturnType<typeof watchBlocks> | undefined;
    let blockedMs = 0;
    const seen = await observe({
      scale,
      load: { concurrency: 1, requests: drifts.length * (isGuarded && scale.isLong ? 50 : 5) },
      respond({ socket, index }) {
        blocks ??= watchBlocks();
        socket.write(drifts[index % drifts.length]?.[1] ?? '');
      },
      ...(!isGuarded && { without: guards.componentCount }),
      // Before the bench judges all answers in one go.
      inspect: () => void (blockedMs = blocks?.stop() ?? Infinity),
    });
    return { ...seen, blockedMs, polluted: 'polluted' in {} };
  },
  violations(seen) {
    const { requests, cards } = seen;
    const wanted = Object.groupBy(drifts, ([outcome]) => outcome);
    const wrong = Object.entries(wanted).filter(
      ([outcome, group = []]) => cards[outcome] !== (group.length * requests) / drifts.length,
    );
    return [
      ...(wrong.length === 0 ? [] : [`cards: ${describe(cards)}`]),
      ...seen.violations,
      ...(seen.polluted ? ['a prototype has changed'] : []),
      ...(seen.blockedMs <= (scale.isLong ? 50 : 200)
        ? []
        : [`blocked for ${Math.round(seen.blockedMs)} ms`]),
    ];
  },
  figure: (seen) =>
    `${summary(seen)}; event loop blocked for ${seen.blockedMs.toFixed(1)} ms at most`,
});

/** What Retry-After says, and how long the service is then left alone. */
const retryAfters: readonly (readonly [value: (wallNowMs: number) => string, seconds: number])[] = [
  [() => '2', 2],
  [() => '0', 1],
  [() => '-1', 1],
  [() => '1000000000', 60],
  [(nowMs) => new Date(nowMs - 86_400_000).toUTCString(), 1],
  [(nowMs) => new Date(nowMs + 11_000).toUTCString(), 10],
  [() => 'soon', 1],
  [() => '', 1],
];

await prove(t, {
  id: 'B6',
  fault: '429 with Retry-After 2, 0, -1, 10^9, a past and a coming date, garbage, nothing',
  expected:
    'no call before its end, at least 1 s and at most 60 s; then one; no failure for the breaker',
  guard: 'the hold on Retry-After',
  async run(isGuarded) {
    let value = '';
    const bench = await startBench({
      respond: ({ socket }) =>
        socket.write(
          httpAnswer('', { status: '429 Too Many Requests', headers: { 'retry-after': value } }),
        ),
      upstream: { breaker: {} },
      ...(!isGuarded && { without: guards.hold }),
    });
    const replies: Reply[] = [];
    const problems: string[] = [];
    async function askTimes(times: number): Promise<number> {
      const before = bench.faulty.requests;
      for (let index = 0; index < times; index += 1) {
        replies.push(await ask(bench, allKeys, replies.length));
      }
      return bench.faulty.requests - before;
    }
    for (const [valueAt, seconds] of retryAfters) {
      value = valueAt(bench.clock.wallNow());
      const first = await askTimes(1);
      const inside = await askTimes(3);
      bench.clock.skip((seconds - 1) * 1_000);
      const late = seconds > 1 ? await askTimes(3) : 0;
      bench.clock.skip(2_100);
      if (first !== 1) problems.push(`${first} calls after the window before "${value}"`);
      if (inside + late > 0)
        problems.push(`${inside + late} calls inside the window of "${value}"`);
    }
    const state = bench.gateway.upstreams[0]?.breaker.view().state;
    if (state !== 'closed') problems.push(`the breaker is ${state}`);
    const left = await bench.close();
    return { problems: [...problems, ...judgeReplies(replies, 6_000), ...left], replies };
  },
  violations: ({ problems }) => problems,
  figure: ({ replies }) =>
    `${retryAfters.length} windows, ${replies.length} requests: 0 calls inside, 1 after each`,
});

const serverErrors = ['500 Oops', '502 Bad Gateway', '503 Unavailable', '504 Timeout'];

await prove(t, {
  id: 'B7',
  fault: '500, 502, 503 and 504 to 100 %, 50 % and 10 % of the attempts',
  expected: 'at most 1.10 attempts for each call',
  guard: 'the retry budget',
  async run(isGuarded) {
    const seen: Observed[] = [];
    for (const share of [1, 0.5, 0.1]) {
      const respond: Respond = (asked) => {
        if ((asked.index * 7) % 10 >= share * 10) return answerWell(asked);
        const status = serverErrors[asked.index % serverErrors.length] ?? '';
        asked.socket.write(httpAnswer('', { status }));
      };
      seen.push(
        await observe({
          scale,
          respond,
          load: { requests: scale.requests, perSecond: 250 },
          hasBaseline: share === 1,
          ...(!isGuarded && { without: guards.retryBudget }),
        }),
      );
    }
    return seen;
  },
  violations: (runs) =>
    runs.flatMap((seen) => [
      ...seen.violations,
      ...(seen.injected / seen.requests <= 1.1
        ? []
        : [`${(seen.injected / seen.requests).toFixed(2)} attempts for each call`]),
      ...(seen.injected === seen.requests + seen.retries ? [] : ['attempts are not counted right']),
    ]),
  figure: (runs) =>
    `${runs.map(({ injected, requests }) => (injected / requests).toFixed(3)).join(', ')} attempts for each of ${runs[0]?.requests} calls`,
});

await prove(t, {
  id: 'B8',
  fault: '401 and 403',
  expected:
    'auth, its own result in /metrics and no other; no retry, the breaker stays closed, the notice says so for 15 s',
  guard: 'the rule that tells refused credentials apart',
  async run(isGuarded) {
    let notice: Card | undefined;
    const seen = await observe({
      scale,
      respond: ({ socket, index }) =>
        socket.write(
          httpAnswer('', { status: index % 2 === 0 ? '401 Unauthorized' : '403 Forbidden' }),
        ),
      upstream: { breaker: {} },
      ...(!isGuarded && { without: guards.auth }),
      inspect: async (bench) => {
        notice = faultyCard(await ask(bench, allKeys, 5_000_000));
      },
    });
    return { ...seen, notice };
  },
  violations: (seen) => [
    ...seen.violations,
    ...expectReason(seen, 'auth'),
    ...(Object.keys(seen.calls).length === 1 && seen.retries === 0
      ? []
      : [`calls: ${describe(seen.calls)}, ${seen.retries} retries`]),
    ...(Object.keys(seen.transitions).length === 0 ? [] : ['the breaker opened']),
    ...(/refused our access/.test(JSON.stringify(seen.notice)) &&
    seen.notice?.timeToLiveSeconds === 15
      ? []
      : ['the notice does not say so']),
  ],
  figure: (seen) => summary(seen),
});

/** A card of a JSON API that knows customers by their id in Plain. */
const profile = {
  get: '/customers/{customer.id}',
  components: [{ componentPlainText: { plainText: '{{ name }}' } }],
};

await prove(t, {
  id: 'B9',
  fault: '404 and 410, "no such customer", from a JSON API',
  expected: 'components null, a success for the breaker, one call in each 60 s',
  guard: 'the rule that "no such customer" is an answer',
  async run(isGuarded) {
    const bench = await startBench({
      respond: ({ socket, index }) =>
        socket.write(
          httpAnswer('{"error":"no such customer"}', {
            status: index % 2 === 0 ? '404 Not Found' : '410 Gone',
          }),
        ),
      mapped: profile,
      upstream: { breaker: { consecutiveFailures: 1 } },
      gateway: { cache: { plainTtlSeconds: 15 } },
      ...(!isGuarded && { without: guards.noSuchCustomer }),
    });
    const replies: Reply[] = [];
    for (let second = 0; second < 600; second += 5) {
      replies.push(await ask(bench, allKeys, 0));
      bench.clock.skip(5_000);
    }
    const calls = bench.faulty.requests;
    const metrics = (await get(`${bench.adminUrl}/metrics`)).text;
    const counted = countOf(metrics, 'upstream_calls_total', `upstream="${faultyKey}",result="ok"`);
    const left = await bench.close();
    const shown = replies.filter((reply) => faultyCard(reply)?.components !== null).length;
    return { calls, counted, problems: [...judgeReplies(replies, 6_000), ...left], shown };
  },
  // A copy with less than 15 s and D left is fetched again: every 40 s.
  violations: ({ calls, counted, problems, shown }) => [
    ...problems,
    ...(shown === 0 ? [] : [`${shown} of 120 answers show something`]),
    ...(calls >= 10 && calls <= 16 ? [] : [`${calls} calls in 600 s`]),
    ...(calls === counted ? [] : [`${counted} of ${calls} calls counted as successes`]),
  ],
  figure: ({ calls }) =>
    `${calls} calls in 600 s, all of them successes (a copy is replaced 15 s + D before its end)`,
});

/** What is in somebody else's answer: an echo of that one, of both, or none at all. */
const strangers: readonly ((own: string, other: string) => object)[] = [
  (_own, other) => ({ customer: other, name: other }),
  (own, other) => ({ customer: [own, other], name: other }),
  (_own, other) => ({ name: other }),
  (_own, other) => ({ customer: { id: other }, name: other }),
];

await prove(t, {
  id: 'B10',
  fault: "another customer's data in the body, of a JSON API with `expect:`",
  expected:
    'wrong_customer: a notice card; 0 served, 0 kept; one security event each in the log and in /metrics',
  guard: 'the check of what is expected',
  async run(isGuarded) {
    let events = 0;
    let counted = 0;
    const seen = await observe({
      scale,
      respond({ socket, target, index }) {
        const own = target.split('/').at(-1) ?? '';
        const body = strangers[index % strangers.length]?.(own, `c_SENSITIVE_9${index}`);
        socket.write(httpAnswer(JSON.stringify(body)));
      },
      mapped: { ...profile, expect: { customer: '{customer.id}' } },
      upstream: { breaker: { consecutiveFailures: 1 } },
      ...(!isGuarded && { without: guards.expectations }),
      async inspect({ log, adminUrl }) {
        events = log.securityEvents;
        const metrics = (await get(`${adminUrl}/metrics`)).text;
        counted = countOf(
          metrics,
          'card_failures_total',
          `upstream="${faultyKey}",reason="wrong_customer"`,
        );
      },
    });
    return { ...seen, events, counted };
  },
  violations: (seen) => [
    ...seen.violations,
    ...(seen.cards['wrong_customer'] === seen.requests && seen.calls['ok'] === seen.requests
      ? []
      : [`cards: ${describe(seen.cards)}; calls: ${describe(seen.calls)}`]),
    ...(seen.events === seen.requests && seen.counted === seen.requests
      ? []
      : [`${seen.events} events in the log, ${seen.counted} in /metrics`]),
    ...(Object.keys(seen.transitions).length === 0 ? [] : ['the breaker opened']),
    ...(seen.kept === 0 ? [] : [`${seen.kept} cards kept`]),
  ],
  figure: (seen) => `${summary(seen)}; ${seen.events} security events, 0 kept`,
});

function countOf(metrics: string, name: string, labels: string): number {
  const start = `customer_cards_${name}{${labels}} `;
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(start));
  return Number(line?.slice(start.length) ?? 0);
}

const stepMs = scale.isLong ? 2_000 : 400;

await prove(t, {
  id: 'B11',
  fault: `latency steps from 20 ms to ${stepMs} ms, without errors`,
  expected: 'the breaker opens for slow calls; calls in flight within the limit of 10',
  guard: 'the slow-call rate (at its maximum)',
  async run(isGuarded) {
    let causes = '';
    const seen = await observe({
      scale,
      load: { requests: scale.isLong ? 500 : 150 },
      respond(asked) {
        void pause(asked.index < 5 ? 20 : stepMs).then(() => answerWell(asked));
      },
      upstream: {
        timeoutMs: 4_500,
        limits: { concurrency: 10, queue: 10 },
        breaker: {
          openMs: 60_000,
          ...(isGuarded
            ? { slowCallMs: stepMs / 2, slowCallRate: 0.5, minimumCalls: 10 }
            : { slowCallRate: 1, minimumCalls: 1_000_000 }),
        },
      },
      inspect: async (bench) => {
        causes = (await get(`${bench.adminUrl}/metrics`)).text
          .split('\n')
          .filter((line) => /^customer_cards_breaker_transitions_total.* [1-9]/.test(line))
          .join();
      },
    });
    return { ...seen, causes };
  },
  violations: (seen) => [
    ...seen.violations,
    ...(seen.causes.endsWith('to="open",cause="slow_calls"} 1')
      ? []
      : ['the breaker does not open for slow calls']),
    ...(seen.peak <= 10 ? [] : [`${seen.peak} calls in flight`]),
  ],
  figure: (seen) => `${summary(seen)}; ${seen.peak} calls in flight at most`,
});

async function untilClosed(bench: Bench): Promise<number> {
  const startedAt = bench.clock.now();
  for (let index = 0; index < 1_000; index += 1) {
    if (bench.gateway.upstreams[0]?.breaker.view().state === 'closed') break;
    await ask(bench, allKeys, 6_000_000 + index);
    bench.clock.skip(500);
  }
  return (bench.clock.now() - startedAt) / 1_000;
}

const quarters = scale.isLong ? 1_200 : 600;

await prove(t, {
  id: 'B12',
  fault: `1 s up, 1 s down, for ${quarters / 4} s, with 4 requests a second`,
  expected:
    'open times grow (at most 12 open periods), at most 2 transitions each; closed again after at most 60 s and one trial',
  guard: 'the growing open time',
  async run(isGuarded) {
    const bench = await startBench({
      respond(asked) {
        const isUp = isSteady || Math.floor(bench.clock.now() / 1_000) % 2 === 0;
        if (isUp) answerWell(asked);
        else asked.socket.write(httpAnswer('', { status: '500 Oops' }));
      },
      upstream: { breaker: {}, retry: false },
      ...(!isGuarded && { without: guards.growingOpenTime }),
    });
    let isSteady = false;
    const replies: Reply[] = [];
    for (let quarter = 0; quarter < quarters; quarter += 1) {
      replies.push(await ask(bench, [faultyKey], quarter));
      bench.clock.skip(250);
    }
    const metrics = (await get(`${bench.adminUrl}/metrics`)).text;
    const entered = (to: string) =>
      [...metrics.matchAll(new RegExp(`transitions_total{.*to="${to}".*} (\\d+)`, 'g'))].reduce(
        (sum, [, count]) => sum + Number(count),
        0,
      );
    const opened = entered('open');
    const others = entered('half_open') + entered('closed');
    isSteady = true;
    const recoverySeconds = await untilClosed(bench);
    const left = await bench.close();
    return {
      opened,
      others,
      recoverySeconds,
      problems: [...judgeReplies(replies, 6_000), ...left],
    };
  },
  violations: ({ opened, others, recoverySeconds, problems }) => [
    ...problems,
    ...(opened >= 3 && opened <= 12 ? [] : [`${opened} open periods`]),
    ...(others <= 2 * opened ? [] : [`${others} transitions in ${opened} open periods`]),
    ...(recoverySeconds <= 61 ? [] : [`closed after ${recoverySeconds} s`]),
  ],
  figure: ({ opened, others, recoverySeconds }) =>
    `${opened} open periods with ${others} more transitions, closed ${Math.round(recoverySeconds)} s after it was steady`,
});

await proveRecovery();
