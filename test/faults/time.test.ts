import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { get } from '../fixtures/http.ts';
import type { Card } from '../fixtures/http.ts';
import { answerWell, startFaultyServer } from './faulty-server.ts';
import { startProcess, upstreamFile } from './gateway-process.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { askOnce } from './load-client.ts';
import { isNotice } from './oracle.ts';
import { prove, scale } from './row.ts';
import { until } from './until.ts';
import { watchRecovery } from './recovery.ts';

const proveRecovery = await watchRecovery(t, 'E');

// Processes and mutants are started one after the other, on machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

const wallClock = { file: 'src/clock.ts', cut: 'performance.now()', instead: 'Date.now()' };

/** Steps a process's wall clock; its monotonic one goes on. */
interface WallClock {
  readonly env: Readonly<Record<string, string>>;
  readonly nodeArgs: readonly string[];
  step(seconds: number): void;
  close(): void;
}

const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');

/** libfaketime where it is installed, else a `Date.now` that reads the same file. */
function createWallClock(): WallClock {
  const directory = mkdtempSync(join(tmpdir(), 'clock-'));
  const file = join(directory, 'offset');
  const step = (seconds: number): void =>
    writeFileSync(file, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}\n`);
  step(0);
  const own = `import { readFileSync } from 'node:fs'; const now = Date.now; Date.now = () => now() + Number(readFileSync('${file}', 'utf8')) * 1000;`;
  return {
    env:
      library !== undefined
        ? {
            LD_PRELOAD: library,
            FAKETIME_TIMESTAMP_FILE: file,
            FAKETIME_NO_CACHE: '1',
            DONT_FAKE_MONOTONIC: '1',
          }
        : {},
    nodeArgs:
      library === undefined ? ['--import', `data:text/javascript,${encodeURIComponent(own)}`] : [],
    step,
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function openings(gateway: GatewayProcess): Promise<number> {
  const { text } = await get(`${gateway.adminUrl}/metrics`);
  return Number(/breaker_transitions_total\{[^}]*to="open"[^}]*\} (\d+)/.exec(text)?.[1] ?? 0);
}

function firstCard(body: string): Card {
  return (JSON.parse(body) as { cards: [Card] }).cards[0];
}

await prove(t, {
  id: 'E1',
  fault: 'the wall clock an hour ahead, an hour back, during calls',
  expected:
    'what is cached stays, TTLs go down only; calls under way end as usual; no breaker opens',
  guard: 'monotonic time',
  async run(isGuarded) {
    const service = await startFaultyServer(
      (asked) => void setTimeout(() => answerWell(asked), 400),
    );
    const wall = createWallClock();
    const gateway = await startProcess({
      upstreams: {
        faulty: upstreamFile(
          'faulty',
          service.origin,
          'timeoutMs: 3000\nbreaker: { consecutiveFailures: 1 }\n',
        ),
        other: upstreamFile('other', service.origin),
      },
      settings: 'cache: { plainTtlSeconds: null }\n',
      env: wall.env,
      nodeArgs: wall.nodeArgs,
      ...(!isGuarded && { without: [wallClock] }),
    });
    const agent = new Agent({ keepAlive: true });
    const keys = ['faulty', 'other'];
    const wrong: string[] = [];
    const asked = await askOnce(gateway.url, agent, { id: 'c_0', keys });
    let ttl = firstCard(asked.body).timeToLiveSeconds;
    let index = 0;
    for (const seconds of [3_600, -3_600, 0]) {
      const underWay = askOnce(gateway.url, agent, { id: `c_${(index += 1)}`, keys });
      await pause(150);
      wall.step(seconds);
      const { status, body } = await underWay;
      if (status !== 200 || isNotice(firstCard(body)))
        wrong.push(`${seconds} s: a call under way is lost`);
      const calls = service.requests;
      const again = firstCard((await askOnce(gateway.url, agent, { id: 'c_0', keys })).body);
      if (service.requests !== calls)
        wrong.push(`${seconds} s: what was cached is asked for again`);
      if (again.timeToLiveSeconds > ttl || again.timeToLiveSeconds < ttl - 60) {
        wrong.push(`${seconds} s: a TTL of ${again.timeToLiveSeconds}, after ${ttl}`);
      }
      ttl = Math.min(ttl, again.timeToLiveSeconds);
    }
    const opened = await openings(gateway);
    const stamps = gateway.log().matchAll(/"time":"([^"]+)"/g);
    const steps = [...stamps].map(([, at]) => Date.parse(at ?? ''));
    const span = Math.max(...steps) - Math.min(...steps);
    agent.destroy();
    await gateway.close();
    wall.close();
    service.close();
    return { wrong, opened, span };
  },
  violations: ({ wrong, opened, span }) => [
    ...wrong,
    ...(opened === 0 ? [] : [`${opened} breakers opened`]),
    ...(span > 3_500_000 ? [] : ['the clock was not stepped']),
  ],
  figure: ({ span }) =>
    `0 calls lost, 0 asked again, 0 breakers opened while the log's clock moved over ${Math.round(span / 60_000)} minutes (${library ? 'libfaketime' : 'own clock'})`,
});

/** Blocks the loop for so many milliseconds on a signal. */
const blocksOnSignal = (ms: number): string =>
  `process.on('SIGUSR2', () => { const end = performance.now() + ${ms}; while (performance.now() < end); })`;

await prove(t, {
  id: 'E2',
  fault: 'the process stopped for seconds, and its loop blocked for 1 s, with calls under way',
  expected: 'no breaker opens from a pause of our own; cards again at once',
  guard: 'the stopwatch that knows pauses',
  async run(isGuarded, { isLong }) {
    const service = await startFaultyServer(
      (asked) => void setTimeout(() => answerWell(asked), 300),
    );
    const gateway = await startProcess({
      upstreams: {
        faulty: upstreamFile(
          'faulty',
          service.origin,
          'timeoutMs: 800\nretry: false\nbreaker: { consecutiveFailures: 1, minimumCalls: 2, openMs: 60000, maxOpenMs: 60000 }\n',
        ),
      },
      nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(blocksOnSignal(1_000))}`],
      ...(!isGuarded && {
        without: [
          {
            file: 'src/fan-out/breaker-stopwatch.ts',
            cut: 'const pauseMs = 250;',
            instead: 'const pauseMs = 1e9;',
          },
        ],
      }),
    });
    const agent = new Agent({ keepAlive: true });
    let index = 0;
    const ask = () => askOnce(gateway.url, agent, { id: `c_${(index += 1)}` });
    async function during(act: () => Promise<void>): Promise<void> {
      const before = service.requests;
      const underWay = Array.from({ length: 10 }, ask);
      await until(() => service.requests >= before + 10, 2_000);
      await act();
      await Promise.all(underWay);
    }
    await ask();
    for (let round = 0; round < (isLong ? 10 : 1); round += 1) {
      await during(async () => {
        gateway.kill('SIGSTOP');
        await pause(isLong ? 5_000 : 2_000);
        gateway.kill('SIGCONT');
      });
      await during(async () => gateway.kill('SIGUSR2'));
    }
    const opened = await openings(gateway);
    const last = await ask();
    const isServed = last.status === 200 && !isNotice(firstCard(last.body));
    agent.destroy();
    await gateway.close();
    service.close();
    return { opened, isServed, asked: index };
  },
  violations: ({ opened, isServed }) => [
    ...(opened === 0 ? [] : [`${opened} breakers opened by our own pause`]),
    ...(isServed ? [] : ['no cards after it']),
  ],
  figure: ({ opened, asked }) => `${opened} breakers opened, ${asked} requests around the pauses`,
});

await proveRecovery();
