import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { examinePart } from '../../../src/cli/try/partial-config.ts';
import { toLoadResult } from '../../../src/config/check.ts';
import type { LoadResult } from '../../../src/config/load.ts';
import { readRegistrations } from '../../../src/cli/try/registrations.ts';
import { billingFile, gatewayFile, loaded, told } from '../../fixtures/config-directory.ts';

const ordersFile = `name: orders
adapter: plain
url: http://127.0.0.1:8092/cards
headers: { authorization: "\${ORDERS_TOKEN}" }
cards: { last-order: {}, returns: {} }
`;

async function loadPart(...args: Parameters<typeof examinePart>): Promise<LoadResult> {
  return toLoadResult(await examinePart(...args));
}

function directoryOf(t: Test, gateway = gatewayFile): string {
  return t.testdir({
    'gateway.yaml': gateway,
    upstreams: {
      'billing.yaml': billingFile,
      'broken.yaml': 'name: [',
      'list.yaml': '- no mapping',
      'orders.yaml': ordersFile,
      'notes.txt': 'cards: { nope: {} }',
    },
  });
}

await t.test('knows who registers what, whatever else is wrong', async (t) => {
  t.same(await readRegistrations(directoryOf(t)), [
    { name: 'billing.yaml', cards: ['usage'] },
    { name: 'broken.yaml', cards: [] },
    { name: 'list.yaml', cards: [] },
    { name: 'orders.yaml', cards: ['last-order', 'returns'] },
  ]);
  t.same(await readRegistrations(join(directoryOf(t), 'nowhere')), []);
});

await t.test('other files are none of its business', async (t) => {
  const { upstreams } = loaded(await loadPart(directoryOf(t), {}, ['billing.yaml']));
  t.same(
    upstreams.map(({ name }) => name),
    ['billing'],
  );
});

await t.test('the upstream’s own secrets must be there', async (t) => {
  const place = directoryOf(t);
  t.match(told(await loadPart(place, {}, ['orders.yaml'])), [/orders\.yaml:4.*ORDERS_TOKEN/]);
  t.ok((await loadPart(place, { ORDERS_TOKEN: 'x' }, ['orders.yaml'])).ok);
  t.match(told(await loadPart(place, {}, null)), [/broken\.yaml/]);
});

await t.test('the gateway’s own need not be, wherever they come from', async (t) => {
  const gateway = `version: 1
listen:
  port: \${PORT:-8080}
admin:
  port: \${ADMIN_PORT}
  token: \${file:/run/secrets/nowhere}
auth: { headers: [{ name: authorization, value: "Bearer \${CARDS_TOKEN}" }] }
`;
  const place = directoryOf(t, gateway);
  const config = loaded(await loadPart(place, { CARDS_TOKEN: 'mine' }, ['billing.yaml']));
  t.match(config.gateway, {
    listen: { port: 8080 },
    admin: { port: 1, token: '1' },
    auth: { headers: [{ value: 'Bearer mine' }] },
  });
});

await t.test('a missing gateway.yaml is told', async (t) => {
  t.match(told(await loadPart(join(directoryOf(t), 'upstreams'), {}, null)), [
    /gateway\.yaml/,
    /upstreams/,
  ]);
});
