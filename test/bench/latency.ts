import { load, knownCustomers, newCustomers, startGateway, withSubject } from './throughput.ts';
import type { Effort, Say } from './throughput.ts';
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
    const { latency, lagMs } = await withSubject(
      startGateway(),
      usual,
      undefined,
      async (subject) => {
        const options = { workload: usual, customers: knownCustomers, connections: 64, rate };
        const { result } = await load(subject, { ...options, ...effort });
        const metrics = await fetch(`http://127.0.0.1:${subject.adminPort}/metrics`);
        const line = (await metrics.text()).split('\n').find((text) => text.startsWith(`${lag} `));
        return { latency: result.latency, lagMs: Number(line?.split(' ')[1] ?? 0) * 1000 };
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

/** Beyond the slowest of four services that answer in 20 ms, by what they themselves say. */
export async function measureAdded(effort: Effort, say: Say): Promise<Figure[]> {
  const moods = Array.from({ length: usual.services }, () => ({ kind: 'waits', ms: 20 }) as const);
  const added = await withSubject(startGateway(), usual, moods, async (subject) => {
    const options = { workload: usual, customers: newCustomers, connections: 64, rate: 500 };
    const { result } = await load(subject, { ...options, ...effort });
    return result.added ?? { p50: Number.NaN, p99: Number.NaN };
  });
  say(`  added: p50 ${ms(added.p50)}, p99 ${ms(added.p99)}`);
  const alone = await measureFirst(effort, say);
  const what = 'Beyond the slowest service, at 500 requests a second';
  return [
    { what: `${what}, p50`, goal: '1 ms', measured: ms(added.p50) },
    { what: `${what}, p99`, goal: '3 ms', measured: ms(added.p99) },
    alone,
  ];
}

/** The first request of a process: code that never ran, connections that are not there. The median of several processes. */
async function measureFirst({ rounds }: Effort, say: Say): Promise<Figure> {
  const moods = Array.from({ length: usual.services }, () => ({ kind: 'waits', ms: 20 }) as const);
  const firsts: number[] = [];
  for (let round = 0; round < 2 * rounds + 1; round += 1) {
    const first = await withSubject(startGateway(), usual, moods, async (subject) => {
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
    goal: '10 ms',
    measured,
  };
}

/** From the start of the process to the first 200 of /readyz, and what it holds when nothing happens. */
export async function measureStart(): Promise<Figure[]> {
  const starts: number[] = [];
  const sizes: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const beganAt = performance.now();
    await withSubject(startGateway(), usual, undefined, async (subject) => {
      const ready = await fetch(`http://127.0.0.1:${subject.adminPort}/readyz`);
      if (ready.status === 200) starts.push(performance.now() - beganAt);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      sizes.push(await subject.process.rssBytes());
    });
  }
  return [
    {
      what: 'Start to ready (its services are started within it, too)',
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
