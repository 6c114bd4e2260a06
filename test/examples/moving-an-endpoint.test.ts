import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import t from 'tap';
import type { Test } from 'tap';
import { post } from '../fixtures/http.ts';
import { authorization } from '../fixtures/stack.ts';
import { moveTo, startExample } from './example.ts';
import { startHttpService } from './http-service.ts';
import type { HttpService, ServiceAnswer, ServiceRequest } from './http-service.ts';

const page = await readFile(new URL('../../docs/moving-an-endpoint.md', import.meta.url), 'utf8');
const [, yaml = ''] = /^```yaml\n([^]*?)^```$/m.exec(page) ?? [];
const env = { BILLING_TOKEN: 'billing-token', BILLING_SIGNING_SECRET: 'shared-with-plain' };

const customer = { id: 'c_1', email: 'ada@example.com', externalId: 'acct_1' };
const thread = { id: 'th_1', externalId: null };
const tenant = { id: 'te_1', externalId: 'org_1' };

interface PlainBody {
  readonly cardKeys: readonly string[];
  readonly thread: { readonly id: string } | null;
}

/** An endpoint as it was written for Plain: a header, the signature over the raw bytes, a card for each key. */
function endpoint({ headers, text, body }: ServiceRequest): ServiceAnswer {
  if (headers.authorization !== `Bearer ${env.BILLING_TOKEN}`) return { status: 401, body: {} };
  if (headers['plain-request-signature'] !== sign(text)) return { status: 403, body: {} };
  const { cardKeys, thread } = body as PlainBody;
  const components = (key: string) => [
    { componentText: { text: key === 'payment-link' ? `${key} ${thread?.id}` : key } },
  ];
  return {
    status: 200,
    body: { cards: cardKeys.map((key) => ({ key, components: components(key) })) },
  };
}

function sign(text: string): string {
  return createHmac('sha256', env.BILLING_SIGNING_SECRET).update(text).digest('hex');
}

async function start(t: Test): Promise<{ service: HttpService; gatewayUrl: string }> {
  const service = await startHttpService(t, endpoint);
  const moved = moveTo(yaml, 'https://billing.example.com', service.url);
  const { url } = await startExample(t, moved, env);
  return { service, gatewayUrl: `${url}/cards` };
}

await t.test('the same endpoint answers Plain and the gateway with the same cards', async (t) => {
  const { service, gatewayUrl } = await start(t);
  const direct = JSON.stringify({
    cardKeys: ['subscription-status', 'usage', 'payment-link'],
    customer,
    thread,
    tenant,
    timestamp: '2026-11-14T10:00:00.000Z',
  });
  const before = await post(`${service.url}/plain/cards`, direct, {
    authorization: `Bearer ${env.BILLING_TOKEN}`,
    'plain-request-signature': sign(direct),
  });
  const after = await post(gatewayUrl, direct.replace('"usage"', '"billing-usage"'), authorization);
  t.same(
    after.cards.map(({ components }) => components),
    before.cards.map(({ components }) => components),
  );
});

await t.test('the endpoint sees what the page says', async (t) => {
  const { service, gatewayUrl } = await start(t);
  const ask = (cardKeys: readonly string[]) =>
    post(
      gatewayUrl,
      { cardKeys, customer, thread, tenant, timestamp: '2026-11-14T10:00:00.000Z' },
      { ...authorization, 'plain-workspace-id': 'w_1' },
    );

  await ask(['subscription-status', 'billing-usage', 'payment-link']);
  const [withThread, without] = [...service.requests].sort(
    (a, b) => Number(a.text.includes('"thread":null')) - Number(b.text.includes('"thread":null')),
  );
  t.same(withThread?.body, { cardKeys: ['payment-link'], customer, thread, tenant: null });
  t.same(without?.body, {
    cardKeys: ['subscription-status', 'usage'],
    customer,
    thread: null,
    tenant: null,
  });
  t.match(without?.headers, {
    'content-type': 'application/json',
    'plain-workspace-id': 'w_1',
    'user-agent': 'customer-cards-gateway',
    'x-request-timeout-ms': '3000',
  });

  await ask(['subscription-status', 'billing-usage', 'payment-link']);
  t.equal(service.requests.length, 2, 'and nothing more while the gateway has the cards');
});
