import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { measureAdded, measureStart, measureWarmAtRate } from './latency.ts';
import { playDay } from './day.ts';
import { barPlot, linePlot } from './plot.ts';
import { pinning, run } from './processes.ts';
import { measureShares } from './profile.ts';
import type { Shares } from './profile.ts';
import { measureGrowth, measureScenarios } from './scenarios.ts';
import type { StageCost } from './stages.ts';
import { knownCustomers, measureCold, measureWarm, newCustomers } from './throughput.ts';
import type { Table } from './throughput.ts';
import { percent, rows } from './tables.ts';

/**
 * The gateway beside its peers, on this machine. Prints what comes, and writes docs/benchmark.md with its plots.
 * Run: npm run bench, or with --rounds 1 --seconds 1 for a look. It takes some ten minutes, and wants the machine for itself.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    warmup: { type: 'string', default: '10' },
    out: { type: 'string', default: 'docs' },
  },
});
const effort = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  warmUpSeconds: Number(values.warmup),
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What the gateway is to do, as a share of what a peer does. */
const goals: Readonly<Record<string, number>> = {
  'node:http, nothing else': 0.85,
  'Fastify, lru-cache, objects': 1.5,
  'undici, unread bodies': 0.7,
  'Fastify, fetch': 3.5,
};

function throughputOf({ ratios, results }: Table, own: Readonly<Record<string, number>>): string {
  const goalOf = (name: string): string => {
    const goal = own[name] ?? goals[name];
    return goal === undefined ? '' : percent(goal);
  };
  return rows(
    ['', 'requests a second', 'p50', 'p99', 'CPU a request', 'the gateway does', 'goal'],
    results.map(({ name, perSecond, p50, p99, cpuMicroseconds }, index) => [
      name,
      Math.round(perSecond).toLocaleString('en'),
      `${p50.toFixed(2)} ms`,
      `${p99.toFixed(2)} ms`,
      `${Math.round(cpuMicroseconds)} µs`,
      index === 0 ? '' : percent(ratios[index] ?? 0),
      goalOf(name),
    ]),
  );
}

/** Under two per cent of both is not worth a line. */
function sharesOf(warm: Shares, cold: Shares): string {
  const share = (of: Shares, place: string): number => of.get(place) ?? 0;
  const places = [...new Set([...warm.keys(), ...cold.keys()])]
    .filter((place) => share(warm, place) >= 0.02 || share(cold, place) >= 0.02)
    .toSorted((a, b) => share(warm, b) - share(warm, a));
  const rest = (of: Shares): string =>
    percent(1 - places.reduce((sum, place) => sum + share(of, place), 0));
  return rows(
    ['', 'from memory', 'from the services'],
    [
      ...places.map((place) => [place, percent(share(warm, place)), percent(share(cold, place))]),
      ['all else', rest(warm), rest(cold)],
    ],
  );
}

function barsOf(title: string, { results }: Table): string {
  return barPlot({
    title,
    unit: 'requests a second, one core',
    places: results.map(({ name }) => name),
    series: [{ name: '', values: results.map(({ perSecond }) => perSecond) }],
  });
}

say('warm');
const warm = await measureWarm(effort, say);
say('cold');
const cold = await measureCold(effort, say);
say('profile');
const spentWarm = await measureShares(knownCustomers, effort);
const spentCold = await measureShares(newCustomers, effort);
say('latency');
const atRate = await measureWarmAtRate(effort, say);
const added = await measureAdded(effort, say);
const start = await measureStart();
const stages = await run<StageCost[]>('stages.ts', {});
say('scenarios');
const scenarios = await measureScenarios(effort, say);
say('growth');
const growth = await measureGrowth(effort, say);
say('a day');
const day = await playDay();

const images = `${values.out}/images`;
await mkdir(images, { recursive: true });
await writeFile(`${images}/bench-warm.svg`, barsOf('Six cards from memory', warm));
await writeFile(`${images}/bench-cold.svg`, barsOf('Six cards from four services', cold));
await writeFile(
  `${images}/bench-customers.svg`,
  linePlot({
    title: 'Cards in the cache',
    unit: 'requests a second',
    places: growth.cached.map(({ place }) => place),
    series: [{ name: 'two small cards', values: growth.cached.map(({ perSecond }) => perSecond) }],
  }),
);
const page = `# Benchmark

<!-- Written by npm run bench. -->

What the gateway costs, measured on ${cpus()[0]?.model ?? 'this machine'} with ${cpus().length} cores, Node ${process.version}:
the process that is measured has one core, services and load share another (${pinning}). ${effort.rounds} rounds of ${effort.seconds} s after
${effort.warmUpSeconds} s of warm-up, whoever is compared in turn in each round; medians, and medians of each round's ratios. 32 connections;
six cards (9 KB, with a pound sign and a dash in each) of four services.

The gateway does all that it always does: header secret and signature, rate limit, metrics by card, TTLs, validation of every
fetched card, breakers, bulkheads, deadlines, and the log line, which somebody reads. Its peers do none of it: they are what the
gateway would be if it did nothing.

Repeat it with \`npm run bench\`; nginx (Debian: libnginx-mod-http-lua, lua-cjson) and Go take part where they are installed.

## What an agent waits for

${rows(
  [
    "A support team's day, simulated",
    'kept by Plain alone, for 60 s',
    'kept by the gateway, for their TTL',
  ],
  [
    ['Calls of services', String(day.without.calls), String(day.with.calls)],
    ['Keys answered from memory', percent(day.without.cachedShare), percent(day.with.cachedShare)],
    [
      'Wait on opening a customer, p50',
      `${day.without.p50.toFixed(0)} ms`,
      `${day.with.p50.toFixed(0)} ms`,
    ],
    [
      'Wait on opening a customer, p95',
      `${day.without.p95.toFixed(0)} ms`,
      `${day.with.p95.toFixed(0)} ms`,
    ],
  ],
)}

Ten agents, ten hours, six cards of three services that answer in 150 ms (median); Plain is told 60 s.

## What the gateway adds

${rows(
  ['', 'goal', 'measured'],
  [
    ...added.map(({ what, goal, measured }) => [what, goal, measured]),
    ...atRate.map(({ what, goal, measured }) => [what, goal, measured]),
    ...start.map(({ what, goal, measured }) => [what, goal, measured]),
  ],
)}

Latencies at a fixed rate count from when a request was due, however late it could be sent: a rate beyond what the gateway can do
shows as a wait that grows for as long as it is measured.

## From memory

![Requests a second from memory](images/bench-warm.svg)

${throughputOf(warm, { 'nginx with Lua': 0.6 })}

What the stages cost, without HTTP: ${stages.map(({ stage, microseconds }) => `${stage} ${microseconds.toFixed(1)} µs`).join('; ')}.
That is each stage by itself in a loop, its code and data in the processor's caches. One after the other in a process they take two to
three times as long, and none of them is to blame alone: Fastify with the gateway's hooks and a fixed answer takes no more than node:http.

## From the services

![Requests a second from the services](images/bench-cold.svg)

${throughputOf(cold, { "Go's standard library": 2.5 })}

## Where the time goes

${sharesOf(spentWarm, spentCold)}

Of the processor's time, sampled while the gateway answers as fast as it can. What is built into V8 counts for whoever calls it.

## Scenarios

${rows(
  ['', 'requests a second', 'p50', 'p99'],
  scenarios.map(({ name, perSecond, p50, p99 }) => [
    name,
    Math.round(perSecond).toLocaleString('en'),
    `${p50.toFixed(2)} ms`,
    `${p99.toFixed(2)} ms`,
  ]),
)}

## Growth

![Requests a second by cards in the cache](images/bench-customers.svg)

${rows(
  ['cards in the cache', 'requests a second', 'p99', 'RSS', 'bytes a card beyond its JSON'],
  growth.cached.map(({ place, perSecond, p99, rssBytes, overheadBytes }) => [
    place,
    Math.round(perSecond).toLocaleString('en'),
    `${p99.toFixed(2)} ms`,
    `${Math.round(rssBytes / 1_048_576)} MiB`,
    String(Math.round(overheadBytes)),
  ]),
)}

${rows(
  ['services, one card each, cold', 'requests a second', 'p50'],
  growth.services.map(({ place, perSecond, p50 }) => [
    place,
    Math.round(perSecond).toLocaleString('en'),
    `${p50.toFixed(2)} ms`,
  ]),
)}
`;
await writeFile(`${values.out}/benchmark.md`, await format(page, { parser: 'markdown' }));
