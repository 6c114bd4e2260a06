import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { adapt } from './adapt.ts';
import type { Places } from './adapt.ts';
import { compose, mounted } from './compose.ts';
import type { ComposeService } from './compose.ts';
import { createBuilder } from './image.ts';
import type { Image } from './image.ts';
import { freePorts } from './ports.ts';
import { onThisNode, run, start } from './processes.ts';
import type { Run } from './processes.ts';

const configuration = '/etc/customer-cards-gateway';
const demoServices = ['billing', 'orders', 'accounts', 'sentry'];

/** What `docker compose up` builds and starts of our own, in the order of its dependencies, without Docker. */
suite('docker-compose.yml', { timeout: 120_000 }, () => {
  const running = new Map<string, Run>();
  let directory: string;
  let build: (stage: string) => Promise<Image>;
  let places: Places;
  let ports: readonly number[];
  let printed: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'compose-'));
    build = await createBuilder(join(directory, 'images'));
    await Promise.all(['demo', 'build', 'production'].map(build));
    ports = await freePorts(demoServices.length + 2);
    const hosts = demoServices.map(
      (name, index) =>
        [`http://${name}:${compose.services[name]?.environment?.['PORT']}`, urlOf(index)] as const,
    );
    places = {
      ...Object.fromEntries(hosts),
      'http://127.0.0.1:8080': urlOf(demoServices.length),
      'http://127.0.0.1:8081': urlOf(demoServices.length + 1),
      '/secrets': join(directory, 'secrets'),
      [configuration]: resolve(mounted(compose.services['gateway'], configuration) ?? ''),
      '0.0.0.0': '127.0.0.1',
    };
    await mkdir(join(directory, 'secrets'), { mode: 0o700 });
  });
  after(async () => {
    running.forEach((process) => process.kill());
    await rm(directory, { recursive: true });
  });

  function urlOf(index: number): string {
    return `http://127.0.0.1:${ports[index]}`;
  }

  async function commandOf(name: string) {
    const service = compose.services[name] as ComposeService;
    const { build: { target = 'demo' } = {} } = service;
    const image = await build(target);
    const index = demoServices.indexOf(name);
    const port = index < 0 ? demoServices.length : index;
    const [command = '', ...args] = [
      ...(service.entrypoint ?? image.entrypoint),
      ...(service.command ?? image.command),
    ].map((word) => adapt(word, places));
    const environment = Object.entries(service.environment ?? {}).map(
      ([variable, value]) => [variable, adapt(String(value), places)] as const,
    );
    const env = {
      ...onThisNode,
      ...image.env,
      ...Object.fromEntries(environment),
      PORT: String(ports[port]),
      ADMIN_PORT: String(ports[demoServices.length + 1]),
    };
    return { command, args, options: { cwd: image.directory, env }, image, service };
  }

  async function bringUp(name: string): Promise<void> {
    const { command, args, options, image, service } = await commandOf(name);
    const process = start(command, args, options);
    running.set(name, process);
    await process.find(/demo service on http|"msg":"listening"/);
    const [tool = '', ...rest] = service.healthcheck?.test.slice(1) ?? image.healthcheck;
    assert.equal((await run(tool, rest, options)).status, 0, name);
  }

  test('the secrets are made, and the line to paste is printed', async () => {
    const { command, args, options } = await commandOf('secrets');
    const { status, output } = await run(command, args, options);
    assert.equal(status, 0, output);
    printed = adapt(output, places);
    assert.match(printed, /curl -s http:\/\/127\.0\.0\.1:\d+\/cards/);
  });

  test('the services and the gateway come up, and are found healthy', async () => {
    await Promise.all([...demoServices, 'gateway'].map(bringUp));
  });

  test('the line shows seven cards that have data', async () => {
    const [line = ''] = /^curl -s \S+\/cards (?:.*\\\n)*.*$/m.exec(printed) ?? [];
    const { status, output } = await run('bash', ['-c', line]);
    assert.equal(status, 0, output);
    const { cards } = JSON.parse(output) as { cards: { key: string; components: unknown[] }[] };
    assert.equal(cards.length, 7);
    for (const { key, components } of cards) {
      assert.ok(components?.length > 0, key);
      assert.doesNotMatch(JSON.stringify(components), /Couldn't load/, key);
    }
  });

  test('all stop on SIGTERM', async () => {
    for (const [name, process] of running) {
      process.kill();
      assert.equal(await process.exit, 0, name);
    }
  });
});
