import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { run } from './processes.ts';

interface Service {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly user: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly privileged?: boolean;
  readonly network_mode?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const services = Object.entries(compose.services);
const dockerfile = readFileSync('Dockerfile', 'utf8');

test('compose starts the gateway, four services and the monitoring', () => {
  assert.deepEqual(services.map(([name]) => name).sort(), [
    'accounts',
    'alertmanager',
    'billing',
    'gateway',
    'grafana',
    'orders',
    'prometheus',
    'secrets',
    'sentry',
  ]);
});

for (const [name, service] of services) {
  test(`${name} publishes ports on loopback only`, () => {
    const strays = (service.ports ?? []).filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port));
    assert.deepEqual(strays, []);
    assert.ok([undefined, 'none'].includes(service.network_mode));
  });

  test(`${name} runs without privileges on a read-only root`, () => {
    assert.match(service.user, /^[1-9]\d*:\d+$/);
    assert.equal(service.read_only, true);
    assert.deepEqual(service.cap_drop, ['ALL']);
    assert.ok(service.security_opt.includes('no-new-privileges:true'));
    assert.equal(service.privileged, undefined);
  });

  test(`${name} has no secret in the file`, () => {
    const names = Object.keys(service.environment ?? {});
    assert.deepEqual(
      names.filter((variable) => /TOKEN|PASSWORD|SECRET$|_KEY$/i.test(variable)),
      [],
    );
  });

  test(`${name} depends on, mounts and runs what there is`, () => {
    for (const other of Object.keys(service.depends_on ?? {})) assert.ok(compose.services[other]);
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      assert.ok(source.startsWith('./') ? existsSync(source) : source in compose.volumes, volume);
      assert.ok(volume.endsWith(':ro') || name === 'secrets', `${volume} is writable`);
    }
    for (const file of service.command ?? []) {
      if (file.endsWith('.ts')) assert.ok(existsSync(file), file);
    }
    const isOurs = service.image.startsWith('customer-cards-gateway');
    assert.ok(isOurs || /:v?\d+\.\d+\.\d+$/.test(service.image), `${service.image} is pinned`);
  });
}

test('each image of our own is built once, from a target of the Dockerfile', () => {
  const own = services.filter(([, { image }]) => image.startsWith('customer-cards-gateway'));
  const builds = own.filter(([, { build }]) => build !== undefined);
  assert.deepEqual(
    new Set(builds.map(([, { image }]) => image)),
    new Set(own.map(([, { image }]) => image)),
  );
  assert.equal(builds.length, 2);
  for (const [, { build }] of builds) {
    assert.notEqual(stage(build?.target ?? ''), '');
  }
});

test('compose starts the gateway as the image does, with the secrets in the environment', () => {
  const [, entrypoint = ''] = /^ENTRYPOINT (.*)$/m.exec(gatewayStage()) ?? [];
  const [, command = ''] = /^CMD (.*)$/m.exec(gatewayStage()) ?? [];
  const { gateway } = compose.services;
  const withoutSecrets = gateway?.entrypoint?.filter((arg) => !arg.startsWith('--env-file='));
  assert.deepEqual(withoutSecrets, JSON.parse(entrypoint));
  assert.deepEqual(gateway?.command, JSON.parse(command));
});

test('the default image is the gateway, and no image runs as root', () => {
  assert.match(gatewayStage(), /^USER [1-9]\d*:[1-9]\d*$/m);
  assert.match(stage('demo'), /^USER [1-9]\d*:[1-9]\d*$/m);
  assert.equal(dockerfile.lastIndexOf('\nFROM '), dockerfile.indexOf(gatewayStage()) - 1);
  assert.match(gatewayStage(), /^HEALTHCHECK /m);
});

test('the images run the Node that the tests run on', () => {
  const [, version] = /node:(\d+\.\d+\.\d+)-/.exec(dockerfile) ?? [];
  assert.equal(`v${version}`, process.version);
});

test('promtool accepts the configuration of Prometheus', async () => {
  const { status, output } = await run('promtool', [
    'check',
    'config',
    'config/prometheus/prometheus.yml',
  ]);
  assert.equal(status, 0, output);
  assert.ok(!output.includes('WARN'), output);
});

function gatewayStage(): string {
  return stage('gateway');
}

function stage(name: string): string {
  const [text = ''] =
    new RegExp(`^FROM \\S+ AS ${name}\\n(?:(?!FROM ).*\\n)*`, 'm').exec(dockerfile) ?? [];
  return text;
}
