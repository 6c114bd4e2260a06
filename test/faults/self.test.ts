import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { get } from '../fixtures/http.ts';
import { secret } from './bench.ts';
import { answerWell, startFaultyServer } from './faulty-server.ts';
import { startProcess, upstreamFile } from './gateway-process.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { failedOf, startLoad } from './load-client.ts';
import { prove, scale } from './row.ts';
import { until } from './until.ts';

// Processes and mutants are started one after the other, on machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

await prove(t, {
  id: 'G2',
  fault: 'secrets rotated under load',
  expected: 'old and new pass while both are listed; 0 valid refused, 0 revoked accepted after it',
  guard: 'that a reload replaces the secrets',
  async run(isGuarded, { isLong }) {
    const service = await startFaultyServer(answerWell);
    const gateway = await startProcess({
      upstreams: { faulty: upstreamFile('faulty', service.origin) },
      ...(!isGuarded && {
        without: [
          {
            file: 'src/gateway.ts',
            cut: 'return live.authenticator;',
            instead: 'return ((globalThis as any).first ??= live.authenticator);',
          },
        ],
      }),
    });
    let current = secret;
    const load = startLoad(gateway.url, {
      concurrency: 10,
      one: (index) => ({ id: `c_${index % 50}`, authorization: current }),
    });
    let accepted = 0;
    let rotations = 0;
    const loads = () => gateway.log().split('"configuration reloaded"').length;
    async function use(secrets: readonly string[]): Promise<void> {
      const before = loads();
      gateway.writeGateway({ secrets });
      await until(() => loads() > before);
    }
    for (let round = 0; round < (isLong ? 20 : 2); round += 1) {
      const [old, next] = [current, `Bearer of-round-${round}`];
      await use([old, next]);
      current = next;
      await use([next]);
      const revoked = startLoad(gateway.url, {
        concurrency: 1,
        one: () => ({ id: 'c_1', authorization: old }),
      });
      await until(() => revoked.replies.length >= 20);
      await revoked.stop();
      accepted += revoked.replies.filter(({ status }) => status !== 401).length;
      rotations += 1;
    }
    await load.stop();
    await gateway.close();
    service.close();
    return { rotations, accepted, total: load.replies.length, refused: failedOf(load.replies) };
  },
  violations: ({ accepted, refused }) => [
    ...(refused === 0 ? [] : [`${refused} valid ones refused`]),
    ...(accepted === 0 ? [] : [`${accepted} revoked ones accepted`]),
  ],
  figure: ({ rotations, total, refused, accepted }) =>
    `${rotations} rotations, ${total} requests: ${refused} valid refused, ${accepted} revoked accepted`,
});

/** Readiness as a load balancer sees it. */
function watchReadiness(gateway: GatewayProcess): () => boolean {
  let isReady = true;
  async function look(): Promise<void> {
    while (isReady) {
      isReady = await get(`${gateway.adminUrl}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
      await pause(20);
    }
  }
  void look();
  return () => isReady;
}

await prove(t, {
  id: 'G3',
  fault: 'SIGTERM under load, during a reload, twice; SIGKILL',
  expected:
    '0 requests of clients that heed readiness lost; exit 0 within 25 s; 1 on a second signal',
  guard: 'serving on while readiness is seen to be red',
  async run(isGuarded, { isLong }) {
    const service = await startFaultyServer(
      (asked) => void setTimeout(() => answerWell(asked), 20),
    );
    const start = () =>
      startProcess({
        upstreams: { faulty: upstreamFile('faulty', service.origin) },
        settings: 'drainMs: 1000\n',
        ...(!isGuarded && {
          without: [{ file: 'src/server.ts', cut: '    await pause(drainMs);\n', instead: '' }],
        }),
      });
    const ends: number[] = [];
    const codes: (number | null)[] = [];
    let [total, failed] = [0, 0];
    for (let round = 0; round < (isLong ? 10 : 1); round += 1) {
      const gateway = await start();
      const load = startLoad(gateway.url, {
        concurrency: 20,
        one: (index) => ({ id: `c_${index % 500}` }),
        isWelcome: watchReadiness(gateway),
      });
      await until(() => load.replies.length > (isLong ? 1_000 : 300), 20_000);
      const endedFrom = performance.now();
      gateway.kill('SIGHUP');
      gateway.kill('SIGTERM');
      codes.push(await gateway.ended);
      ends.push(performance.now() - endedFrom);
      await load.stop();
      total += load.replies.length;
      failed += failedOf(load.replies);
      await gateway.close();
    }
    const [twice, killed] = [await start(), await start()];
    twice.kill('SIGTERM');
    await until(() => twice.log().includes('"draining"'));
    await pause(300);
    twice.kill('SIGTERM');
    killed.kill('SIGKILL');
    const forced = [await twice.ended, await killed.ended];
    await twice.close();
    await killed.close();
    service.close();
    return { total, failed, codes, forced, slowest: Math.max(...ends) };
  },
  violations: ({ total, failed, codes, forced, slowest }) => [
    ...(failed === 0 ? [] : [`${failed} of ${total} lost`]),
    ...(codes.every((code) => code === 0) ? [] : [`exit ${codes.join(', ')}`]),
    ...(slowest <= 25_000 ? [] : [`ended after ${slowest} ms`]),
    ...(forced[0] === 1 && forced[1] === null ? [] : [`forced: exit ${forced.join(', ')}`]),
  ],
  figure: ({ total, failed, slowest }) =>
    `${failed} of ${total} lost; ended within ${Math.round(slowest)} ms`,
});
