import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { expressions } from '../../test/fixtures/rules.ts';
import { ambiguousLegends, read, readDashboards, strangeValues, unanswered } from './dashboards.ts';
import type { Answer } from './dashboards.ts';
import { startGateway } from './gateway.ts';
import type { GatewayProcess } from './gateway.ts';
import { startMonitoring } from './monitoring.ts';
import type { Delivery, Monitoring } from './monitoring.ts';
import { startMoodyService } from './moody-service.ts';
import type { MoodyService } from './moody-service.ts';
import { onThisNode } from './processes.ts';
import { ask, repeat, startTraffic, token, until } from './traffic.ts';
import type { Traffic } from './traffic.ts';

/** An hour is a minute, and "for five minutes" is for five seconds. */
const faster = 60;
/** Of `scrape_interval: 5s` a second is left. */
const scrapeSeconds = 1;
const adminToken = 'alerting';
const cards = ['steady', 'shaky', 'strict', 'leaky', 'calm'] as const;
type Name = (typeof cards)[number];

const gatewayYaml = `version: 1
listen: { port: 0 }
admin: { port: 0, token: ${adminToken} }
auth: { headers: [{ name: authorization, value: ${token} }] }
drainMs: 0
rateLimit: { requestsPerMinute: 1000000, failuresPerMinute: 1000000 }
cache: { coolDownSeconds: 0 }
`;

const adapters = {
  plain: (name: Name, url: string) => `adapter: plain\nurl: ${url}\ncards: { ${name}: {} }\n`,
  json: (name: Name, url: string) => `adapter: json
url: ${url}
cards:
  ${name}:
    get: /
    query: { customer: '{customer.id}' }
    expect: { customer: '{customer.id}' }
    components: [{ componentText: { text: '{{ customer }}' } }]
`,
} as const;

/** Of a service that is never called: what dashboards show, and no fault is needed for. */
const idleYaml = `name: idle
adapter: json
url: https://127.0.0.1:9
tls: { ca: "\${file:${resolve('config/plain-client-ca.pem')}}" }
limits: { requestsPerSecond: 5 }
cards: { idle: { get: /, components: [{ componentDivider: {} }] } }
`;

suite('alerts, from a fault to a webhook', { timeout: 240_000 }, () => {
  const services = new Map<Name, MoodyService>();
  let directory: string;
  let gateway: GatewayProcess;
  let monitoring: Monitoring;
  let traffic: Traffic;
  let whileIdle: readonly Answer[];

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'alerting-'));
    await mkdir(join(directory, 'upstreams'));
    await writeFile(join(directory, 'gateway.yaml'), gatewayYaml);
    await writeFile(join(directory, 'upstreams', 'idle.yaml'), idleYaml);
    for (const name of cards) services.set(name, await register(directory, name));
    gateway = await startGateway(directory, onThisNode);
    monitoring = await startMonitoring(new URL(gateway.adminUrl).host, faster);
    while ((await read(monitoring.prometheusUrl, 'customer_cards:upstream_team')).length === 0)
      await delay(200);
    await delay(2_000); // a rate wants two scrapes
    whileIdle = await readDashboards(monitoring.prometheusUrl, scrapeSeconds);
    await switchOff(gateway, 'idle');
    traffic = startTraffic(gateway.url, ['steady']);
    for (let nth = 0; nth < 2; nth += 1) await ask(gateway.url, ['steady', 'calm'], 'again');
    // What is usual is there before what is not.
    await delay(10_000);
  });

  after(async () => {
    await traffic?.stop();
    gateway?.kill();
    await monitoring?.stop();
    for (const service of services.values()) service.close();
    await rm(directory, { recursive: true });
  });

  const setMood = (name: Name, mood: MoodyService['mood']) => {
    const service = services.get(name);
    if (service) service.mood = mood;
  };

  test('a short blip tells nobody', async () => {
    setMood('calm', 'error');
    await Promise.all([1, 2, 3, 4].map((nth) => ask(gateway.url, ['calm'], `blip-${nth}`)));
    await writeFile(join(directory, 'gateway.yaml'), 'version: 2\n');
    await ask(gateway.url, ['calm'], 'c', 'Bearer wrong');
    await ask(gateway.url, ['nobody-knows'], 'c');
    await delay(2_000);
    setMood('calm', 'well');
    await writeFile(join(directory, 'gateway.yaml'), gatewayYaml);
    await delay(12_000);
    assert.deepEqual(monitoring.deliveries, []);
  });

  test('each fault tells those whom it concerns, and nobody else', async () => {
    setMood('shaky', 'error');
    setMood('strict', 'refusal');
    setMood('leaky', 'wrong_customer');
    await ask(gateway.url, ['leaky'], 'c_1');
    for (let nth = 0; nth < 6; nth += 1) await ask(gateway.url, ['strict'], `strict-${nth}`);
    const isOver = { value: false };
    const trials = repeat(1_000, isOver, (nth) => ask(gateway.url, ['shaky'], `shaky-${nth}`));
    const strangers = repeat(20, isOver, () => ask(gateway.url, ['calm'], 'c', 'Bearer wrong'));
    const unknown = repeat(500, isOver, (nth) => ask(gateway.url, ['gone', 'calm'], `c_${nth}`));
    await writeFile(join(directory, 'gateway.yaml'), 'version: 2\n');
    const expected = [
      'on-call CustomerCardsCredentialsRefused',
      'on-call CustomerCardsServiceRefusesUs',
      'payments-on-call CustomerCardsBreakerOpen',
      'payments-on-call CustomerCardsWrongCustomer',
      'security CustomerCardsWrongCustomer',
      'tickets CustomerCardsReloadFailed',
      'tickets CustomerCardsUnknownKeys',
    ];
    await until(() => expected.every((line) => firing(monitoring).includes(line)), 30_000);
    isOver.value = true;
    await Promise.all([trials, strangers, unknown]);
    assert.deepEqual(firing(monitoring), expected);
  });

  test('who is told, is told what to do', () => {
    for (const { alert, annotations, labels } of monitoring.deliveries) {
      assert.match(annotations['summary'] ?? '', /./);
      assert.ok(annotations['runbook_url']?.endsWith(`/${alert}.md`));
      assert.ok(annotations['dashboard']);
      assert.doesNotMatch(JSON.stringify({ annotations, labels }), /shaky-|strict-|c_\d|Bearer/);
    }
  });

  test('every rule is evaluated, and every recording has data', async () => {
    const rules = await rulesOf(monitoring);
    assert.deepEqual(
      rules.filter(({ health }) => health !== 'ok'),
      [],
    );
    const records = rules.filter(({ type }) => type === 'recording').map(({ name }) => name);
    assert.ok(records.length > 20);
    const found = await Promise.all(records.map((name) => read(monitoring.prometheusUrl, name)));
    assert.deepEqual(
      records.filter((_, index) => found[index]?.length === 0),
      [],
    );
  });

  test('while nobody asks, no dashboard shows a value that is none, or a graph without a word', () => {
    assert.deepEqual(strangeValues(whileIdle), []);
    const wordless = unanswered(
      whileIdle.filter(({ panel }) => !panel.fieldConfig.defaults.noValue),
    );
    assert.deepEqual(wordless, []);
  });

  test('every query of every dashboard has data, with sense and a name of its own', async () => {
    const answers = await readDashboards(monitoring.prometheusUrl, scrapeSeconds);
    assert.ok(answers.length > 200);
    assert.deepEqual(unanswered(answers), []);
    assert.deepEqual(strangeValues(answers), []);
    assert.deepEqual(ambiguousLegends(answers), []);
  });

  test('there are series for all that rules select', async () => {
    const selectors = new Set(expressions.flatMap((expr) => expr.match(selector) ?? []));
    assert.ok(selectors.size > 40);
    const found = [...selectors].map(async (text) =>
      (await read(monitoring.prometheusUrl, text)).length > 0 ? [] : [text],
    );
    assert.deepEqual((await Promise.all(found)).flat(), []);
  });

  test('all is told to be over when it is over', async () => {
    for (const name of cards) setMood(name, 'well');
    await writeFile(join(directory, 'gateway.yaml'), gatewayYaml);
    const mended = [
      'on-call CustomerCardsCredentialsRefused',
      'on-call CustomerCardsServiceRefusesUs',
      'payments-on-call CustomerCardsBreakerOpen',
      'tickets CustomerCardsReloadFailed',
      'tickets CustomerCardsUnknownKeys',
    ];
    // The breaker wants to see a call go well.
    await ask(gateway.url, ['shaky'], 'c_well');
    await until(() => mended.every((line) => told(monitoring, 'resolved').includes(line)), 45_000);
  });

  test('when no gateway answers, that is all that is told', async () => {
    const before = monitoring.deliveries.length;
    await traffic.stop();
    gateway.kill();
    await gateway.exit;
    const absent = 'on-call CustomerCardsGatewayAbsent';
    await until(() => firing(monitoring).includes(absent), 30_000);
    await delay(3_000);
    const since = monitoring.deliveries.slice(before).filter(({ status }) => status === 'firing');
    assert.deepEqual(linesOf(since), [absent]);
  });
});

/** A metric or a recording, with its matchers. */
const selector = /(?:[\w:]*customer_cards[\w:]*|\bup)(?:\{[^}]*\})?/g;

interface Rule {
  readonly name: string;
  readonly type: 'recording' | 'alerting';
  readonly health: string;
}

async function rulesOf({ prometheusUrl }: Monitoring): Promise<readonly Rule[]> {
  const response = await fetch(`${prometheusUrl}/api/v1/rules`);
  const { data } = (await response.json()) as { data: { groups: { rules: Rule[] }[] } };
  return data.groups.flatMap(({ rules }) => rules);
}

async function switchOff({ adminUrl }: GatewayProcess, card: string): Promise<void> {
  const response = await fetch(`${adminUrl}/disable`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ card }),
  });
  assert.equal(response.status, 200, await response.text());
}

/** Writes the file of a service with one card of its name. */
async function register(directory: string, name: Name): Promise<MoodyService> {
  const service = await startMoodyService();
  const team = name === 'shaky' || name === 'leaky' ? 'payments' : 'identity';
  const adapter = adapters[name === 'leaky' ? 'json' : 'plain'];
  const breaker = 'breaker: { openMs: 500, maxOpenMs: 500 }';
  const text = `name: ${name}\nteam: ${team}\n${breaker}\n${adapter(name, service.url)}`;
  await writeFile(join(directory, 'upstreams', `${name}.yaml`), text);
  return service;
}

/** `receiver alert` of all that was sent so far, each once. */
function told({ deliveries }: Monitoring, status: Delivery['status']): string[] {
  return linesOf(deliveries.filter((delivery) => delivery.status === status));
}

function firing(monitoring: Monitoring): string[] {
  return told(monitoring, 'firing');
}

function linesOf(deliveries: readonly Delivery[]): string[] {
  const lines = new Set(deliveries.map(({ receiver, alert }) => `${receiver} ${alert}`));
  return [...lines].sort((a, b) => a.localeCompare(b));
}
