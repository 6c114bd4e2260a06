import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { dashboards } from '../../test/fixtures/dashboards.ts';
import { alerts } from '../../test/fixtures/rules.ts';
import { compose, composeServices as services, mounted } from './compose.ts';
import { onThisNode, run } from './processes.ts';

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

test('the pages are built from what is copied into the image', async () => {
  const copied = `${stage('base')}${stage('development')}`.matchAll(/^COPY (.+) (\S+)$/gm);
  const image = await mkdtemp(join(tmpdir(), 'image-'));
  for (const [, sources = '', target = ''] of copied) {
    for (const source of sources.split(' ')) {
      const place = target === './' ? source : target;
      await cp(source, join(image, place), { recursive: true });
    }
  }
  await symlink(resolve('node_modules'), join(image, 'node_modules'));
  const built = await run('npm', ['run', 'build:browser'], { cwd: image, env: onThisNode });
  await rm(image, { recursive: true });
  assert.equal(built.status, 0, built.output);
});

test('the default image is the gateway, and no image runs as root', () => {
  assert.match(gatewayStage(), /^USER [1-9]\d*:[1-9]\d*$/m);
  assert.match(stage('demo'), /^USER [1-9]\d*:[1-9]\d*$/m);
  assert.equal(dockerfile.lastIndexOf('\nFROM '), dockerfile.indexOf(gatewayStage()) - 1);
  assert.match(gatewayStage(), /^HEALTHCHECK /m);
});

test('the image has compiled what it runs, as the package check does', () => {
  const stage = gatewayStage();
  const kept = stage.indexOf('ENV NODE_COMPILE_CACHE=');
  const started = stage.indexOf('RUN node dist/src/main.js --config /nowhere ');
  assert.ok(kept > stage.indexOf('COPY config'));
  assert.ok(started > kept);
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

test('what is named by a path that is mounted is there', () => {
  const paths = services.flatMap(([name, service]) => {
    const values = [...(service.command ?? []), ...Object.values(service.environment ?? {})];
    const named = values.flatMap((value) => /(?:^|=)(\/\S+)$/.exec(String(value))?.[1] ?? []);
    return named.flatMap((path) => mounted(service, path) ?? []).map((path) => [name, path]);
  });
  assert.deepEqual(
    new Set(paths.map(([name]) => name)),
    new Set(['alertmanager', 'gateway', 'grafana', 'prometheus']),
  );
  for (const [name, path = ''] of paths) assert.ok(existsSync(path), `${name}: ${path}`);
});

test('Grafana is given the dashboards, begins with the overview, and asks the Prometheus beside it', () => {
  const { grafana } = compose.services;
  assert.ok(grafana);
  const { providers } = readYaml(
    mounted(grafana, '/etc/grafana/provisioning/dashboards/files.yaml'),
  ) as { providers: { options: { path: string } }[] };
  for (const { options } of providers)
    for (const { file } of dashboards)
      assert.ok(existsSync(mounted(grafana, `${options.path}/${file}`) ?? ''));
  const home = grafana.environment?.['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH'];
  assert.equal(home, `${providers[0]?.options.path}/customer-cards.json`);
  const { datasources } = readYaml(
    mounted(grafana, '/etc/grafana/provisioning/datasources/prometheus.yaml'),
  ) as { datasources: DataSource[] };
  assert.equal(datasources.length, 1, 'what the variable of the dashboards has to choose from');
  assert.deepEqual(
    datasources.map(({ type, isDefault, url }) => [type, isDefault, isListening(url)]),
    [['prometheus', true, true]],
  );
});

test('the types that dashboards are written with are those of the Grafana that shows them', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const { image } = compose.services['grafana'] ?? {};
  assert.equal(image, `grafana/grafana:${devDependencies['@grafana/schema']}`);
});

test('Prometheus scrapes the admin listener by the job that rules are about, and tells Alertmanager', () => {
  const { scrape_configs: jobs, alerting } = readYaml(
    'config/prometheus/prometheus.yml',
  ) as PrometheusConfig;
  const targets = (configs: readonly StaticConfig[]) => configs.flatMap(({ targets }) => targets);
  const [job] = jobs;
  assert.equal(jobs.length, 1);
  assert.deepEqual(
    targets(job?.static_configs ?? []).map((target) => isListening(`http://${target}`)),
    [true],
  );
  const scraped = new URL(`http://${targets(job?.static_configs ?? [])[0]}`);
  assert.ok(
    readFileSync('config/gateway.yaml', 'utf8').includes(`\${ADMIN_PORT:-${scraped.port}}`),
  );
  const absent = alerts.find(({ alert }) => alert === 'CustomerCardsGatewayAbsent');
  assert.ok(absent?.expr.includes(`up{job="${job?.job_name}"}`));
  const alertmanagers = targets(
    alerting.alertmanagers.flatMap((manager) => manager.static_configs),
  );
  assert.deepEqual(
    alertmanagers.map((target) => isListening(`http://${target}`)),
    [true],
  );
});

interface DataSource {
  readonly type: string;
  readonly url: string;
  readonly isDefault: boolean;
}

interface StaticConfig {
  readonly targets: readonly string[];
}

interface PrometheusConfig {
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly static_configs: readonly StaticConfig[];
  }[];
  readonly alerting: {
    readonly alertmanagers: readonly { readonly static_configs: readonly StaticConfig[] }[];
  };
}

/** Whether a URL of compose's network is a service and the port that it publishes. */
function isListening(url: string): boolean {
  const { hostname, port } = new URL(url);
  const ports = compose.services[hostname]?.ports ?? [];
  return ports.some((published) => published.endsWith(`:${port}`));
}

function readYaml(file = ''): unknown {
  return parse(readFileSync(file, 'utf8'));
}

function gatewayStage(): string {
  return stage('gateway');
}

function stage(name: string): string {
  const [text = ''] =
    new RegExp(`^FROM \\S+ AS ${name}\\n(?:(?!FROM ).*\\n)*`, 'm').exec(dockerfile) ?? [];
  return text;
}
