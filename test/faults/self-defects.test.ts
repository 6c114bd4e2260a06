import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { Card } from '../fixtures/http.ts';
import { enterGroup, leaveGroup } from './control-group.ts';
import { answerMuch, answerWell, startFaultyServer } from './faulty-server.ts';
import { startProcess, upstreamFile } from './gateway-process.ts';
import { askOnce, startLoad } from './load-client.ts';
import type { LoadReply } from './load-client.ts';
import type { Mutation } from './mutant.ts';
import { isNotice } from './oracle.ts';
import { openClient } from './raw-client.ts';
import { prove, scale } from './row.ts';
import { until } from './until.ts';

// Processes are started one after the other, on machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

/** Throws for the card that is called like the place. */
function throwing(place: string, file: string, cut: string, key: string): Mutation {
  return {
    file,
    cut,
    instead: `${cut}  if (${key} === '${place}') throw new Error('injected');\n`,
  };
}

const throws = [
  throwing(
    'adapter',
    'src/fan-out/adapters/plain.ts',
    '  return async (request, signal) => {\n',
    'config.name',
  ),
  throwing(
    'validator',
    'src/fan-out/fetch-cards.ts',
    '  if (!answer.ok) return answer;\n',
    'flight.planned.key',
  ),
  throwing(
    'renderer',
    'src/merge/render.ts',
    'function renderParts({ planned, claim }: Claimed, scope: RenderScope): Parts {\n',
    'planned.key',
  ),
];

const catches: readonly Mutation[] = [
  {
    file: 'src/fan-out/guard.ts',
    cut: "      return failed({ reason: 'internal', detail: 'the adapter threw' });",
    instead: '      throw error;',
  },
  {
    file: 'src/fan-out/fetch-cards.ts',
    cut: "    return failed({ reason: 'internal', detail: 'the card could not be read' });",
    instead: '    throw error;',
  },
  {
    file: 'src/merge/render.ts',
    cut: '    return renderDefect(claimed.planned, scope);',
    instead: '    throw error;',
  },
];

const rejectsOnSignal =
  'process.on("SIGUSR2", () => void Promise.reject(new TypeError("a secret" + " of c_1")));';

await prove(t, {
  id: 'G9',
  fault: 'exceptions in adapter, validator and renderer; an unhandled rejection in the process',
  expected: 'one card each; the rejection drains and exits 1, and what was begun is answered',
  guard: 'the catches around one card, each',
  async run(isGuarded) {
    const service = await startFaultyServer(
      (asked) => void setTimeout(() => answerWell(asked), 300),
    );
    const places = ['adapter', 'validator', 'renderer'];
    const names = [...places, 'good'];
    const upstreams = Object.fromEntries(
      names.map((name) => [name, upstreamFile(name, service.origin)]),
    );
    /** The places whose exception costs more than its card. */
    async function spoiled(cuts: readonly Mutation[]): Promise<string[]> {
      const gateway = await startProcess({
        upstreams,
        settings: 'deadlineMs: 1000\ndrainMs: 0\n',
        without: [...throws, ...cuts],
      });
      const agent = new Agent();
      const wrong: string[] = [];
      for (const place of places) {
        const reply = await askOnce(gateway.url, agent, { id: 'c_1', keys: [place, 'good'] });
        const isRight =
          reply.status === 200 && isNotice(cardOf(reply, 0)) && !isNotice(cardOf(reply, 1));
        if (!isRight) wrong.push(`${place}: ${reply.status ?? 'no answer'}`);
      }
      const defects = await gateway.metric('defects_total').catch(() => 'gone');
      if (defects !== places.length) wrong.push(`${defects} defects counted`);
      await gateway.close();
      return wrong;
    }
    const gateway = await startProcess({
      upstreams,
      settings: 'drainMs: 100\n',
      nodeArgs: ['--import', `data:text/javascript,${rejectsOnSignal}`],
    });
    const wrong: string[] = [];
    let unharmed = 0;
    for (const cut of isGuarded ? [[]] : catches.map((each) => [each])) {
      const spoilt = await spoiled(cut);
      wrong.push(...spoilt);
      if (spoilt.length === 0) unharmed += 1;
    }
    const begun = askOnce(gateway.url, new Agent(), { id: 'c_2', keys: ['good'] });
    const { requests } = service;
    await until(() => service.requests > requests);
    gateway.kill('SIGUSR2');
    const { status } = await begun;
    const code = await gateway.ended;
    const tells = gateway.log().includes('"where":"process","type":"TypeError"');
    const leaks = gateway.log().includes('a secret of c_1');
    await gateway.close();
    service.close();
    // Each catch has to be missed: the control counts only when none of them could be cut without harm.
    return { wrong: !isGuarded && unharmed > 0 ? [] : wrong, status, code, tells, leaks };
  },
  violations: ({ wrong, status, code, tells, leaks }) => [
    ...wrong,
    ...(status === 200 ? [] : ['what was begun was lost']),
    ...(code === 1 ? [] : [`exit ${code}`]),
    ...(tells && !leaks ? [] : ['the log does not tell, or tells too much']),
  ],
  figure: ({ code }) => `3 of 3 cost one card; the rejection: exit ${code}, 0 lost`,
});

function cardOf({ body }: LoadReply, index: number): Card {
  const { cards } = JSON.parse(body) as { cards: Card[] };
  return cards[index] ?? { key: '', timeToLiveSeconds: 0, components: null };
}

await prove(t, {
  id: 'G7',
  fault: '64 file descriptors, and 100 clients that connect and say nothing',
  expected: 'no crash; cards again within 10 s, while the clients stay',
  guard: 'the time for headers',
  async run(isGuarded, { isLong }) {
    const service = await startFaultyServer(answerWell);
    const bounds = (headersMs: number, checkMs: number): Mutation => ({
      file: 'src/app.ts',
      cut: 'headersTimeout: 5_000, connectionsCheckingInterval: 1_000',
      instead: `headersTimeout: ${headersMs}, connectionsCheckingInterval: ${checkMs}`,
    });
    const gateway = await startProcess({
      upstreams: { faulty: upstreamFile('faulty', service.origin) },
      wrapper: ['prlimit', '--nofile=64:64'],
      without: isGuarded
        ? isLong
          ? []
          : [bounds(1_000, 200)]
        : [
            bounds(0, 1_000),
            { file: 'src/app.ts', cut: 'requestTimeout: 7_000', instead: 'requestTimeout: 0' },
          ],
    });
    const clients = await Promise.all(Array.from({ length: 100 }, () => openClient(gateway.url)));
    const startedAt = performance.now();
    let index = 0;
    const isBack = await until(
      async () => {
        const agent = new Agent();
        const reply = await Promise.race([
          askOnce(gateway.url, agent, { id: `c_${(index += 1)}` }),
          pause(500, null),
        ]);
        agent.destroy();
        return reply?.status === 200 && !isNotice(cardOf(reply, 0));
      },
      isGuarded ? 10_000 : 3_000,
    );
    const backAfterMs = performance.now() - startedAt;
    const code = await Promise.race([gateway.ended, pause(0, 'runs')]);
    clients.forEach(({ socket }) => socket.destroy());
    await gateway.close();
    service.close();
    return { isBack, backAfterMs, code };
  },
  violations: ({ isBack, code }) => [
    ...(code === 'runs' ? [] : [`it ended: ${code}`]),
    ...(isBack ? [] : ['no cards again']),
  ],
  figure: ({ backAfterMs }) => `runs; cards again after ${Math.round(backAfterMs)} ms`,
});

const floodMs = 60_000;

// Needs the right to make control groups, and minutes: the long form's.
if (scale.isLong)
  await prove(t, {
    id: 'G7-limits',
    fault: '256 MiB of memory and a quarter of a core, under a flood of new customers',
    expected: 'not killed; what is too much is shed with 503; cards again within 10 s',
    guard: 'the bound of the cache in bytes',
    async run(isGuarded) {
      const service = await startFaultyServer(answerMuch);
      const gateway = await startProcess({
        upstreams: { faulty: upstreamFile('faulty', service.origin) },
        settings: 'maxInFlight: 40\n',
        wrapper: enterGroup(),
        without: isGuarded
          ? []
          : [
              {
                file: 'src/gateway.ts',
                cut: '    ...cache,\n    onEvict',
                instead: '    maxBytes: 1e12, maxEntryBytes: 1e12,\n    onEvict',
              },
            ],
      });
      const load = startLoad(gateway.url, {
        concurrency: 60,
        one: (index) => ({ id: `c_${index}` }),
      });
      const code = await Promise.race([gateway.ended, pause(floodMs, 'runs' as const)]);
      await load.stop();
      const startedAt = performance.now();
      const agent = new Agent();
      let index = 0;
      const isBack =
        code === 'runs' &&
        (await until(async () => {
          const reply = await askOnce(gateway.url, agent, { id: `back_${(index += 1)}` });
          return reply.status === 200;
        }, 10_000));
      const backAfterMs = performance.now() - startedAt;
      agent.destroy();
      await gateway.close();
      service.close();
      const statuses = Map.groupBy(load.replies, ({ status }) => status);
      const served = statuses.get(200)?.length ?? 0;
      const shed = statuses.get(503)?.length ?? 0;
      const lost = load.replies.length - served - shed;
      return { code, isBack, backAfterMs, served, shed, lost, peakBytes: leaveGroup() };
    },
    violations: ({ code, isBack, served, shed, lost }) => [
      ...(code === 'runs' ? [] : ['it was killed']),
      ...(isBack ? [] : ['no cards again']),
      ...(served > 0 && shed > 0 ? [] : [`${served} served, ${shed} shed`]),
      ...(lost === 0 ? [] : [`${lost} without an answer`]),
    ],
    figure: ({ backAfterMs, served, shed, peakBytes }) =>
      `${served} requests served and ${shed} shed in ${floodMs / 1_000} s; at most ${Math.round(peakBytes / 2 ** 20)} MiB; cards again after ${Math.round(backAfterMs)} ms`,
  });
