import { readdirSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { createRandom, createZipf, pick, uniform } from '../fixtures/random.ts';
import type { Random } from '../fixtures/random.ts';
import { allKeys, faultyKey, healthyKeys } from './bench.ts';
import { behaviours } from './behaviours.ts';
import { ask } from './drive.ts';
import type { Reply } from './drive.ts';
import { answerWell, startFaultyServer } from './faulty-server.ts';
import type { FaultyServer } from './faulty-server.ts';
import { startProcess, upstreamFile } from './gateway-process.ts';
import type { GatewayProcess } from './gateway-process.ts';
import * as guards from './guards.ts';
import type { Mutation } from './mutant.ts';
import { isNotice, judgeReplies } from './oracle.ts';
import { prove, scale } from './row.ts';
import { until } from './until.ts';

// Processes are started one after the other, on machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

/** `SEED=7 ROWS=G10-replicas npm run soak` replays a schedule. */
const seed = Number(process.env['SEED'] ?? (scale.isLong ? Date.now() % 1_000_000 : 1));
const form = scale.isLong
  ? { replicas: 3, chaosMs: 300_000, clients: 6 }
  : { replicas: 2, chaosMs: 8_000, clients: 3 };

const deadlineMs = 2_000;
/** What an answer may take beyond the deadline, to a client that shares its core with the services and two more clients. */
const slackMs = scale.isLong ? 250 : 2_000;

/** One process of several, as the load balancer before them sees it. */
interface Replica {
  gateway: GatewayProcess;
  agent: Agent;
  isWelcome: boolean;
  /** How often it was stopped or ended so far: what is under way then may be late or lost. */
  harms: number;
  /** Descriptors once it serves. */
  descriptors: number;
}

interface Seen {
  readonly replies: Reply[];
  readonly wrong: string[];
  /** Requests that were under way at a replica when that was stopped or ended. */
  excused: number;
  readonly played: Map<string, number>;
}

function faultyFile(origin: string, concurrency: number): string {
  return upstreamFile(
    faultyKey,
    origin,
    `timeoutMs: 1000\nlimits: { concurrency: ${concurrency}, queue: 10 }\nbreaker: { openMs: 500, maxOpenMs: 2000 }\n`,
  );
}

function descriptorsOf({ pid }: GatewayProcess): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Asks whichever replica is welcome, and judges what comes of it. */
async function askAny(
  replicas: readonly Replica[],
  customer: number,
  seen: Seen,
  random: Random,
): Promise<void> {
  const welcome = replicas.filter(({ isWelcome }) => isWelcome);
  const replica = pick(random, welcome);
  const { gateway, agent, harms } = replica;
  const reply = await ask(gateway, allKeys, customer, agent).catch(() => null);
  if (replica.harms !== harms) seen.excused += 1;
  else if (reply === null) seen.wrong.push('a request without an answer');
  else seen.replies.push(reply);
}

await prove(t, {
  id: 'G10-replicas',
  fault: `a random schedule over ${form.replicas} processes: faults of one service, reloads, mistakes, and processes that are stopped for a while, drained or killed (seed ${seed})`,
  expected:
    'every answer whole, in schema, in time and about the right customer, but of a process while it is stopped or killed; no defect; as many descriptors as before, fresh cards once it is over',
  guard: 'the customer in the cache key',
  async run(isGuarded) {
    const random = createRandom(seed);
    const zipf = createZipf(200);
    const services = await Promise.all(
      [faultyKey, ...healthyKeys].map(async () => startFaultyServer(answerWell)),
    );
    const [faulty, ...healthy] = services;
    if (faulty === undefined) throw new Error('no service');
    const without = isGuarded ? [] : guards.customerInSlot;
    const replicas: Replica[] = [];
    for (let index = 0; index < form.replicas; index += 1) {
      replicas.push(await startReplica(faulty, healthy, without));
    }
    const seen: Seen = { replies: [], wrong: [], excused: 0, played: new Map() };
    const over = new AbortController();
    /** With dice of its own: how many it throws depends on the machine. */
    async function client(_: unknown, index: number): Promise<void> {
      const dice = createRandom(seed + 1 + index);
      while (!over.signal.aborted) {
        await askAny(replicas, zipf(dice), seen, dice);
        await pause(20);
      }
    }
    const clients = Array.from({ length: form.clients }, client);
    const endsAt = performance.now() + (isGuarded ? form.chaosMs : 3_000);
    const acts = actsOf({ faulty, healthy, without, seen });
    while (performance.now() < endsAt) {
      const [name, act] = pick(random, acts);
      seen.played.set(name, (seen.played.get(name) ?? 0) + 1);
      await act(pick(random, replicas), random);
      await pause(uniform(random, 100, 600));
    }
    over.abort();
    await Promise.all(clients);
    faulty.become(answerWell);
    for (const replica of replicas) seen.wrong.push(...(await judgeRest(replica)));
    services.forEach((service) => service.close());
    return { ...seen, wrong: [...judgeReplies(seen.replies, deadlineMs + slackMs), ...seen.wrong] };
  },
  violations: ({ wrong }) => wrong,
  figure: ({ replies, excused, played }) =>
    `${replies.length} requests, ${[...played].map(([name, count]) => `${count} × ${name}`).join(', ')}; ${excused} under way at a process that was stopped or killed; 0 violations`,
});

async function startReplica(
  faulty: FaultyServer,
  healthy: readonly FaultyServer[],
  without: readonly Mutation[],
): Promise<Replica> {
  const gateway = await startProcess({
    upstreams: {
      [faultyKey]: faultyFile(faulty.origin, 10),
      ...Object.fromEntries(
        healthyKeys.map((key, index) => [key, upstreamFile(key, healthy[index]?.origin ?? '')]),
      ),
    },
    settings: `deadlineMs: ${deadlineMs}\ndrainMs: 300\n`,
    without,
  });
  const agent = new Agent({ keepAlive: true });
  await ask(gateway, healthyKeys, 0, agent);
  const descriptors = descriptorsOf(gateway);
  return { gateway, agent, isWelcome: true, harms: 0, descriptors };
}

interface Scene {
  readonly faulty: FaultyServer;
  readonly healthy: readonly FaultyServer[];
  readonly without: readonly Mutation[];
  readonly seen: Seen;
}

type Act = (replica: Replica, random: Random) => Promise<void>;

/** What can happen, by name. One thing at a time happens to a process, so that the others serve. */
function actsOf({ faulty, healthy, without, seen }: Scene): readonly (readonly [string, Act])[] {
  async function replace(replica: Replica, signal: NodeJS.Signals): Promise<number | null> {
    const { gateway, agent } = replica;
    gateway.kill(signal);
    const code = await gateway.ended;
    seen.wrong.push(...judgeProcess(gateway));
    await gateway.close();
    agent.destroy();
    Object.assign(replica, await startReplica(faulty, healthy, without), { harms: replica.harms });
    return code;
  }
  async function configure({ gateway }: Replica, text: string): Promise<void> {
    const loads = () => gateway.log().split(/"configuration (?:not )?reloaded"/).length;
    const before = loads();
    writeFileSync(join(gateway.directory, 'upstreams', `${faultyKey}.yaml`), text);
    gateway.kill('SIGHUP');
    if (!(await until(() => loads() > before, 10_000))) seen.wrong.push('a reload was not seen');
  }
  const change: Act = async (_replica, random) => {
    const [, respond] = pick(random, [...behaviours]);
    faulty.become(respond);
  };
  return [
    ['change of the service', change],
    ['change of the service', change],
    ['change of the service', change],
    [
      'reload',
      (replica, random) =>
        configure(replica, faultyFile(faulty.origin, Math.ceil(uniform(random, 5, 20)))),
    ],
    ['mistake', (replica) => configure(replica, 'wrong\n')],
    [
      'stop',
      async (replica, random) => {
        replica.isWelcome = false;
        replica.harms += 1;
        replica.gateway.kill('SIGSTOP');
        await pause(uniform(random, 200, 2_000));
        replica.gateway.kill('SIGCONT');
        // What was under way ends first: its time has passed.
        await pause(deadlineMs);
        replica.isWelcome = true;
      },
    ],
    [
      'drain',
      async (replica) => {
        replica.isWelcome = false;
        const code = await replace(replica, 'SIGTERM');
        if (code !== 0) seen.wrong.push(`a drain ended with ${code}`);
      },
    ],
    [
      'kill',
      async (replica) => {
        replica.isWelcome = false;
        replica.harms += 1;
        await replace(replica, 'SIGKILL');
      },
    ],
  ];
}

function judgeProcess({ log }: GatewayProcess): readonly string[] {
  return [
    ...(/sensitive/i.test(log()) ? ['customer data in a log'] : []),
    ...(log().includes('"unexpected error"') ? ['a defect in a log'] : []),
  ];
}

/** What a replica is like when all is over: its cards are fresh again, and nothing is held. Ends it. */
async function judgeRest({ gateway, agent, descriptors }: Replica): Promise<readonly string[]> {
  let customer = 10_000;
  const isBack = await until(async () => {
    const { body } = await ask(gateway, [faultyKey], (customer += 1), agent);
    const [card] = (JSON.parse(body) as { cards: Parameters<typeof isNotice>[0][] }).cards;
    return card !== undefined && !isNotice(card);
  }, 10_000);
  agent.destroy();
  // Connections to services are kept for 4 s.
  const isFree = await until(() => descriptorsOf(gateway) <= descriptors, 15_000);
  const wrong = judgeProcess(gateway);
  const left = descriptorsOf(gateway);
  await gateway.close();
  return [
    ...wrong,
    ...(isBack ? [] : ['no fresh card afterwards']),
    ...(isFree ? [] : [`${left} descriptors, ${descriptors} before`]),
  ];
}
