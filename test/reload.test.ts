import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { systemClock } from '../src/clock.ts';
import type { Clock } from '../src/clock.ts';
import { disk } from '../src/config/files.ts';
import { loadConfig } from '../src/config/load.ts';
import { trackReads } from '../src/config/reads.ts';
import type { Reads } from '../src/config/reads.ts';
import type { GatewayConfig, ReloadReport } from '../src/gateway.ts';
import type { ReloadProblem } from '../src/observe/events.ts';
import { createReloader } from '../src/reload.ts';
import type { ConfigSource } from '../src/reload.ts';
import { createManualClock } from './fixtures/clock.ts';
import { billingFile, env, gatewayFile } from './fixtures/config-directory.ts';
import { createLogCapture } from './fixtures/log.ts';

interface Seen {
  /** Whether what was first read had changed, each time somebody looked. */
  readonly looks: boolean[];
  readonly applied: GatewayConfig[];
  readonly successes: boolean[];
  readonly defects: unknown[];
}

interface Options {
  readonly load?: ConfigSource['load'];
  readonly apply?: (config: GatewayConfig) => Partial<ReloadReport> | void;
  readonly clock?: Clock;
}

const none = { added: [], removed: [], changed: [] };
const noChanges = { upstreams: none, cards: none, settings: [], takesRestart: [] };

/** A reloader whose effects are seen, after a first load; `changed` resolves when one more reload has ended. */
async function start(t: Test, directory: string, options: Options = {}) {
  const { load = (files) => loadConfig(directory, env, files), clock = systemClock } = options;
  const seen: Seen = { looks: [], applied: [], successes: [], defects: [] };
  /** What was wrong, of each reload. */
  const told: (readonly ReloadProblem[])[] = [];
  const log = createLogCapture();
  let onReloaded = (): void => {};
  const tracked = trackReads(disk);
  await loadConfig(directory, env, tracked);
  const reads: Reads = {
    ...tracked,
    async haveChanged() {
      const have = await tracked.haveChanged();
      seen.looks.push(have);
      return have;
    },
  };
  const reloader = createReloader({
    log,
    source: { directory, load, reads },
    clock,
    apply(config) {
      const report = options.apply?.(config) ?? {};
      seen.applied.push(config);
      return { ...noChanges, ...report };
    },
    events: {
      reloaded({ isSuccessful, problems = [] }) {
        seen.successes.push(isSuccessful);
        told.push(problems);
        onReloaded();
      },
      defect: ({ error }) => void seen.defects.push(error),
    },
  });
  t.teardown(() => reloader.close());
  const changed = () => new Promise<void>((resolve) => (onReloaded = resolve));
  return { reloader, seen, told, log, changed };
}

function directoryOf(t: Test): string {
  return t.testdir({ 'gateway.yaml': gatewayFile, upstreams: { 'billing.yaml': billingFile } });
}

const deadline = (ms: number) => `${gatewayFile}deadlineMs: ${ms}\n`;

await t.test('a configuration with mistakes is told, and not put into use', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen, told, log } = await start(t, directory);
  writeFileSync(join(directory, 'gateway.yaml'), `${gatewayFile}deadlineMs: soon\n`);
  await reloader.reload();
  t.strictSame(seen, { looks: [], applied: [], successes: [false], defects: [] });
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
  t.match(told, [[{ file: 'gateway.yaml', line: 5, path: 'deadlineMs' }], []]);
});

await t.test('what cannot be put into use is told in words, and is no defect', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen, log } = await start(t, directory, {
    apply() {
      throw Object.assign(new Error('key values mismatch'), { code: 'ERR_OSSL' });
    },
  });
  await reloader.reload();
  t.strictSame(seen, { looks: [], applied: [], successes: [false], defects: [] });
  t.match(log.lines, [
    { message: 'configuration not reloaded', fields: { message: 'key values mismatch' } },
  ]);
});

await t.test('an unexpected error is a defect, and the next reload is not lost', async (t) => {
  const directory = directoryOf(t);
  let isBroken = true;
  const error = new Error('unexpected');
  const { reloader, seen } = await start(t, directory, {
    async load(files) {
      if (isBroken) throw error;
      return loadConfig(directory, env, files);
    },
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
  const { reloader, seen } = await start(t, directory, {
    async load(files) {
      loading += 1;
      order.push(`load ${loading} at once`);
      const loaded = await loadConfig(directory, env, files);
      loading -= 1;
      return loaded;
    },
  });
  await Promise.all([reloader.reload(), reloader.reload(), reloader.reload()]);
  t.strictSame(order, ['load 1 at once', 'load 1 at once', 'load 1 at once']);
  t.strictSame(seen.successes, [true, true, true]);
});

await t.test('what is still being loaded when it is closed is not put into use', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen } = await start(t, directory);
  const reloaded = reloader.reload();
  reloader.close();
  await reloaded;
  t.strictSame(seen, { looks: [], applied: [], successes: [], defects: [] });
});

await t.test('changed files are loaded once they are left alone', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen, changed } = await start(t, directory);
  reloader.watch();
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
  const { reloader, seen, changed } = await start(t, directory);
  reloader.watch();
  const replaced = changed();
  const upstreams = join(directory, 'upstreams');
  const next = join(directory, 'next');
  mkdirSync(next);
  writeFileSync(join(next, 'billing.yaml'), `${billingFile}team: payments\n`);
  rmSync(upstreams, { recursive: true });
  renameSync(next, upstreams);
  await replaced;
  t.equal(seen.applied.at(-1)?.upstreams[0]?.team, 'payments');

  const edited = changed();
  writeFileSync(join(upstreams, 'billing.yaml'), `${billingFile}timeoutMs: 1234\n`);
  await edited;
  t.equal(seen.applied.at(-1)?.upstreams[0]?.timeoutMs, 1_234);
});

/** A directory as Kubernetes mounts it: links to links into a directory of one version, swapped at once. */
function createMount(directory: string, names: readonly string[]) {
  let version = 0;
  function publish(write: (target: string) => void): void {
    const target = join(directory, `..version_${(version += 1)}`);
    mkdirSync(target);
    write(target);
    symlinkSync(target, join(directory, '..data_tmp'));
    renameSync(join(directory, '..data_tmp'), join(directory, '..data'));
  }
  for (const name of names) symlinkSync(join('..data', name), join(directory, name));
  return publish;
}

await t.test("links that are swapped at once, as Kubernetes' are, are a change", async (t) => {
  const directory = t.testdir({});
  const publish = createMount(directory, ['gateway.yaml', 'upstreams']);
  const write = (gateway: string) => (target: string) => {
    mkdirSync(join(target, 'upstreams'));
    writeFileSync(join(target, 'gateway.yaml'), gateway);
    writeFileSync(join(target, 'upstreams', 'billing.yaml'), billingFile);
  };
  publish(write(gatewayFile));
  const { reloader, seen, changed } = await start(t, directory);
  reloader.watch();
  for (const ms of [2_000, 3_000]) {
    const swapped = changed();
    publish(write(deadline(ms)));
    await swapped;
    t.equal(seen.applied.at(-1)?.gateway.deadlineMs, ms);
  }
  t.strictSame(seen.successes, [true, true]);
});

const withToken = (file: string) => `${gatewayFile}admin: { token: "\${file:${file}}" }
`;
const tokenOf = ({ applied }: Seen) => applied.at(-1)?.gateway.admin.token;

await t.test(
  'a secret outside the directory is read again when its file is replaced',
  async (t) => {
    const root = t.testdir({
      config: {
        'gateway.yaml': withToken('../secrets/token'),
        upstreams: { 'billing.yaml': billingFile },
      },
      secrets: { token: 'first' },
    });
    const { reloader, seen, changed } = await start(t, join(root, 'config'));
    reloader.watch();
    for (const secret of ['second', 'third']) {
      const rotated = changed();
      writeFileSync(join(root, 'secrets', 'next'), secret);
      renameSync(join(root, 'secrets', 'next'), join(root, 'secrets', 'token'));
      await rotated;
      t.equal(tokenOf(seen), secret);
    }
    t.strictSame(seen.successes, [true, true], 'and only then');
  },
);

await t.test('a secret that a changed file names is watched from then on', async (t) => {
  const secrets = t.testdir({ directory: {}, secrets: {} });
  const publish = createMount(join(secrets, 'secrets'), ['token']);
  const write = (secret: string) => (target: string) =>
    writeFileSync(join(target, 'token'), secret);
  publish(write('first'));
  const directory = join(secrets, 'directory');
  mkdirSync(join(directory, 'upstreams'));
  writeFileSync(join(directory, 'upstreams', 'billing.yaml'), billingFile);
  writeFileSync(join(directory, 'gateway.yaml'), gatewayFile);
  const { reloader, seen, changed } = await start(t, directory);
  reloader.watch();
  const named = changed();
  writeFileSync(join(directory, 'gateway.yaml'), withToken('../secrets/token'));
  await named;
  t.equal(tokenOf(seen), 'first');
  const rotated = changed();
  publish(write('second'));
  await rotated;
  t.equal(tokenOf(seen), 'second');
});

await t.test('a secret that is gone is told, and the old one stays until it is back', async (t) => {
  const directory = t.testdir({
    'gateway.yaml': withToken('token'),
    token: 'first',
    upstreams: { 'billing.yaml': billingFile },
  });
  const { reloader, seen, log, changed } = await start(t, directory);
  reloader.watch();
  const gone = changed();
  rmSync(join(directory, 'token'));
  await gone;
  t.match(log.lines, [
    { level: 'error', fields: { path: 'admin.token', message: /token cannot be read \(ENOENT\)/ } },
  ]);
  const back = changed();
  writeFileSync(join(directory, 'token'), 'second');
  await back;
  t.strictSame(seen.successes, [false, true]);
  t.equal(tokenOf(seen), 'second');
});

/** Long enough for a file to be read. */
async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 5));
}

await t.test('what no watch reports is seen within 10 s', async (t) => {
  const root = t.testdir({
    config: { 'gateway.yaml': gatewayFile, upstreams: {} },
    'billing.yaml': billingFile,
  });
  const directory = join(root, 'config');
  const target = join(root, 'billing.yaml');
  symlinkSync(target, join(directory, 'upstreams', 'billing.yaml'));
  const clock = createManualClock();
  const { reloader, seen } = await start(t, directory, { clock });
  reloader.watch();
  for (const timeoutMs of [1_111, 2_222]) {
    writeFileSync(target, `${billingFile}timeoutMs: ${timeoutMs}\n`);
    await until(() => clock.pending() === 1);
    clock.advance(10_000);
    await until(() => seen.applied.at(-1)?.upstreams[0]?.timeoutMs === timeoutMs);
  }
  t.strictSame(seen.successes, [true, true]);
  reloader.close();
  await until(() => clock.pending() === 0);
});

await t.test('what changes nothing that was read loads nothing', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen } = await start(t, directory);
  reloader.watch();
  for (const text of ['a', 'b']) {
    const looks = seen.looks.length;
    writeFileSync(join(directory, 'notes.txt'), text);
    writeFileSync(join(directory, 'gateway.yaml'), gatewayFile);
    await until(() => seen.looks.length > looks);
  }
  t.strictSame(seen, { looks: [false, false], applied: [], successes: [], defects: [] });
});

await t.test('a change is found in a directory that never rests', async (t) => {
  const directory = directoryOf(t);
  const { reloader, seen, changed } = await start(t, directory);
  reloader.watch();
  const restless = setInterval(() => writeFileSync(join(directory, 'log'), `${Math.random()}`), 50);
  t.teardown(() => clearInterval(restless));
  const found = changed();
  writeFileSync(join(directory, 'gateway.yaml'), deadline(3_000));
  await found;
  t.equal(seen.applied.at(-1)?.gateway.deadlineMs, 3_000);
});

await t.test('the log says what changed, and of which files', async (t) => {
  const directory = directoryOf(t);
  const upstreams = { added: ['orders'], removed: [], changed: ['billing'] };
  const report = { upstreams, settings: ['cache.plainTtlSeconds'], takesRestart: ['listen.port'] };
  const { reloader, log, seen } = await start(t, directory, { apply: () => report });
  writeFileSync(
    join(directory, 'upstreams', 'billing.yaml'),
    `${billingFile}timeoutMs: 60000
`,
  );
  await reloader.reload();
  const [{ hash } = {}] = seen.applied;
  t.match(hash, /^[0-9a-f]{12}$/);
  t.match(log.lines, [
    {
      level: 'info',
      message: 'configuration reloaded',
      fields: {
        hash,
        upstreamsAdded: ['orders'],
        upstreamsChanged: ['billing'],
        settingsChanged: ['cache.plainTtlSeconds'],
      },
    },
    { level: 'warn', message: 'configuration', fields: { path: 'timeoutMs' } },
    {
      level: 'warn',
      message: 'what these fields say takes a restart',
      fields: { fields: ['listen.port'] },
    },
  ]);
  t.notHas(log.lines[0]?.fields, 'upstreamsRemoved');
});
