import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IConfigMap, IService } from 'kubernetes-models/v1';
import { parse } from 'yaml';
import { findInvalid, findUnknown, render } from './manifests.ts';
import type { Manifest } from './manifests.ts';

const manifests = await render('config/kubernetes');
const namesOf = (all: readonly Manifest[]): string[] =>
  all.map((manifest) => `${manifest.kind} ${(manifest as IConfigMap).metadata?.name}`).sort();

function find(kind: string, name = 'customer-cards-gateway'): unknown {
  const found = manifests.find((manifest) => namesOf([manifest])[0] === `${kind} ${name}`);
  assert.ok(found, `${kind} ${name}`);
  return found;
}

const deployment = find('Deployment') as IDeployment;
const pod = deployment.spec?.template.spec;
const [container] = pod?.containers ?? [];
const labels = deployment.spec?.template.metadata?.labels ?? {};
const settings = parse((find('ConfigMap') as IConfigMap).data?.['gateway.yaml'] ?? '') as {
  readonly listen: { readonly port: number };
  readonly admin: { readonly port: number };
  readonly drainMs: number;
};

function isSelected(selector: Readonly<Record<string, string>> = {}): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}

test('everything is there, and everything is a thing of its own', () => {
  assert.deepEqual(namesOf(manifests), [
    'ConfigMap customer-cards-gateway',
    'ConfigMap customer-cards-upstreams',
    'Deployment customer-cards-gateway',
    'Namespace customer-cards',
    'NetworkPolicy customer-cards-gateway',
    'PodDisruptionBudget customer-cards-gateway',
    'PodMonitor customer-cards-gateway',
    'Service customer-cards-gateway',
  ]);
});

for (const manifest of manifests) {
  test(`${namesOf([manifest])[0]} is what the published schema wants`, async () => {
    assert.equal(await findInvalid(manifest), null);
  });
}

test('no field is in a manifest that no schema has', async () => {
  assert.equal(await findUnknown(manifests), '');
});

test('a wrong value and a misspelt field would be found', async () => {
  const wrong = { ...deployment, spec: { ...deployment.spec, replicas: 'one' } } as Manifest;
  assert.match(String(await findInvalid(wrong)), /replicas must be integer/);
  const misspelt = { ...deployment, spec: { ...deployment.spec, replica: 1 } } as Manifest;
  assert.match(await findUnknown([misspelt]), /"replica"' does not exist/);
});

test('all that selects pods selects these', () => {
  const selectors = [
    deployment.spec?.selector.matchLabels,
    (find('Service') as IService).spec?.selector,
    (find('PodDisruptionBudget') as IPodDisruptionBudget).spec?.selector?.matchLabels,
    (find('NetworkPolicy') as INetworkPolicy).spec?.podSelector?.matchLabels,
    (find('PodMonitor') as IPodMonitor).spec.selector?.matchLabels,
  ];
  for (const selector of selectors) assert.ok(isSelected(selector), JSON.stringify(selector));
});

test('ports are called alike everywhere, and are those that the gateway listens on', () => {
  const ports = new Map(container?.ports?.map(({ name, containerPort }) => [name, containerPort]));
  assert.deepEqual(Object.fromEntries(ports), {
    cards: settings.listen.port,
    admin: settings.admin.port,
  });
  const { startupProbe, livenessProbe, readinessProbe } = container ?? {};
  for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
    assert.equal(probe?.httpGet?.port, 'admin');
  }
  const [endpoint] = (find('PodMonitor') as IPodMonitor).spec.podMetricsEndpoints ?? [];
  assert.equal(endpoint?.port, 'admin');
  assert.deepEqual(
    (find('Service') as IService).spec?.ports?.map(({ targetPort }) => targetPort),
    ['cards'],
    'the admin port is in no service',
  );
  const open = (find('NetworkPolicy') as INetworkPolicy).spec?.ingress?.flatMap(
    ({ ports }) => ports,
  );
  assert.deepEqual(
    open?.map((port) => port?.port),
    ['cards', 'admin'],
  );
});

test('the grace covers preStop, the drain, and 15 s for what has begun', () => {
  const preStopMs = 1000 * (container?.lifecycle?.preStop?.sleep?.seconds ?? 0);
  assert.ok(preStopMs > 0);
  const neededMs = preStopMs + settings.drainMs + 15_000;
  assert.ok(1000 * (pod?.terminationGracePeriodSeconds ?? 0) >= neededMs);
});

test('the new pod is ready before the old one ends, and one replica can be drained from a node', () => {
  assert.equal(deployment.spec?.replicas, 1);
  assert.deepEqual(deployment.spec?.strategy?.rollingUpdate, { maxSurge: 1, maxUnavailable: 0 });
  const budget = (find('PodDisruptionBudget') as IPodDisruptionBudget).spec;
  assert.deepEqual([budget?.maxUnavailable, budget?.minAvailable], [1, undefined]);
});

/** The rules of the Pod Security Standards' level "restricted". */
test('the pod is restricted', () => {
  const { securityContext } = pod ?? {};
  assert.equal(securityContext?.runAsNonRoot, true);
  assert.equal(securityContext?.seccompProfile?.type, 'RuntimeDefault');
  assert.deepEqual(container?.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  assert.equal(pod?.automountServiceAccountToken, false);
  assert.equal(pod?.enableServiceLinks, false, 'a Service called `…-port` would set variables');
  for (const { hostPath, configMap, secret } of pod?.volumes ?? []) {
    assert.equal(hostPath, undefined);
    assert.ok(configMap ?? secret);
  }
  const namespace = find('Namespace', 'customer-cards') as IConfigMap;
  assert.equal(namespace.metadata?.labels?.['pod-security.kubernetes.io/enforce'], 'restricted');
});

test('user, heap, version and the link to the mounts are those of the image', async () => {
  const dockerfile = await readFile('Dockerfile', 'utf8');
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const { runAsUser, runAsGroup } = pod?.securityContext ?? {};
  assert.match(dockerfile, new RegExp(`^USER ${runAsUser}:${runAsGroup}$`, 'm'));
  assert.match(dockerfile, /max-old-space-size=256/);
  const directory = '/etc/customer-cards-gateway';
  assert.ok(dockerfile.includes(`ln -s gateway/gateway.yaml ${directory}/gateway.yaml`));
  assert.deepEqual(
    container?.volumeMounts?.map(({ mountPath }) => mountPath),
    [`${directory}/gateway`, `${directory}/upstreams`, '/run/secrets/customer-cards'],
  );
  assert.equal(container?.resources?.limits?.['memory'], '512Mi');
  assert.equal(container?.image?.split(':').at(-1), version);
});

test('Prometheus knows the pods as the job that rules and dashboards are written for', async () => {
  const { scrape_configs: jobs } = parse(
    await readFile('config/prometheus/prometheus.yml', 'utf8'),
  ) as { scrape_configs: { job_name: string }[] };
  const { jobLabel = '' } = (find('PodMonitor') as IPodMonitor).spec;
  assert.ok(jobs.some(({ job_name }) => job_name === labels[jobLabel]));
});
