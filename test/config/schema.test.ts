import t from 'tap';
import { gatewaySchema, upstreamSchema } from '../../src/config/schema.ts';

const sentry = {
  name: 'sentry',
  adapter: 'sentry',
  organization: 'acme',
  token: 't',
  cards: { sentry: {} },
};
const plain = {
  name: 'billing',
  adapter: 'plain',
  url: 'https://billing.example.com/cards',
  cards: { usage: {} },
};

await t.test("Sentry's search terms cannot widen the search to other customers", async (t) => {
  const accepts = (query: string) => upstreamSchema.safeParse({ ...sentry, query }).success;
  for (const query of ['is:unresolved', 'level:error project:orders', 'for', ''])
    t.ok(accepts(query), query);
  for (const query of ['a OR b', 'or a', 'a or', '(a b)', 'is:unresolved)'])
    t.notOk(accepts(query), query);
});

await t.test('headers that the gateway or the connection needs cannot be configured', async (t) => {
  const accepts = (header: string) =>
    upstreamSchema.safeParse({ ...plain, headers: { [header]: 'x' } }).success;
  for (const header of ['authorization', 'X-Api-Key']) t.ok(accepts(header), header);
  for (const header of [
    'Content-Length',
    'host',
    'Transfer-Encoding',
    'connection',
    'Plain-Workspace-Id',
    'a b',
  ]) {
    t.notOk(accepts(header), header);
  }
});

await t.test('a card cannot leave the customer out of what it sends', async (t) => {
  const accepts = (sends: string[]) =>
    upstreamSchema.safeParse({ ...plain, cards: { usage: { sends } } }).success;
  t.ok(accepts(['customer', 'tenant']));
  t.notOk(accepts(['tenant']));
  t.notOk(accepts([]));
});

await t.test('without a secret there is no configuration', async (t) => {
  for (const auth of [
    undefined,
    {},
    { headers: [] },
    { headers: [{ name: 'authorization', value: '' }] },
  ]) {
    t.notOk(gatewaySchema.safeParse({ version: 1, auth }).success);
  }
});
