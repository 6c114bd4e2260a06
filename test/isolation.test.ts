import t from 'tap';
import type { Test } from 'tap';
import type { GatewayConfig } from '../src/gateway.ts';
import { validateCard } from '../src/validate/card.ts';
import type { Answer, Card } from './fixtures/http.ts';
import { createLogCapture } from './fixtures/log.ts';
import {
  allKeys,
  createServices,
  loadShippedConfig,
  misbehave,
  startGateway,
} from './fixtures/stack.ts';
import type { Services } from './fixtures/stack.ts';

type Name = keyof Services;

const deadlineMs = 5_000;
const cardsOf: Readonly<Record<Name, readonly string[]>> = {
  billing: ['subscription-status', 'latest-invoice', 'usage'],
  orders: ['last-order'],
  accounts: ['customer-details', 'workflow-card'],
  sentry: ['sentry'],
};
const names = Object.keys(cardsOf) as Name[];

const failures: ReadonlyMap<string, (services: Services, name: Name) => Promise<unknown>> = new Map(
  [
    ['is gone', (services, name) => services[name].close()],
    ['hangs', (services, name) => misbehave(services[name], 'hang')],
    ['answers 500', (services, name) => misbehave(services[name], 'error')],
    ['shows a login page', (services, name) => misbehave(services[name], 'html')],
    ['redirects', (services, name) => misbehave(services[name], 'redirect')],
    ['limits its rate', (services, name) => misbehave(services[name], 'rate-limit')],
    ['refuses the credentials', (services, name) => misbehave(services[name], 'forbidden')],
  ],
);

/** The service under test is given up early, so that no test waits for seconds; the others keep their time. */
function impatient(config: GatewayConfig, name: Name | null): GatewayConfig {
  return {
    gateway: { ...config.gateway, deadlineMs },
    upstreams: config.upstreams.map((upstream) =>
      upstream.name === name ? { ...upstream, timeoutMs: 250 } : upstream,
    ),
  };
}

/** Asks a fresh gateway for every card, after the services were treated as told. */
async function askAll(
  t: Test,
  name: Name | null,
  treat: (services: Services) => Promise<unknown> = async () => {},
): Promise<Answer> {
  const services = createServices();
  const config = await loadShippedConfig(t, services);
  await treat(services);
  const { ask } = await startGateway(t, impatient(config, name));
  const askedAt = performance.now();
  const answer = await ask(allKeys);
  t.ok(performance.now() - askedAt < deadlineMs, 'answers before the deadline');
  return answer;
}

function componentsOf(cards: readonly Card[], key: string): string {
  return JSON.stringify(cards.find((card) => card.key === key)?.components);
}

function checkWhole(t: Test, { status, cards }: Answer): void {
  t.equal(status, 200);
  t.strictSame(
    cards.map(({ key }) => key),
    allKeys,
    'every key once, in the order asked',
  );
  for (const card of cards) t.match(validateCard(card), { ok: true }, card.key);
}

function checkUntouched(t: Test, answer: Answer, affected: readonly string[]): void {
  for (const key of allKeys) {
    if (affected.includes(key)) continue;
    t.equal(componentsOf(answer.cards, key), componentsOf(healthy.cards, key), key);
  }
}

function checkNotice(t: Test, { cards }: Answer, key: string): void {
  t.match(
    cards.find((card) => card.key === key),
    { timeToLiveSeconds: 15, components: [{ componentPlainText: { plainText: /Ref \w{5}$/ } }] },
    key,
  );
}

const healthy = await askAll(t, null);

await t.test('with all services well, every card has its data', async (t) => {
  checkWhole(t, healthy);
  for (const { key, timeToLiveSeconds, components } of healthy.cards) {
    t.ok(components, key);
    t.ok(timeToLiveSeconds > 15 && timeToLiveSeconds <= 60, key);
    t.notMatch(JSON.stringify(components), /Ref \w{5}/, key);
  }
});

for (const name of names) {
  for (const [failure, treat] of failures) {
    await t.test(`when ${name} ${failure}, only its cards become notices`, async (t) => {
      const answer = await askAll(t, name, (services) => treat(services, name));
      checkWhole(t, answer);
      checkUntouched(t, answer, cardsOf[name]);
      for (const key of cardsOf[name]) checkNotice(t, answer, key);
    });
  }
}

const spoilt = [
  ['billing', 'invalid-card'],
  ['billing', 'missing-key'],
  ['accounts', 'invalid-card'],
  ['accounts', 'missing-key'],
  ['orders', 'invalid-card'],
] as const;
for (const [name, mode] of spoilt) {
  await t.test(`a service's cards survive one of ${name}: ${mode}`, async (t) => {
    const answer = await askAll(t, null, (services) => misbehave(services[name], mode));
    checkWhole(t, answer);
    // The services spoil the first card that they are asked for.
    const affected = allKeys.filter((key) => cardsOf[name].includes(key)).slice(0, 1);
    checkUntouched(t, answer, affected);
    for (const key of affected) checkNotice(t, answer, key);
  });
}

await t.test('an issue of Sentry that cannot be shown leaves the other issues', async (t) => {
  const answer = await askAll(t, null, ({ sentry }) => misbehave(sentry, 'invalid-card'));
  checkWhole(t, answer);
  checkUntouched(t, answer, ['sentry']);
  const [first, ...others] = healthy.cards.find(({ key }) => key === 'sentry')?.components ?? [];
  const shown = answer.cards.find(({ key }) => key === 'sentry')?.components ?? [];
  t.notOk(JSON.stringify(shown).includes(JSON.stringify(first)));
  t.ok(others.length > 0);
  t.strictSame(shown.slice(0, others.length), others);
});

await t.test('when every service hangs, the answer comes at the deadline, in full', async (t) => {
  const services = createServices();
  const config = await loadShippedConfig(t, services);
  for (const name of names) await misbehave(services[name], 'hang');
  const gateway = { ...config.gateway, deadlineMs: 300 };
  const log = createLogCapture();
  const { ask } = await startGateway(t, { ...config, gateway }, { log });
  const answer = await ask(allKeys);
  const answered = log.lines.find(({ message }) => message === 'cards answered');
  t.match(
    answered?.fields['cards'],
    allKeys.map((card) => ({ card, outcome: 'unavailable', reason: 'deadline' })),
  );
  checkWhole(t, answer);
  for (const key of allKeys) checkNotice(t, answer, key);
});
