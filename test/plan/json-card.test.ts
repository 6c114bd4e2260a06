import t from 'tap';
import { createRegistry } from '../../src/plan/registry.ts';
import { jsonConfig, textCard } from '../fixtures/json-api.ts';
import type { JsonInput } from '../fixtures/json-api.ts';

/** The card `order`, registered. */
function register(card: JsonInput, settings: JsonInput = {}) {
  const cards = { order: { ...textCard, ...card } };
  const config = jsonConfig('https://api.test', { cards, ...settings });
  const registered = createRegistry([config]).get('order');
  if (registered === undefined) throw new Error('not registered');
  return registered;
}

const show = (text: string) => ({ components: [{ componentText: { text } }] });

await t.test('a card sends the customer, and what else it names', async (t) => {
  const sends: [JsonInput, string[]][] = [
    [{}, ['customer']],
    [{ get: '/threads/{thread.id}' }, ['customer', 'thread']],
    [{ query: { org: ['a', '{tenant.externalId}'] } }, ['customer', 'tenant']],
    [{ headers: { 'x-org': '{tenant.id|token}' } }, ['customer', 'tenant']],
    [
      { get: undefined, post: '/', body: { deep: [{ t: '{thread.externalId}' }] } },
      ['customer', 'thread'],
    ],
    [{ expect: { org: '{tenant.id}' } }, ['customer', 'tenant']],
    [{ expect: { 'data[t = $thread.id].org': 'x' } }, ['customer', 'thread']],
    [show('{{ $tenant.externalId }}'), ['customer', 'tenant']],
    [{ components: [{ if: '$thread', ...show('x').components[0] }] }, ['customer', 'thread']],
    [
      { components: [{ forEach: 'a[b = $tenant.id]', ...show('x').components[0] }] },
      ['customer', 'tenant'],
    ],
    [{ components: '{{ $thread.id = "x" ? a : $tenant.b }}' }, ['customer', 'thread', 'tenant']],
  ];
  for (const [card, expected] of sends)
    t.same(register(card).sends, expected, JSON.stringify(card));
});

await t.test('a card that uses the look-up sends what that names as well', async (t) => {
  const byTenant = [{ get: '/customers', query: { org: '{tenant.id}' }, pick: 'id' }];
  const byThread = [{ get: '/customers', pick: 'data[thread = $thread.id].id' }];
  for (const card of [
    { get: '/orders/{lookup}' },
    show('{{ $lookup }}'),
    { expect: { id: '{lookup}' } },
  ]) {
    t.same(register(card, { lookup: byTenant }).sends, ['customer', 'tenant']);
    t.same(register(card, { lookup: byThread }).sends, ['customer', 'thread']);
  }
  t.same(register({}, { lookup: byTenant }).sends, ['customer']);
});

await t.test('cards with the same request share a batch, whatever they show of it', async (t) => {
  const { batch } = register({});
  t.equal(register(show('{{ $thread.id }}')).batch, batch);
  t.equal(
    register({ expect: { id: '{customer.id}' }, ttlSeconds: 60, empty: 'None' }).batch,
    batch,
  );
  for (const card of [
    { get: '/other' },
    { get: undefined, post: '/card' },
    { query: { limit: 1 } },
    { headers: { 'x-a': 'b' } },
    { match: 'externalId' },
    show('{{ $lookup }}'),
  ])
    t.not(register(card).batch, batch, JSON.stringify(card));
});

await t.test('a changed definition has another fingerprint', async (t) => {
  const { fingerprint } = register({});
  const lookup = [{ get: '/customers', pick: 'id' }];
  t.equal(register({}).fingerprint, fingerprint);
  for (const [card, settings] of [
    [show('{{ other }}'), {}],
    [{ query: { limit: 1 } }, {}],
    [{ expect: { id: 'x' } }, {}],
    [{ match: 'externalId' }, {}],
    [{ empty: 'None' }, {}],
    [{}, { lookup }],
    [{}, { headers: { 'accept-language': 'de' } }],
    [{}, { url: 'https://other.test' }],
  ] as const)
    t.not(register(card, settings).fingerprint, fingerprint, JSON.stringify([card, settings]));
  t.not(
    register({}, { lookup: [{ ...lookup[0], pick: 'customer.id' }] }).fingerprint,
    register({}, { lookup }).fingerprint,
  );
});

await t.test('how a service is called does not change the fingerprint', async (t) => {
  const settings = {
    auth: { bearer: 'rotated' },
    tls: { ca: '-----BEGIN CERTIFICATE-----' },
    lookupTtlSeconds: 5,
    timeoutMs: 900,
    limits: { concurrency: 3 },
    retry: false,
    team: 'other',
    title: 'Other',
  };
  t.equal(register({}, settings).fingerprint, register({}).fingerprint);
});

await t.test('what the check would refuse is not compiled', async (t) => {
  const refused =
    (card: JsonInput, settings: JsonInput = {}) =>
    () =>
      register(card, settings);
  t.throws(refused({ get: '/{customer.mail}' }), { message: /^cards\.order\.get: unknown/ });
  t.throws(refused(show('{{ ( }}')), {
    message: /^cards\.order\.components\[0\]\.componentText\.text: /,
  });
  t.throws(refused({ expect: { '(': 'x' } }), { message: /^cards\.order\.expect\["\("\]: / });
  t.throws(refused({ expect: { id: '{nobody}' } }), { message: /^cards\.order\.expect\.id: unk/ });
  t.throws(refused({}, { lookup: [{ get: '/', pick: '(' }] }), { message: /^lookup\[0\]\.pick: / });
});
