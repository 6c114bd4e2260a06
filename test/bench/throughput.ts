import { spawnSync } from 'node:child_process';
import type { Customers, LoadOptions, LoadResult } from './load.ts';
import { run, start } from './processes.ts';
import type { Process } from './processes.ts';
import type { Mood, ServiceOptions } from './services.ts';
import {
  fastifyFetch,
  fastifyLru,
  gatewayOf,
  goPeer,
  mainOf,
  nginxPeer,
  rawAscii,
  rawPlain,
  undiciSplice,
} from './subjects.ts';
import type { Peer, StartSubject, Subject } from './subjects.ts';
import { median } from './tables.ts';
import { usual } from './workload.ts';
import type { Workload } from './workload.ts';

export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

export type Say = (line: string) => void;

export interface Measured {
  readonly name: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMicroseconds: number;
}

export interface Table {
  /** The gateway first. */
  readonly results: readonly Measured[];
  /** What the gateway does, as a share of what each does in the same round. */
  readonly ratios: readonly number[];
}

const checkout = new URL('../..', import.meta.url).pathname;
export const startGateway = (
  settings: Readonly<Record<string, unknown>> = {},
  env: Readonly<Record<string, string>> = {},
): StartSubject => gatewayOf(checkout, settings, env);

/** Node keeps what it compiled for the next start, but not of a process that is killed. The image has it from its build. */
export function keepCompiled(): void {
  spawnSync(process.execPath, [mainOf(checkout), '--config', '/nowhere'], { stdio: 'ignore' });
}

/** A thousand customers, asked about over and over. */
export const knownCustomers: Customers = { known: 1_000, newShare: 0, newFrom: 1_000_000 };
/** Nobody is asked about twice. */
export const newCustomers: Customers = { known: 1, newShare: 1, newFrom: 1_000_000 };

export async function measureWarm(effort: Effort, say: Say): Promise<Table> {
  const others = [rawPlain, rawAscii, fastifyLru, await goPeer('warm'), nginxPeer('warm')];
  return compare(others, knownCustomers, effort, say);
}

export async function measureCold(effort: Effort, say: Say): Promise<Table> {
  const others = [undiciSplice, fastifyFetch, await goPeer('cold'), nginxPeer('cold')];
  return compare(others, newCustomers, effort, say);
}

async function compare(
  others: readonly (Peer | null)[],
  customers: Customers,
  effort: Effort,
  say: Say,
): Promise<Table> {
  const gateway = { name: 'customer-cards-gateway', start: startGateway() };
  const peers = [gateway, ...others.filter((peer) => peer !== null)];
  const runs: Measured[][] = peers.map(() => []);
  for (let round = 0; round < effort.rounds; round += 1) {
    for (const [index, peer] of peers.entries()) {
      const measured = await measure(peer, usual, customers, effort);
      say(`  ${peer.name}: ${measured.perSecond.toFixed(0)}/s, ${measured.cpuMicroseconds} µs`);
      runs[index]?.push(measured);
    }
  }
  const own = runs[0] ?? [];
  return {
    results: runs.map(medianOf),
    ratios: runs.map((theirs) =>
      median(theirs.map(({ perSecond }, round) => (own[round]?.perSecond ?? 0) / perSecond)),
    ),
  };
}

function medianOf(runs: readonly Measured[]): Measured {
  const of = (field: Exclude<keyof Measured, 'name'>): number =>
    median(runs.map((run) => run[field]));
  return {
    name: runs[0]?.name ?? '',
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    cpuMicroseconds: of('cpuMicroseconds'),
  };
}

/** As fast as it answers. */
export async function measure(
  { name, start }: Peer,
  workload: Workload,
  customers: Customers,
  effort: Effort,
  moods?: readonly Mood[],
): Promise<Measured> {
  return withSubject(start, workload, moods, async (subject) => {
    const { result, cpuMicroseconds } = await load(subject, {
      workload,
      customers,
      connections: 32,
      ...effort,
    });
    return {
      name,
      perSecond: result.perSecond,
      p50: result.latency.p50,
      p99: result.latency.p99,
      cpuMicroseconds,
    };
  });
}

export async function load(
  { process, port }: Subject,
  options: Omit<LoadOptions, 'port'>,
  onMeasuring: () => void = () => {},
): Promise<{ readonly result: LoadResult; readonly cpuMicroseconds: number }> {
  let before = Promise.resolve(0);
  const result = await run<LoadResult>('load.ts', { ...options, port }, () => {
    before = process.cpuMicroseconds();
    onMeasuring();
  });
  if (result.wrong > 0) throw new Error(`${result.wrong} answers of ${result.requests} are wrong`);
  const spent = (await process.cpuMicroseconds()) - (await before);
  return { result, cpuMicroseconds: Math.round(spent / result.requests) };
}

/** With services that behave as said; by default, all answer at once. */
export async function withSubject<T>(
  startSubject: StartSubject,
  workload: Workload,
  moods: readonly Mood[] | undefined,
  then: (subject: Subject) => Promise<T>,
): Promise<T> {
  const services = await startServices(workload, moods);
  const subject = await startSubject(workload, services.ports);
  try {
    return await then(subject);
  } finally {
    await subject.stop();
    await services.process.stop();
  }
}

async function startServices(
  workload: Workload,
  moods: readonly Mood[] = Array.from({ length: workload.services }, () => ({ kind: 'answers' })),
): Promise<{ readonly process: Process; readonly ports: readonly number[] }> {
  const options: ServiceOptions = { text: workload.text, moods };
  const path = new URL('services.ts', import.meta.url).pathname;
  const started = start('rest', process.execPath, [path, JSON.stringify(options)]);
  const { ports } = await started.find('ports');
  return { process: started, ports: ports as number[] };
}
