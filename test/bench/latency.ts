import {
  keepCompiled,
  knownCustomers,
  load,
  newCustomers,
  startGateway,
  withSubject,
} from './throughput.ts';
import type { Effort, Say } from './throughput.ts';
import { fastifyFetch } from './subjects.ts';
import type { StartSubject, Subject } from './subjects.ts';
import { median } from './tables.ts';
import { usual } from './workload.ts';

/** A goal beside its figure. */
export interface Figure {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
}

const ms = (value: number): string => `${value.toFixed(2)} ms`;
const lag = 'nodejs_eventloop_lag_p99_seconds';

/** From memory, at rates that support teams never reach. */
export async function measureWarmAtRate(effort: Effort, say: Say): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const rate of [1_000, 10_000]) {
    const options = { workload: usual, customers: knownCustomers, connections: 64, rate };
    const { latency, lagMs } = await withSubject(
      startGateway(),
      usual,
      undefined,
      async (subject) => {
        // Each scrape begins the measurement of the delay anew.
        const { result } = await load(
          subject,
          { ...options, ...effort },
          () => void lagOf(subject),
        );
        return { latency: result.latency, lagMs: await lagOf(subject) };
      },
    );
    const what = `From memory at ${rate.toLocaleString('en')} requests a second`;
    say(`  ${what}: p50 ${ms(latency.p50)}, p99 ${ms(latency.p99)}, lag ${ms(lagMs)}`);
    const isGoal = rate === 10_000;
    figures.push(
      {
        what: `${what}, p50 / p99`,
        goal: isGoal ? 'p99 3 ms' : '',
        measured: `${ms(latency.p50)} / ${ms(latency.p99)}`,
      },
      {
        what: `${what}, delay of the event loop, p99`,
        goal: isGoal ? '5 ms' : '',
        measured: ms(lagMs),
      },
    );
  }
  return figures;
}

async function lagOf({ adminPort }: Subject): Promise<number> {
  const metrics = await fetch(`http://127.0.0.1:${adminPort}/metrics`);
  const line = (await metrics.text()).split('\n').find((text) => text.startsWith(`${lag} `));
  return Number(line?.split(' ')[1] ?? 0) * 1000;
}

const waiting = Array.from({ length: usual.services }, () => ({ kind: 'waits', ms: 20 }) as const);

/** Beyond the slowest of four services that answer in 20 ms, by what they themselves say. */
export async function measureAdded(effort: Effort, say: Say): Promise<Figure[]> {
  const own = await measureAddedBy(startGateway(), effort);
  say(`  added: p50 ${ms(own.p50)}, p99 ${ms(own.p99)}`);
  const peer = await measureAddedBy(fastifyFetch.start, effort);
  say(`  added by ${fastifyFetch.name}: p50 ${ms(peer.p50)}, p99 ${ms(peer.p99)}`);
  const seldom = await measureSeldom(say);
  const first = await measureFirst(effort, say);
  const what = 'Beyond the slowest service, at 500 requests a second';
  return [
    { what: `${what}, p50`, goal: '1 ms', measured: ms(own.p50) },
    { what: `${what}, p99`, goal: '3 ms', measured: ms(own.p99) },
    {
      what: `The same of ${fastifyFetch.name}, p50 / p99`,
      goal: '',
      measured: `${ms(peer.p50)} / ${ms(peer.p99)}`,
    },
    seldom,
    first,
  ];
}

async function measureAddedBy(start: StartSubject, effort: Effort) {
  return withSubject(start, usual, waiting, async (subject) => {
    const options = { workload: usual, customers: newCustomers, connections: 64, rate: 500 };
    // Long enough for a full collection of garbage to be among it.
    const seconds = 6 * effort.seconds;
    const { result } = await load(subject, { ...options, ...effort, seconds });
    return result.added ?? { p50: Number.NaN, p99: Number.NaN };
  });
}

/** One request every 5 s: connections are made anew, and code has hardly run. */
async function measureSeldom(say: Say): Promise<Figure> {
  const seldom = { workload: usual, customers: newCustomers, connections: 1, rate: 0.2 };
  const added = await withSubject(startGateway(), usual, waiting, async (subject) => {
    const { result } = await load(subject, { ...seldom, warmUpSeconds: 2, seconds: 32 });
    return result.added ?? { p50: Number.NaN, max: Number.NaN };
  });
  const measured = `${ms(added.p50)} / ${ms(added.max)}`;
  say(`  one request every 5 s: ${measured}`);
  const what = 'Beyond the slowest service, at one request every 5 s, p50 / longest';
  return { what, goal: '10 ms', measured };
}

/** The first request of a process: code that never ran, connections that are not there. The median of several processes. */
async function measureFirst({ rounds }: Effort, say: Say): Promise<Figure> {
  const firsts: number[] = [];
  for (let round = 0; round < 2 * rounds + 1; round += 1) {
    const first = await withSubject(startGateway(), usual, waiting, async (subject) => {
      const options = { workload: usual, customers: newCustomers, connections: 1 };
      const { result } = await load(subject, {
        ...options,
        rate: 1,
        seconds: 0.9,
        warmUpSeconds: 0,
      });
      return result.added?.max ?? Number.NaN;
    });
    firsts.push(first);
  }
  const measured = ms(median(firsts));
  say(`  first request of a process: ${measured}`);
  return {
    what: 'Beyond the slowest service, first request of a process',
    goal: '',
    measured,
  };
}

/** From the start of the process to the first 200 of /readyz, and what it holds when nothing happens. */
export async function measureStart(): Promise<Figure[]> {
  keepCompiled();
  const starts: number[] = [];
  const sizes: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    let beganAt = 0;
    const startTimed: StartSubject = (...given) => {
      beganAt = performance.now();
      return startGateway()(...given);
    };
    await withSubject(startTimed, usual, undefined, async (subject) => {
      const ready = await fetch(`http://127.0.0.1:${subject.adminPort}/readyz`);
      if (ready.status === 200) starts.push(performance.now() - beganAt);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      sizes.push(await subject.process.rssBytes());
    });
  }
  return [
    {
      what: 'Start of the process to ready',
      goal: '500 ms',
      measured: `${Math.round(median(starts))} ms`,
    },
    {
      what: 'RSS of an idle process',
      goal: '90 MB',
      measured: `${Math.round(median(sizes) / 1e6)} MB`,
    },
  ];
}
