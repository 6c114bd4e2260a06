import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { systemClock } from '../src/clock.ts';
import { loadConfig } from '../src/config/load.ts';
import type { Config, LoadResult } from '../src/config/load.ts';
import { createReloader } from '../src/reload.ts';
import { billingFile, env, gatewayFile } from './fixtures/config-directory.ts';
import { createLogCapture } from './fixtures/log.ts';

interface Seen {
  readonly applied: Config[];
  readonly successes: boolean[];
  readonly defects: unknown[];
}

/** A reloader whose effects are seen; `changed` resolves when one more reload has ended. */
function start(
  t: Test,
  load: () => Promise<LoadResult>,
  apply: (config: Config) => void = () => {},
) {
  const seen: Seen = { applied: [], successes: [], defects: [] };
  const log = createLogCapture();
  let onReloaded = (): void => {};
  const reloader = createReloader({
    log,
    load,
    clock: systemClock,
    apply(config) {
      apply(config);
      seen.applied.push(config);
    },
    events: {
      reloaded({ isSuccessful }) {
        seen.successes.push(isSuccessful);
        onReloaded();
      },
      defect: ({ error }) => void seen.defects.push(error),
    },
  });
  // Watching does not keep a process alive.
  const awake = setInterval(() => {}, 60_000);
  t.teardown(() => {
    clearInterval(awake);
    reloader.close();
  });
  const changed = () => new Promise<void>((resolve) => (onReloaded = resolve));
  return { reloader, seen, log, changed };
}

function directoryOf(t: Test): string {
  return t.testdir({ 'gateway.yaml': gatewayFile, upstreams: { 'billing.yaml': billingFile } });
}

const deadline = (ms: number) => `${gatewayFile}deadlineMs: ${ms}\n`;

await t.test('a configuration with mistakes is told, and not put into use', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen, log } = start(t, () => loadConfig(directory, env));
  writeFileSync(join(directory, 'gateway.yaml'), `${gatewayFile}deadlineMs: soon\n`);
  await reloader.reload();
  t.strictSame(seen, { applied: [], successes: [false], defects: [] });
  t.match(log.lines, [
    {
      level: 'error',
      message: 'configuration not reloaded',
      fields: { file: 'gateway.yaml', line: 5, path: 'deadlineMs' },
    },
  ]);
  writeFileSync(join(directory, 'gateway.yaml'), deadline(4_000));
  await reloader.reload();
  t.equal(seen.applied[0]?.gateway.deadlineMs, 4_000);
  t.strictSame(seen.successes, [false, true]);
});

await t.test('what cannot be put into use is told in words, and is no defect', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen, log } = start(
    t,
    () => loadConfig(directory, env),
    () => {
      throw Object.assign(new Error('key values mismatch'), { code: 'ERR_OSSL' });
    },
  );
  await reloader.reload();
  t.strictSame(seen, { applied: [], successes: [false], defects: [] });
  t.match(log.lines, [
    { message: 'configuration not reloaded', fields: { message: 'key values mismatch' } },
  ]);
});

await t.test('an unexpected error is a defect, and the next reload is not lost', async (t) => {
  const directory = directoryOf(t);
  let isBroken = true;
  const error = new Error('unexpected');
  const { reloader, seen } = start(t, async () => {
    if (isBroken) throw error;
    return loadConfig(directory, env);
  });
  await reloader.reload();
  isBroken = false;
  await reloader.reload();
  t.strictSame(seen.successes, [false, true]);
  t.strictSame(seen.defects, [error]);
});

await t.test('one reload at a time, in order', async (t) => {
  const directory = directoryOf(t);
  const order: string[] = [];
  let loading = 0;
  const { reloader, seen } = start(t, async () => {
    loading += 1;
    order.push(`load ${loading} at once`);
    const loaded = await loadConfig(directory, env);
    loading -= 1;
    return loaded;
  });
  await Promise.all([reloader.reload(), reloader.reload(), reloader.reload()]);
  t.strictSame(order, ['load 1 at once', 'load 1 at once', 'load 1 at once']);
  t.strictSame(seen.successes, [true, true, true]);
});

await t.test('what is still being loaded when it is closed is not put into use', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen } = start(t, () => loadConfig(directory, env));
  const reloaded = reloader.reload();
  reloader.close();
  await reloaded;
  t.strictSame(seen, { applied: [], successes: [], defects: [] });
});

await t.test('changed files are loaded once they are left alone', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen, changed } = start(t, () => loadConfig(directory, env));
  reloader.watch(directory);
  const first = changed();
  // In halves, the first of which is no valid file.
  writeFileSync(join(directory, 'gateway.yaml'), `${gatewayFile}deadlineMs: [`);
  writeFileSync(join(directory, 'gateway.yaml'), deadline(3_000));
  await first;
  t.equal(seen.applied.at(-1)?.gateway.deadlineMs, 3_000);
  t.strictSame(seen.successes, [true]);

  const second = changed();
  writeFileSync(join(directory, 'upstreams', 'orders.yaml'), 'name: orders\n');
  await second;
  t.strictSame(seen.successes, [true, false], 'half-written, it stays out');
  const third = changed();
  const orders = billingFile.replace('billing', 'orders').replace('usage', 'last-order');
  writeFileSync(join(directory, 'upstreams', 'orders.yaml'), orders);
  await third;
  t.strictSame(
    seen.applied.at(-1)?.upstreams.map(({ name }) => name),
    ['billing', 'orders'],
  );
});

await t.test('a directory that is replaced by another is watched from then on', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen, changed } = start(t, () => loadConfig(directory, env));
  reloader.watch(directory);
  const replaced = changed();
  const upstreams = join(directory, 'upstreams');
  const next = join(directory, 'next');
  mkdirSync(next);
  writeFileSync(join(next, 'billing.yaml'), billingFile);
  rmSync(upstreams, { recursive: true });
  renameSync(next, upstreams);
  await replaced;
  t.equal(seen.successes.at(-1), true);

  const edited = changed();
  writeFileSync(join(upstreams, 'billing.yaml'), `${billingFile}timeoutMs: 1234\n`);
  await edited;
  t.equal(seen.applied.at(-1)?.upstreams[0]?.timeoutMs, 1_234);
});

await t.test("links that are swapped at once, as Kubernetes' are, are a change", async (t) => {
  const directory = t.testdir({});
  function publish(version: string, gateway: string): void {
    const target = join(directory, version);
    mkdirSync(join(target, 'upstreams'), { recursive: true });
    writeFileSync(join(target, 'gateway.yaml'), gateway);
    writeFileSync(join(target, 'upstreams', 'billing.yaml'), billingFile);
    symlinkSync(version, join(directory, '..data_tmp'));
    renameSync(join(directory, '..data_tmp'), join(directory, '..data'));
  }
  publish('..2026_01', gatewayFile);
  symlinkSync(join('..data', 'gateway.yaml'), join(directory, 'gateway.yaml'));
  symlinkSync(join('..data', 'upstreams'), join(directory, 'upstreams'));
  const { reloader, seen, changed } = start(t, () => loadConfig(directory, env));
  reloader.watch(directory);
  for (const [version, ms] of [
    ['..2026_02', 2_000],
    ['..2026_03', 3_000],
  ] as const) {
    const swapped = changed();
    publish(version, deadline(ms));
    await swapped;
    t.equal(seen.applied.at(-1)?.gateway.deadlineMs, ms);
  }
  t.strictSame(seen.successes, [true, true]);
});
