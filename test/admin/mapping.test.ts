import t from 'tap';
import { tryMapping } from '../../src/admin/mapping.ts';
import type { MappingQuestion } from '../../src/admin/api.ts';
import { createManualClock } from '../fixtures/clock.ts';

const yaml = `name: orders
adapter: json
url: \${ORDERS_URL}
maxResponseBytes: 2048
lookup:
  - { get: "/customers/{customer.externalId}", pick: id }
cards:
  last-order:
    get: /orders
    query: { customer: "{lookup}" }
    expect: { "data.customer": "{lookup}" }
    empty: No orders yet.
    components:
      - forEach: data
        componentText: { text: "Order #{{ number }}" }
  hello:
    get: "/hello/{customer.email}"
    components: [{ componentText: { text: "{{ $customer.email }} {{ missing }}" } }]
`;
const answer = { data: [{ number: 7, customer: 'cust_1' }] };

function ask(question: Partial<MappingQuestion>) {
  const given = { yaml, response: JSON.stringify(answer), ...question };
  return tryMapping(given, { clock: createManualClock(), maxCardBytes: 4_096 });
}

await t.test('a card is made of a response as the gateway would', async (t) => {
  const { cards, problems, result } = await ask({});
  t.strictSame(cards, ['last-order', 'hello']);
  t.same(problems, []);
  t.strictSame(result, {
    card: 'last-order',
    components: [{ componentText: { text: 'Order #7' } }],
    failure: null,
    evaluations: [
      {
        path: 'expect["data.customer"]',
        expression: 'data.customer',
        value: 'cust_1',
        isCut: false,
      },
      {
        path: 'components[0].forEach',
        expression: 'data',
        value: answer.data,
        isCut: false,
      },
      {
        path: 'components[0].componentText.text',
        expression: ' number ',
        value: 7,
        isCut: false,
      },
    ],
  });
});

await t.test('without a response the file alone is judged', async (t) => {
  t.match(await ask({ response: null }), { problems: [], result: null });
});

await t.test('a card is for the customer that is given, else for an invented one', async (t) => {
  const hello = { card: 'hello', response: '{"missing": "x"}' };
  t.match(await ask(hello), {
    result: { components: [{ componentText: { text: /^customer@example\.com x$/ } }] },
  });
  const ada = { email: 'ada@example.com' };
  t.match(await ask({ ...hello, customer: ada }), {
    result: { components: [{ componentText: { text: /^ada@example\.com x$/ } }] },
  });
});

await t.test('no data is what the file says of it', async (t) => {
  t.match(await ask({ response: '{"data": []}' }), {
    problems: [],
    result: {
      failure: null,
      components: [{ componentPlainText: { plainText: 'No orders yet.' } }],
    },
  });
  const { result } = await ask({ card: 'hello', response: '{}' });
  t.match(result, { components: null, failure: null });
  t.notOk('value' in (result?.evaluations.at(-1) ?? {}) && result?.evaluations.at(-1)?.value);
});

await t.test('an answer about somebody else is refused, at the line that says so', async (t) => {
  const { problems, result } = await ask({ lookup: 'cust_2' });
  t.match(result, { components: null, failure: 'the answer is about somebody else' });
  t.match(problems, [{ source: 'yaml', severity: 'error', line: 11, column: 32 }]);
});

await t.test('an expression that fails is marked where it stands', async (t) => {
  const failing = yaml.replace('{{ number }}', '{{ $string(number / 0) }}');
  const { problems, result } = await ask({ yaml: failing });
  t.match(result, { components: null, failure: /out of range/ });
  t.match(problems, [{ line: 15, column: 32, length: 34, path: /^cards\.last-order\.comp/ }]);
});

await t.test('the bounds of the gateway hold', async (t) => {
  const endless = yaml.replace(
    '{{ number }}',
    "{{ $reduce([1..4000], function($a, $b) { $a & 'xxxxxxxxxx' }) }}",
  );
  t.match(await ask({ yaml: endless }), { result: { components: null, failure: /./ } });
  const many = { data: Array.from({ length: 30 }, () => ({ number: 1, customer: 'cust_1' })) };
  const long = yaml.replace('#{{ number }}', 'x'.repeat(300));
  const answer = await ask({ yaml: long, response: JSON.stringify(many) });
  t.match(answer, { result: { components: null, failure: /larger than 3840 bytes/ } });
  const large = await ask({ response: JSON.stringify('x'.repeat(3_000)) });
  t.match(large, {
    result: null,
    problems: [{ source: 'response', message: /maxResponseBytes, 2048/ }],
  });
});

await t.test('a card that Plain would refuse is told by place and rule', async (t) => {
  const wrong = yaml.replace('"Order #{{ number }}"', '"{{ $join([1..3000].$string()) }}"');
  t.match(await ask({ yaml: wrong }), {
    result: {
      components: null,
      failure: /^Plain would refuse the card: \/components\/0\/componentText\/text: /,
    },
  });
});

await t.test('a response that is no JSON is marked where it stops being that', async (t) => {
  t.match(await ask({ response: '{\n  "data": [1,]\n}' }), {
    result: null,
    problems: [{ source: 'response', severity: 'error', line: 2, column: 14, length: 1 }],
  });
});

await t.test('mistakes and warnings of the file are told with their places', async (t) => {
  const { problems, result } = await ask({
    yaml: yaml.replace('    get: /orders', '    gett: /orders'),
  });
  t.equal(result, null);
  t.match(problems[0], {
    source: 'yaml',
    line: 9,
    column: 5,
    length: 4,
    path: 'cards.last-order.gett',
    message: /^unknown field; did you mean get/,
  });
  const warned = await ask({
    yaml: yaml.replace('"data.customer": "{lookup}"', '"data.customer": cust_1'),
  });
  t.match(warned.problems, [{ severity: 'warning', line: 11 }]);
  t.match(warned.result, { failure: null });
});

await t.test('a card that is not there is not made', async (t) => {
  t.match(await ask({ card: 'other' }), { problems: [], result: null });
  t.match(await ask({ yaml: '' }), { cards: [], result: null, problems: [{ line: 1, column: 1 }] });
});

await t.test('long values are cut, and there is an end to them', async (t) => {
  const rows = Array.from({ length: 40 }, () => ({ number: 'y'.repeat(40), customer: 'cust_1' }));
  const { result } = await ask({
    yaml: yaml.replace('maxResponseBytes: 2048', 'maxResponseBytes: 65536'),
    response: JSON.stringify({ data: rows }),
  });
  const forEach = result?.evaluations.find(({ path }) => path.endsWith('forEach'));
  t.match(forEach, { isCut: true, value: /^\[\{"number":"yyy.* …$/ });
});
