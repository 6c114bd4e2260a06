import type { Test } from 'tap';
import { entryOf } from '../../src/cache/record.ts';
import { validateCard } from '../../src/validate/card.ts';
import { get } from '../fixtures/http.ts';
import type { Card } from '../fixtures/http.ts';
import { faultyKey, startBench } from './bench.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { drive } from './drive.ts';
import type { Load, Reply } from './drive.ts';
import { answerWell } from './faulty-server.ts';
import { prove as proveOnce, scale } from './row.ts';
import type { Row, Scale } from './row.ts';

type Counts = Readonly<Record<string, number>>;

/** What was seen of a fault from outside: over HTTP, in /metrics and in the log. */
export interface Observed {
  readonly requests: number;
  /** Against the conditions that hold for every row. */
  readonly violations: readonly string[];
  /** Of the answers with the faulty card, in ascending order. */
  readonly ms: readonly number[];
  /** How the faulty card ended: the reason, or the outcome when there is none. */
  readonly cards: Counts;
  /** Calls of the faulty upstream by result. */
  readonly calls: Counts;
  /** Attempts that repeated a failed one. */
  readonly retries: number;
  /** The same by why the first one failed. */
  readonly retried: Counts;
  /** The faulty upstream's breaker, by the state entered. */
  readonly transitions: Counts;
  /** Requests that the faulty service got. */
  readonly injected: number;
  /** The most connections to the faulty service at the same time. */
  readonly peak: number;
  /** Good cards of the faulty upstream that were kept. */
  readonly kept: number;
  /** Of answers without the faulty card, in milliseconds. */
  readonly besideP99: number;
  readonly baselineP99: number | null;
}

/** Slack for a machine that does other things: the short form runs beside other tests. */
export function slackMs({ isLong }: Scale): number {
  return isLong ? 50 : 2_000;
}

export interface Plan extends BenchOptions {
  readonly scale: Scale;
  readonly load?: Partial<Load>;
  /** Whether the long form compares with runs without the fault; default true. */
  readonly hasBaseline?: boolean;
  /** More to look at before everything is stopped. */
  readonly inspect?: (bench: Bench) => Promise<void> | void;
}

/** Runs the gateway with the fault under load and observes it. */
export async function observe(plan: Plan): Promise<Observed> {
  const { scale } = plan;
  const load = {
    ...scale,
    perSecond: scale.isLong ? 125 : 250,
    ...(plan.without && { requests: 40 }),
    ...plan.load,
  };
  const hasBaseline = scale.isLong && plan.without === undefined && plan.hasBaseline !== false;
  const before = hasBaseline ? await baselineOf(plan, load) : null;
  const bench = await startBench(plan);
  const { replies, beside } = await drive(bench, load);
  const metrics = (await get(`${bench.adminUrl}/metrics`)).text;
  const kept = keptOf(bench);
  const { requests: injected, peak } = bench.faulty;
  await plan.inspect?.(bench);
  const left = await bench.close();
  // Before and after: the slower of both is what this machine does without the fault.
  const baselineP99 = before === null ? null : Math.max(before, await baselineOf(plan, load));
  const p99 = percentile(beside, 0.99);
  const retried = countBy(metrics, 'upstream_retries_total', `upstream="${faultyKey}"`, ['reason']);
  return {
    requests: replies.length,
    violations: [
      ...judgeReplies([...replies, ...beside], bench.deadlineMs + slackMs(scale)),
      ...judgeLog(bench),
      ...judgeBeside(p99, baselineP99),
      ...left,
    ],
    ms: replies.map(({ ms }) => ms).sort((a, b) => a - b),
    cards: countBy(metrics, 'cards_total', `card="${faultyKey}"`, ['reason', 'outcome']),
    calls: countBy(metrics, 'upstream_calls_total', `upstream="${faultyKey}"`, ['result']),
    retries: total(retried),
    retried,
    transitions: countBy(metrics, 'breaker_transitions_total', `upstream="${faultyKey}"`, ['to']),
    injected,
    peak,
    kept,
    besideP99: p99,
    baselineP99,
  };
}

/** Good cards of the faulty upstream in the cache. */
export function keptOf({ gateway }: Bench): number {
  return gateway.slots.select({ upstream: faultyKey }).filter((record) => entryOf(record) !== null)
    .length;
}

async function baselineOf(plan: Plan, load: Load): Promise<number> {
  const { server: _, ...rest } = plan;
  const bench = await startBench({ ...rest, respond: answerWell });
  const { beside } = await drive(bench, { ...load, requests: Math.min(load.requests, 250) });
  await bench.close();
  return percentile(beside, 0.99);
}

export function percentile(replies: readonly { readonly ms: number }[], share: number): number {
  const sorted = replies.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Every answer is a 200 with each key asked for exactly once, in schema, about the right customer, in time. */
export function judgeReplies(replies: readonly Reply[], withinMs: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const reply of replies) {
    for (const violation of judgeReply(reply, withinMs)) {
      counts.set(violation, (counts.get(violation) ?? 0) + 1);
    }
  }
  return [...counts].map(([violation, count]) => `${count} × ${violation}`);
}

function judgeReply({ status, body, keys, customerId, ms }: Reply, withinMs: number): string[] {
  const late = ms > withinMs ? [`later than ${withinMs} ms`] : [];
  if (status !== 200) return [...late, `status ${status}`];
  const { cards } = JSON.parse(body) as { cards: Card[] };
  const got = JSON.stringify(cards.map(({ key }) => key));
  return [
    ...late,
    ...(got === JSON.stringify(keys) ? [] : ['not the keys that were asked for']),
    ...cards.flatMap((card) => judgeCard(card, customerId)),
  ];
}

function judgeCard(card: Card, customerId: string): string[] {
  const { timeToLiveSeconds: ttl, components } = card;
  const whose = /c_SENSITIVE_\d+/g;
  const others =
    JSON.stringify(components)
      .match(whose)
      ?.some((id) => id !== customerId) ?? false;
  return [
    ...(validateCard(card).ok ? [] : [`${card.key}: out of schema`]),
    ...(Number.isInteger(ttl) && ttl >= 15 ? [] : [`${card.key}: a TTL of ${ttl}`]),
    ...(others ? [`${card.key}: another customer's card`] : []),
    ...(card.key !== faultyKey && isNotice(card) ? [`${card.key}: a notice`] : []),
  ];
}

export function isNotice({ components }: Pick<Card, 'components'>): boolean {
  return /Ref [0-9A-Z]{5}"/.test(JSON.stringify(components));
}

export function judgeLog({ log }: Bench): readonly string[] {
  return [
    ...(log.leaks > 0 ? [`${log.leaks} log lines with customer data`] : []),
    ...(log.raw > 0 ? [`${log.raw} log lines with control characters`] : []),
  ];
}

/** Violations that a busy machine can be the reason of. */
const timings = /p99|later than|an answer after|ms added/;
const attempts = 3;

/**
 * Proves a row. Where times are all that does not hold, the row is run again, three times at most: other work of the
 * machine passes, what the fault does stays.
 */
export function prove<Measured>(t: Test, row: Row<Measured>): Promise<void> {
  let again = '';
  async function run(isGuarded: boolean, scale: Scale): Promise<Measured> {
    for (let attempt = 1; ; attempt += 1) {
      const measured = await row.run(isGuarded, scale);
      const violations = row.violations(measured);
      const isNoise = violations.length > 0 && violations.every((what) => timings.test(what));
      if (!isGuarded || !isNoise || attempt === attempts) return measured;
      again = `; measured ${attempt + 1} times, because of: ${violations.join(', ')}`;
    }
  }
  const figure = (measured: Measured): string => `${row.figure(measured)}${again}`;
  return proveOnce(t, { ...row, run, figure });
}

function judgeBeside(p99: number, baseline: number | null): readonly string[] {
  const bound = baseline === null ? 2_000 : baseline + 5;
  return p99 > bound ? [`other cards: p99 ${p99.toFixed(1)} ms over ${bound.toFixed(1)} ms`] : [];
}

/** Counts a metric's lines that have `label`, by the first of `by` that is not empty. */
function countBy(metrics: string, name: string, label: string, by: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const line of metrics.split('\n')) {
    if (!line.startsWith(`customer_cards_${name}{`) || !line.includes(label)) continue;
    const values = by.map((key) => new RegExp(`[{,]${key}="([^"]*)"`).exec(line)?.[1] ?? '');
    const value = values.find((candidate) => candidate !== '') ?? '';
    const count = Number(line.slice(line.lastIndexOf(' ')));
    // Known series are there from the start, at 0.
    if (count > 0) counts[value] = (counts[value] ?? 0) + count;
  }
  return counts;
}

export function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** That the faulty card always ended as `reason`, and that as many calls did as faults were injected. */
export function expectReason(seen: Observed, reason: string, injected = seen.injected): string[] {
  const { cards, calls, retries, requests, kept } = seen;
  const counted = (calls[reason] ?? 0) + retries;
  return [
    ...(cards[reason] === requests
      ? []
      : [`cards: ${JSON.stringify(cards)}, not ${requests} ${reason}`]),
    ...(isExactly(counted, injected, reason)
      ? []
      : [`${counted} attempts counted as ${reason}, ${injected} injected`]),
    ...(kept > 0 ? [`${kept} cards kept`] : []),
  ];
}

/** On a busy machine a call may be over before its request has reached the service. */
export function isExactly(counted: number, injected: number, reason: string): boolean {
  return scale.isLong || reason !== 'timeout' ? counted === injected : counted >= injected;
}

/** The usual figure of a row. */
export function summary(seen: Observed): string {
  const slowest = seen.ms.at(-1) ?? 0;
  const beside =
    seen.baselineP99 === null
      ? `${seen.besideP99.toFixed(1)} ms`
      : `${seen.besideP99.toFixed(1)} ms (${seen.baselineP99.toFixed(1)} without the fault)`;
  return `${seen.requests} requests, ${describe(seen.cards)}; slowest ${Math.round(slowest)} ms; others' p99 ${beside}`;
}

export function describe(counts: Counts): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}
