import t from 'tap';
import { disable, enable } from '../src/admin/switches.ts';
import { viewUpstreams } from '../src/admin/upstreams.ts';
import { parseOptions } from '../src/config/options.ts';
import type { Gateway } from '../src/gateway.ts';
import { createHeldGateway } from './fixtures/held-gateway.ts';
import type { Asked } from './fixtures/held-gateway.ts';

const services = { billing: { usage: {}, invoice: {} }, orders: { 'last-order': {} } };
const off = (name: string) => `${name} is switched off for now.`;

function textOf(asked: Asked, index = 0): string {
  return JSON.stringify(asked.cards?.[index]?.components);
}

function viewOf(gateway: Gateway, name: string) {
  return viewUpstreams(gateway).find((upstream) => upstream.name === name);
}

await t.test('a card that is off says so, and its service is not asked', async (t) => {
  const { gateway, ask, asked } = createHeldGateway(t, services);
  t.match(disable(gateway, { card: 'usage' }), { ok: true });
  const answer = await ask(['usage']);
  t.match(textOf(answer), off('This card'));
  t.equal(answer.cards?.[0]?.timeToLiveSeconds, 60);
  t.same(answer.outcomes, { usage: 'unavailable' });
  t.same(asked(), []);
});

await t.test('an upstream that is off takes all its cards with it, and no others', async (t) => {
  const { ask, asked, calls, settle, gateway } = createHeldGateway(t, services);
  disable(gateway, { upstream: 'billing' });
  const answer = await ask(['usage', 'last-order', 'invoice']);
  t.same(asked(), ['orders: last-order']);
  calls[0]?.answer();
  await settle();
  t.match(textOf(answer), off('Billing'));
  t.match(textOf(answer, 1), 'call 1');
  t.match(textOf(answer, 2), off('Billing'));
});

await t.test('copies are not shown while it is off, and are again after it', async (t) => {
  const { ask, asked, calls, clock, gateway, settle } = createHeldGateway(t, services);
  await ask(['usage', 'invoice']);
  calls[0]?.answer();
  await settle();
  disable(gateway, { card: 'usage', forSeconds: 90 });
  clock.advance(70_000);
  const during = await ask(['usage', 'invoice']);
  t.match(textOf(during), off('This card'));
  t.match(textOf(during, 1), 'call 1');
  t.equal(during.cards?.[0]?.timeToLiveSeconds, 20, 'asked again when it is over');
  clock.advance(20_000);
  const after = await ask(['usage', 'invoice']);
  t.match(textOf(after), 'call 1');
  t.same(asked(), ['billing: usage invoice']);
});

await t.test('what was under way when it was switched off is not shown', async (t) => {
  const { ask, calls, settle, gateway } = createHeldGateway(t, services);
  const answer = await ask(['usage']);
  disable(gateway, { upstream: 'billing' });
  calls[0]?.answer();
  await settle();
  t.match(textOf(answer), off('Billing'));
});

await t.test('switched on while its answer is written, it says to reload', async (t) => {
  const { ask, calls, settle, gateway } = createHeldGateway(t, services);
  disable(gateway, { card: 'usage' });
  const answer = await ask(['usage', 'last-order']);
  enable(gateway, { card: 'usage' });
  calls[0]?.answer();
  await settle();
  t.match(textOf(answer), "Couldn't load billing just now");
  t.same(answer.outcomes, { usage: 'unavailable', 'last-order': 'fresh' });
});

await t.test('a click on reload after it was switched on asks the service', async (t) => {
  const { ask, asked, calls, clock, gateway, settle } = createHeldGateway(t, services);
  await ask(['usage', 'invoice']);
  calls[0]?.answer();
  await settle();
  clock.advance(70_000);
  disable(gateway, { card: 'usage' });
  await ask(['usage', 'invoice']);
  enable(gateway, { card: 'usage' });
  clock.advance(10_000);
  void ask(['usage']);
  t.same(asked(), ['billing: usage invoice', 'billing: usage']);
});

await t.test('a card has words of its own for it, and its link', async (t) => {
  const usage = {
    fallbackUrl: 'https://billing.example.com',
    notice: { disabled: '{service} zieht um. Ref {ref}' },
  };
  const { ask, gateway } = createHeldGateway(t, { billing: { usage } });
  disable(gateway, { upstream: 'billing' });
  const text = textOf(await ask(['usage']));
  t.match(text, /billing zieht um\. Ref \w{5}"/);
  t.match(text, 'https://billing.example.com');
});

await t.test('a reload of the configuration leaves it off', async (t) => {
  const { ask, gateway } = createHeldGateway(t, services);
  disable(gateway, { upstream: 'billing' });
  const fetch = () => Promise.resolve({ cards: [] });
  const reload = (name: string) =>
    gateway.reload(
      parseOptions({
        auth: { headers: [{ name: 'authorization', value: 'x' }] },
        upstreams: [{ name, adapter: 'function', cards: { usage: {} }, fetch }],
      }),
    );
  reload('invoices');
  t.notMatch(await gateway.metrics.expose(), 'customer_cards_disabled{');
  reload('billing');
  t.match(textOf(await ask(['usage'])), off('Billing'));
  t.match(await gateway.metrics.expose(), 'customer_cards_disabled{upstream="billing",card=""} 1');
});

await t.test('what is off can be switched on, although it is no longer there', async (t) => {
  const { gateway } = createHeldGateway(t, services);
  disable(gateway, { upstream: 'billing' });
  gateway.reload({
    gateway: gateway.settings,
    upstreams: gateway.upstreams.slice(1).map(({ definition }) => definition),
  });
  t.match(enable(gateway, { upstream: 'billing' }), { ok: true, body: { wasDisabled: true } });
  t.match(enable(gateway, { upstream: 'billing' }), { ok: false, status: 404 });
});

await t.test('the view and the metric show what is off', async (t) => {
  const { clock, gateway } = createHeldGateway(t, services);
  t.match(viewOf(gateway, 'billing'), { disabled: null, cards: [{ disabled: null }, {}] });
  disable(gateway, { card: 'usage', forSeconds: 1800, reason: 'wrong totals' });
  disable(gateway, { upstream: 'orders' });
  clock.advance(60_000);
  t.match(viewOf(gateway, 'billing'), {
    disabled: null,
    cards: [
      {
        card: 'usage',
        disabled: {
          until: '2026-01-01T00:30:00.000Z',
          leftSeconds: 1740,
          reason: 'wrong totals',
        },
      },
      { card: 'invoice', disabled: null },
    ],
  });
  t.match(viewOf(gateway, 'orders'), { disabled: { leftSeconds: 3540, reason: null } });
  const metrics = await gateway.metrics.expose();
  t.match(metrics, 'customer_cards_disabled{upstream="billing",card="usage"} 1');
  t.match(metrics, 'customer_cards_disabled{upstream="orders",card=""} 1');
  enable(gateway, { card: 'usage' });
  t.notMatch(await gateway.metrics.expose(), 'customer_cards_disabled{upstream="billing"');
});

await t.test('counts as unavailable, disabled', async (t) => {
  const { ask, gateway } = createHeldGateway(t, services);
  disable(gateway, { card: 'usage' });
  await ask(['usage']);
  const labels = 'card="usage",outcome="unavailable",reason="disabled"';
  t.match(await gateway.metrics.expose(), `customer_cards_cards_total{${labels}} 1`);
});

await t.test('retired stays retired, and nobody known stays empty', async (t) => {
  const { ask, gateway } = createHeldGateway(t, { billing: { old: { retired: true }, usage: {} } });
  disable(gateway, { upstream: 'billing' });
  const nobody = {
    customer: { id: null, email: null, externalId: null },
    thread: null,
    tenant: null,
  };
  const { cards, outcomes } = await ask(['old', 'usage'], nobody);
  t.same(outcomes, { old: 'retired', usage: 'empty' });
  t.same(
    cards?.map(({ components }) => components),
    [null, null],
  );
  t.match(
    await gateway.metrics.expose(),
    'customer_cards_cards_total{card="old",outcome="retired",reason=""} 1',
  );
});

await t.test('what is not there, or not said well, switches nothing off', async (t) => {
  const { gateway } = createHeldGateway(t, services);
  const refusals: [unknown, number, RegExp][] = [
    [{ card: 'usgae' }, 404, /there is no card of this name; did you mean usage\?/],
    [{ upstream: 'usage' }, 404, /there is no upstream of this name/],
    [{}, 400, /card or upstream/],
    [undefined, 400, /card or upstream/],
    [{ card: 'usage', upstream: 'billing' }, 400, /one of the two/],
    [{ card: 'usage', for: 60 }, 400, /for/],
    [{ card: 'usage', forSeconds: 0 }, 400, /^forSeconds: expected at least 1/],
    [{ card: 'usage', forSeconds: 604_801 }, 400, /^forSeconds: expected at most 604800/],
    [{ card: 'usage', forSeconds: '60' }, 400, /^forSeconds: expected a number/],
    [{ card: 'usage', reason: 'x'.repeat(201) }, 400, /^reason: expected at most 200/],
    [[], 400, /expected/],
  ];
  for (const [body, status, message] of refusals)
    t.match(disable(gateway, body), { ok: false, status, message });
  t.match(enable(gateway, { card: 'usgae' }), { ok: false, status: 404 });
  t.match(enable(gateway, { card: 'usage', forSeconds: 60 }), { ok: false, status: 400 });
  t.match(enable(gateway, { card: 'usage' }), { ok: true, body: { wasDisabled: false } });
  t.notMatch(await gateway.metrics.expose(), 'customer_cards_disabled{');
});
