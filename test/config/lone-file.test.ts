import t from 'tap';
import { examineLoneFile } from '../../src/config/lone-file.ts';

const sound = `name: orders
adapter: json
url: \${ORDERS_URL}
auth: { bearer: "\${ORDERS_TOKEN}" }
tls: { ca: "\${file:/run/secrets/ca.pem}" }
lookup:
  - { get: "/customers/{customer.externalId}", pick: id }
cards:
  last-order:
    ttlSeconds: \${TTL}
    get: /orders
    query: { customer: "{lookup}" }
    components: [{ componentText: { text: "{{ number }}" } }]
  total:
    get: /total
    query: { id: "{customer.externalId}" }
    components: [{ componentText: { text: "{{ total }}" } }]
`;

await t.test('a file is sound without what its placeholders name', async (t) => {
  const file = await examineLoneFile(sound);
  t.strictSame(file.cards, ['last-order', 'total']);
  t.same([...file.problems, ...file.warnings], []);
});

await t.test(
  'a card is taken out with stand-ins, and with the look-up that it needs',
  async (t) => {
    const { upstreamWith } = await examineLoneFile(sound);
    const upstream = upstreamWith('last-order');
    t.strictSame(Object.keys(upstream?.cards ?? {}), ['last-order']);
    t.match(upstream, { url: 'http://stand-in.invalid', lookup: [{ pick: 'id' }] });
    t.equal(upstream?.cards['last-order']?.ttlSeconds, 60);
    t.equal(upstream?.auth, undefined);
  },
);

await t.test('a mistake has its place, and stops the cards that it concerns', async (t) => {
  const file = await examineLoneFile(sound.replace('{{ total }}', '{{ total + }}'));
  t.match(file.problems, [{ path: 'cards.total.components[0].componentText.text', line: 17 }]);
  t.equal(file.upstreamWith('total'), null);
  t.ok(file.upstreamWith('last-order'));
  const noStep = await examineLoneFile(sound.replace('pick: id', 'pick: "("'));
  t.equal(noStep.upstreamWith('last-order'), null);
  t.equal(noStep.upstreamWith('total'), null);
});

await t.test('what is no file of this adapter is refused', async (t) => {
  const other = await examineLoneFile(sound.replace('adapter: json', 'adapter: plain'));
  t.match(other.problems.at(-1), { path: 'adapter', line: 2, message: /^expected json/ });
  t.equal(other.upstreamWith('total'), null);
  for (const text of ['', '- 1', 'a: [', 'name: x', '&a [*a, *a]']) {
    const file = await examineLoneFile(text);
    t.strictSame(file.cards, []);
    t.ok(file.problems.length > 0, text);
    t.equal(file.upstreamWith('total'), null);
  }
});

await t.test('a place that a path names is found', async (t) => {
  const { problemAt } = await examineLoneFile(sound);
  t.match(problemAt('cards["last-order"].components[0].componentText.text', 'expected X'), {
    line: 13,
    column: 43,
    message: 'expected X',
  });
});
