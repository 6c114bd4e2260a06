import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { get } from '../fixtures/http.ts';
import { answerWell, startFaultyServer } from './faulty-server.ts';
import type { FaultyServer } from './faulty-server.ts';
import { startProcess, upstreamFile } from './gateway-process.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { failedOf, startLoad } from './load-client.ts';
import { prove, scale } from './row.ts';
import { until } from './until.ts';

// Processes and mutants are started one after the other, on machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

const file = (gateway: GatewayProcess, name: string) =>
  join(gateway.directory, 'upstreams', `${name}.yaml`);
const metricsOf = async (gateway: GatewayProcess) =>
  (await get(`${gateway.adminUrl}/metrics`)).text;
const isCurrent = async (gateway: GatewayProcess) =>
  (await gateway.metric('config_last_reload_successful')) === 1;

/** What is done to the files, and what the gateway makes of it. */
interface Step {
  readonly name: string;
  readonly act: () => void;
  readonly isDone: () => Promise<boolean>;
}

/** Four changes, after which all is as it was. */
function stepsOf(gateway: GatewayProcess, { origin }: FaultyServer, round: number): Step[] {
  const valid = upstreamFile('faulty', origin, `timeoutMs: ${1_500 + round}\n`);
  const gone = upstreamFile('gone', origin);
  const broken = round % 2 === 0 ? valid.slice(0, 40) : `${valid}timeoutMS: 1\n`;
  const shows = async (name: string) => (await metricsOf(gateway)).includes(`"${name}"`);
  const before = gateway.log().split('"configuration reloaded"').length;
  return [
    {
      name: 'a change',
      act: () => writeFileSync(file(gateway, 'faulty'), valid),
      isDone: async () => gateway.log().split('"configuration reloaded"').length > before,
    },
    {
      name: 'a mistake',
      act: () => writeFileSync(file(gateway, 'faulty'), broken),
      isDone: async () => !(await isCurrent(gateway)),
    },
    {
      name: 'a removal',
      act() {
        writeFileSync(file(gateway, 'faulty'), valid);
        rmSync(file(gateway, 'gone'));
      },
      isDone: async () => (await isCurrent(gateway)) && !(await shows('gone')),
    },
    {
      name: 'an addition',
      act: () => writeFileSync(file(gateway, 'gone'), gone),
      isDone: () => shows('gone'),
    },
  ];
}

await prove(t, {
  id: 'G1',
  fault: 'reload under load: valid, invalid, half-written, an upstream removed',
  expected:
    '0 failed of 10^5 over 100 reloads; the old configuration stays on a mistake; counters go on, gone series go; the metric tells',
  guard: 'that a bad configuration keeps the old one',
  async run(isGuarded, { isLong }) {
    const service = await startFaultyServer((asked) => void setTimeout(answerWell, 20, asked));
    const gateway = await startProcess({
      upstreams: {
        faulty: upstreamFile('faulty', service.origin),
        gone: upstreamFile('gone', service.origin),
      },
      settings: 'cache: { coolDownSeconds: 0 }\n',
      ...(!isGuarded && {
        without: [
          {
            file: 'src/reload.ts',
            cut: 'if (!loaded.ok) return keepOld(loaded.problems);',
            instead:
              'if (!loaded.ok) return void apply({ ...(globalThis as any).config, upstreams: [] });',
          },
          {
            file: 'src/reload.ts',
            cut: 'const report = apply({ ...loaded.config, hash });',
            instead: 'const report = apply(((globalThis as any).config = loaded.config));',
          },
        ],
      }),
    });
    const load = startLoad(gateway.url, {
      concurrency: 30,
      one: (index) => ({ id: `c_${index}`, keys: ['faulty'] }),
    });
    const wrong: string[] = [];
    let reloads = 0;
    for (let round = 0; round < (isLong && isGuarded ? 25 : 1); round += 1) {
      for (const { name, act, isDone } of stepsOf(gateway, service, round)) {
        act();
        reloads += 1;
        if (!(await until(isDone, 10_000))) wrong.push(`${name} was not seen`);
        const enough = load.replies.length + (isLong ? 1_000 : 50);
        await until(() => load.replies.length >= enough, 60_000);
      }
    }
    await load.stop();
    const metrics = await metricsOf(gateway);
    const answered = Number(
      /requests_total\{outcome="answered",cause=""\} (\d+)/.exec(metrics)?.[1],
    );
    const total = load.replies.length;
    const notices = load.replies.filter(({ body }) => /Ref \w{5}"/.test(body)).length;
    await gateway.close();
    service.close();
    return { total, failed: failedOf(load.replies), notices, answered, reloads, wrong };
  },
  violations: ({ total, failed, notices, answered, wrong }) => [
    ...(failed === 0 ? [] : [`${failed} of ${total} failed`]),
    ...(notices === 0 ? [] : [`${notices} of ${total} were notices`]),
    ...(answered === total ? [] : [`counted ${answered} of ${total}`]),
    ...wrong,
  ],
  figure: ({ total, failed, notices, reloads }) =>
    `${reloads} reloads: ${failed} of ${total} failed, ${notices} notices`,
});

/** What a process holds. */
interface Held {
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly sockets: number;
  readonly timers: number;
}

/** SIGUSR2 collects garbage and says what is left. */
const tellHeld = `process.on('SIGUSR2', () => {
  gc();
  const { heapUsed, rss } = process.memoryUsage();
  const of = (kind) => process.getActiveResourcesInfo().filter((name) => name === kind).length;
  console.log(JSON.stringify({ heapBytes: heapUsed, rssBytes: rss, sockets: of('TCPSocketWrap'), timers: of('Timeout') }));
});`;

async function held(gateway: GatewayProcess): Promise<Held> {
  const told = () => gateway.log().match(/\{"heapBytes".*\}/g) ?? [];
  const before = told().length;
  gateway.kill('SIGUSR2');
  await until(() => told().length > before);
  return JSON.parse(told().at(-1) ?? '{}') as Held;
}

/** Reloads with everything that a service can change, while it is asked. */
async function reloadOften(
  gateway: GatewayProcess,
  { origin }: FaultyServer,
  times: number,
): Promise<void> {
  const count = () => gateway.log().split(/"configuration (?:not )?reloaded"/).length;
  for (let time = 0; time < times; time += 1) {
    const kinds = [`timeoutMs: ${1_000 + (time % 500)}\n`, `team: t${time}\n`, 'wrong\n'];
    const text = upstreamFile('faulty', origin, kinds[time % kinds.length]);
    writeFileSync(file(gateway, 'faulty'), text);
    const before = count();
    gateway.kill('SIGHUP');
    await until(() => count() > before);
  }
}

const concurrency = 5;

await prove(t, {
  id: 'G11',
  fault: '1,000 reloads, each with another service, another team or a mistake, under load',
  expected:
    'as many sockets and timers as before, at most 1 MiB more on the heap, at most 10 % more RSS',
  guard: 'the end of what a reload replaced',
  async run(isGuarded, { isLong }) {
    const service = await startFaultyServer(answerWell);
    const gateway = await startProcess({
      upstreams: { faulty: upstreamFile('faulty', service.origin) },
      settings: 'cache: { maxBytes: 1048576 }\n',
      nodeArgs: ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(tellHeld)}`],
      ...(!isGuarded && {
        without: [
          {
            file: 'src/gateway.ts',
            cut: 'void upstream.close(true).finally(() => retired.delete(upstream));',
            instead: '',
          },
        ],
      }),
    });
    const times = isLong ? 1_000 : 30;
    const load = startLoad(gateway.url, {
      concurrency,
      one: (index) => ({ id: `c_${index % 500}` }),
    });
    // Until code is compiled and the cache is full, everything grows: the short form looks at sockets and timers only.
    await reloadOften(gateway, service, isLong ? 300 : 10);
    const before = await held(gateway);
    await reloadOften(gateway, service, times);
    await load.stop();
    await until(() => service.open <= concurrency, 1_000);
    const after = await held(gateway);
    const open = service.open;
    const total = load.replies.length;
    await gateway.close();
    service.close();
    return { times, before, after, open, total, failed: failedOf(load.replies), isLong };
  },
  violations: ({ before, after, open, total, failed, isLong }) => [
    ...(failed === 0 ? [] : [`${failed} of ${total} failed`]),
    ...(open <= concurrency ? [] : [`${open} connections to the service`]),
    ...(after.sockets <= before.sockets ? [] : [`${after.sockets} sockets`]),
    ...(after.timers <= before.timers + 2 ? [] : [`${after.timers} timers`]),
    ...(!isLong || after.heapBytes <= before.heapBytes + 1_048_576 ? [] : ['the heap grew']),
    ...(!isLong || after.rssBytes <= before.rssBytes * 1.1 ? [] : ['RSS grew']),
  ],
  figure: ({ times, before, after, open, total, failed }) =>
    `${times} reloads, ${failed} of ${total} failed: heap ${mebibytes(before.heapBytes)} to ${mebibytes(after.heapBytes)}, RSS ${mebibytes(before.rssBytes)} to ${mebibytes(after.rssBytes)} MiB, ${before.timers} to ${after.timers} timers, ${open} connections to the service`,
});

function mebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
