import type { FastifyInstance } from 'fastify';
import t from 'tap';
import type { Test } from 'tap';
import {
  emailOnly,
  errorsOnly,
  goodStanding,
  pastDue,
  unknownEverywhere,
} from '../../src/demo/customers.ts';
import { createOrdersService } from '../../src/demo/orders.ts';
import type { Customer } from '../../src/parse/customer.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { createServices, loadShippedConfig, misbehave, startGateway } from '../fixtures/stack.ts';

async function getJson(app: FastifyInstance, url: string, headers: Record<string, string> = {}) {
  const response = await app.inject({ url, headers });
  return [response.statusCode, response.json<unknown>()];
}

await t.test('the API', async (t) => {
  const app = createOrdersService({ clock: createManualClock() });
  t.teardown(() => app.close());

  await t.test('finds a customer by external id', async (t) => {
    t.same(await getJson(app, '/api/customers/acct_2002'), [
      200,
      { id: 'cust_88', externalId: 'acct_2002' },
    ]);
    t.match(await getJson(app, '/api/customers/acct_9999'), [404, { error: String }]);
  });

  await t.test('finds customers by e-mail, in any case', async (t) => {
    const email = 'Priya.Nair@fernmarket.example.com';
    t.same(await getJson(app, `/api/customers?email=${encodeURIComponent(email)}`), [
      200,
      { data: [{ id: 'cust_91', email: email.toLowerCase() }] },
    ]);
    t.same(await getJson(app, '/api/customers?email=x'), [200, { data: [] }]);
    t.match(await getJson(app, '/api/customers'), [400, { error: String }]);
  });

  await t.test("lists a customer's orders, newest first", async (t) => {
    const [status, body] = await getJson(app, '/api/orders?customer=cust_88');
    t.equal(status, 200);
    t.match(body, { data: [{ number: 10_418, customer: 'cust_88' }, { number: 10_077 }] });
    t.match(body, { data: { length: 2 } });
    t.match(await getJson(app, '/api/orders?customer=cust_88&limit=1'), [
      200,
      { data: { length: 1 } },
    ]);
    t.same(await getJson(app, '/api/orders?customer=cust_0'), [200, { data: [] }]);
    for (const query of ['', '?customer=cust_88&limit=0', '?customer=cust_88&limit=x'])
      t.match(await getJson(app, `/api/orders${query}`), [400, { error: String }]);
  });

  await t.test('is healthy', async (t) => {
    t.same(await getJson(app, '/healthz'), [200, { status: 'ok' }]);
  });
});

await t.test('the API demands its token, the health check does not', async (t) => {
  const app = createOrdersService({ token: 'orders-token' });
  t.teardown(() => app.close());
  const url = '/api/orders?customer=cust_88';
  t.match(await getJson(app, url), [401, { error: String }]);
  t.match(await getJson(app, url, { authorization: 'Bearer other' }), [401, { error: String }]);
  t.match(await getJson(app, url, { authorization: 'Bearer orders-token' }), [200, {}]);
  t.match(await getJson(app, '/healthz'), [200, {}]);
});

/** The card through the gateway, as the shipped configuration maps it. */
async function start(t: Test) {
  const services = createServices();
  const { ask } = await startGateway(t, await loadShippedConfig(t, services));
  const show = async (customer: Customer): Promise<unknown> =>
    (await ask(['last-order', 'none'], { customer })).cards[0]?.components;
  return { services, show };
}

await t.test('the card shows the last order', async (t) => {
  const { show } = await start(t);
  const caption = (text: string) => ({
    componentText: { text, textSize: 'S', textColor: 'MUTED' },
  });
  t.same(await show(pastDue), [
    {
      componentContainer: {
        containerContent: [
          {
            componentRow: {
              rowMainContent: [
                { componentText: { text: 'Order #10418' } },
                { componentDateTime: { dateTimeIso8601: '2025-12-29T00:00:00Z' } },
              ],
              rowAsideContent: [
                { componentBadge: { badgeLabel: 'Shipped', badgeColor: 'YELLOW' } },
              ],
            },
          },
          { componentDivider: { dividerSpacingSize: 'M' } },
          caption('Order value'),
          { componentPlainText: { plainText: '$512.00' } },
          { componentSpacer: { spacerSize: 'S' } },
          caption('Shipping address'),
          { componentPlainText: { plainText: '123 Example Street, Fakerton, FA6 4UX' } },
          { componentDivider: { dividerSpacingSize: 'M' } },
          {
            componentLinkButton: {
              linkButtonLabel: 'Track order',
              linkButtonUrl: 'https://orders.example.com/10418',
            },
          },
        ],
      },
    },
  ]);
  t.match(JSON.stringify(await show(goodStanding)), '€89.50');
});

await t.test('who has no order, or no account, has no card', async (t) => {
  const { show } = await start(t);
  for (const customer of [emailOnly, errorsOnly, unknownEverywhere])
    t.equal(await show(customer), null, customer.id ?? '');
});

await t.test('a customer is found by e-mail where there is no external id', async (t) => {
  const { show } = await start(t);
  const email = goodStanding.email?.toUpperCase() ?? null;
  t.match(JSON.stringify(await show({ id: 'c_1', email, externalId: null })), 'Order #10231');
});

await t.test('an answer that has changed costs the card, not the gateway', async (t) => {
  const { services, show } = await start(t);
  await misbehave(services.orders, 'invalid-card');
  t.match(JSON.stringify(await show(pastDue)), /Ref \w{5}/);
  await misbehave(services.orders, 'ok');
  t.equal(await show(emailOnly), null);
});
