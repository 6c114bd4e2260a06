import { constantFrom, assert, asyncProperty, dictionary, jsonValue } from 'fast-check';
import t from 'tap';
import { createBudget } from '../../src/mapping/budget.ts';
import { compileComponents } from '../../src/mapping/component-tree.ts';
import type { TreeResult } from '../../src/mapping/component-tree.ts';
import type { TracedExpression } from '../../src/mapping/tree-run.ts';
import type { Bindings } from '../../src/mapping/variables.ts';
import { validateCard } from '../../src/validate/card.ts';
import { createManualClock } from '../fixtures/clock.ts';

const response = {
  orders: [
    { number: 7, status: 'paid', total: 12.5, tags: ['new', 'big'], lines: [{ n: 1 }, { n: 2 }] },
    { number: 8, status: 'open', total: null, tags: [], lines: [] },
  ],
  name: 'A *b* [c]',
  url: 'https://shop.example/o/7',
  empty: '',
  nothing: null,
  isOpen: true,
};

async function run(
  components: unknown,
  bindings: Bindings = { response },
  trace?: (expression: TracedExpression) => void,
): Promise<TreeResult> {
  const compiled = compileComponents(components);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.tree.evaluate(bindings, createBudget({ clock: createManualClock() }), trace);
}

/** The components; throws where the mapping fails. */
async function shown(components: unknown, bindings?: Bindings): Promise<readonly unknown[]> {
  const result = await run(components, bindings);
  if (!result.ok) throw new Error(result.message);
  return result.components;
}

function text(value: unknown): object {
  return { componentText: { text: value } };
}

function plain(value: unknown): object {
  return { componentPlainText: { plainText: value } };
}

function badge(badgeLabel: unknown, badgeColor?: unknown): object {
  return { componentBadge: { badgeLabel, ...(badgeColor !== undefined && { badgeColor }) } };
}

void t.test('fills in texts', async (t) => {
  t.same(await shown([plain('Order #{{ orders[0].number }}: {{ orders[0].status }}')]), [
    plain('Order #7: paid'),
  ]);
  t.same(await shown([plain('no expression')]), [plain('no expression')]);
  t.same(await shown([plain('{{ "{{" }}')]), [plain('{{')]);
  t.same(await shown([plain(2026), badge(true)]), [plain('2026'), badge('true')]);
});

void t.test('prints numbers, booleans and lists of them', async (t) => {
  t.same(await shown([plain('{{ 0.1 + 0.2 }} {{ isOpen }} {{ 1e21 }}')]), [
    plain('0.3 true 1e+21'),
  ]);
  t.same(await shown([plain('{{ orders.number }}')]), [plain('7, 8')]);
  t.same(await shown([plain('{{ [orders.tags, null, ""] }}')]), [plain('new, big')]);
});

void t.test('drops a component whose text has no value', async (t) => {
  for (const missing of ['missing', 'nothing', 'empty', 'orders[1].tags', '$customer.email'])
    t.same(await shown([plain(`Name: {{ ${missing} }}`), plain('x')]), [plain('x')], missing);
  t.same(await shown([plain('{{ false }}{{ 0 }}')]), [plain('false0')]);
});

void t.test('leaves out a field without a value that may be left out', async (t) => {
  t.same(await shown([badge('a', '{{ missing }}')]), [badge('a')]);
  t.same(await shown([badge('a', '{{ $badgeColor("x", {"y": "RED"}) }}')]), [badge('a')]);
  t.same(await shown([{ componentText: { text: 'a', textColor: null, textSize: 'S' } }]), [
    { componentText: { text: 'a', textSize: 'S' } },
  ]);
});

void t.test('drops a row without main content, and a container without content', async (t) => {
  const row = (main: unknown, aside: unknown) => ({
    componentRow: { rowMainContent: main, rowAsideContent: aside },
  });
  const none = [plain('{{ missing }}')];
  t.same(await shown([row(none, [plain('a')])]), []);
  t.same(await shown([row([plain('a')], none)]), [row([plain('a')], [])]);
  t.same(await shown([{ componentContainer: { containerContent: [row(none, []), ...none] } }]), []);
});

void t.test('escapes values for Markdown where a text is Markdown', async (t) => {
  t.same(await shown([text('**Name** {{ name }}')]), [text(String.raw`**Name** A \*b\* \[c\]`)]);
  t.same(await shown([text('{{ name }}')]), [text(String.raw`A \*b\* \[c\]`)]);
  t.same(await shown([plain('{{ name }}'), badge('{{ name }}')]), [
    plain(response.name),
    badge(response.name),
  ]);
});

void t.test('encodes values inside a longer URL', async (t) => {
  const link = (linkButtonUrl: string) => ({
    componentLinkButton: { linkButtonUrl, linkButtonLabel: 'x' },
  });
  const bindings = { response, customer: { email: 'a+b/../c?@d.com' } };
  t.same(
    await shown([link('https://x.com/{{ $customer.email }}?n={{ orders[0].number }}')], bindings),
    [link('https://x.com/a%2Bb%2F..%2Fc%3F%40d.com?n=7')],
  );
  t.same(await shown([link('{{ url }}')]), [link(response.url)], 'one that is whole stays');
});

void t.test('if: shows by a condition', async (t) => {
  const conditions = {
    'orders[0].status = "paid"': true,
    isOpen: true,
    orders: true,
    missing: false,
    nothing: false,
    '0': false,
    '""': false,
    '{}': false,
    '[0, ""]': false,
    '[0, [1]]': true,
    'orders[1].lines': false,
  };
  for (const [condition, isShown] of Object.entries(conditions))
    t.same(await shown([{ if: condition, ...plain('a') }]), isShown ? [plain('a')] : [], condition);
});

void t.test('forEach: repeats with the item as input', async (t) => {
  t.same(await shown([{ forEach: 'orders', ...plain('{{ $index }}: {{ number }}') }]), [
    plain('0: 7'),
    plain('1: 8'),
  ]);
  t.same(
    await shown([
      { forEach: 'orders', if: 'status = "open"', ...plain('{{ $index }} {{ number }}') },
    ]),
    [plain('1 8')],
    'if: is judged for each item',
  );
  t.same(await shown([{ forEach: 'orders', ...plain('{{ total }}') }]), [plain('12.5')]);
  t.same(await shown([{ forEach: 'orders[0]', ...plain('{{ number }}') }]), [plain('7')], 'one');
  t.same(await shown([{ forEach: 'missing', ...plain('x') }]), [], 'none');
  t.same(await shown([{ forEach: 'orders[1].lines', ...plain('x') }]), [], 'an empty list');
  t.same(await shown([{ forEach: '[null, 0]', ...plain('{{ $index }}') }]), [
    plain('0'),
    plain('1'),
  ]);
});

void t.test('forEach: in a row, and in another forEach:', async (t) => {
  const components = [
    {
      forEach: 'orders',
      componentRow: {
        rowMainContent: [plain('{{ number }}')],
        rowAsideContent: [
          { forEach: 'lines', ...badge('{{ $index }}/{{ n }}/{{ $response.name }}') },
        ],
      },
    },
  ];
  t.same(await shown(components), [
    {
      componentRow: {
        rowMainContent: [plain('7')],
        rowAsideContent: [badge(`0/1/${response.name}`), badge(`1/2/${response.name}`)],
      },
    },
    { componentRow: { rowMainContent: [plain('8')], rowAsideContent: [] } },
  ]);
});

void t.test('an identifier has a value or drops its component', async (t) => {
  const user = (userIdentifier: unknown) => ({ componentUser: { userIdentifier } });
  const bindings = { response, customer: { email: 'a@b.com' } };
  t.same(await shown([user({ emailAddress: '{{ $customer.email }}' })], bindings), [
    user({ emailAddress: 'a@b.com' }),
  ]);
  t.same(await shown([user({ emailAddress: '{{ $customer.email }}' })]), []);
  t.same(await shown([user('{{ {"userId": name} }}')]), [user({ userId: response.name })]);
});

void t.test('one expression gives the whole list', async (t) => {
  t.same(await shown('{{ orders.{"componentPlainText": {"plainText": $string(number)}} }}'), [
    plain('7'),
    plain('8'),
  ]);
  t.same(await shown('\n{{ {"componentPlainText": {"plainText": "one"}} }}\n'), [plain('one')]);
  t.same(await shown('{{ missing }}'), []);
  t.same(await shown('{{ "what it gives is validated later" }}'), [
    'what it gives is validated later',
  ]);
  t.same(
    await shown([
      {
        componentRow: {
          rowMainContent: [plain('x')],
          rowAsideContent: '{{ orders.{"componentBadge": {"badgeLabel": status}} }}',
        },
      },
    ]),
    [
      {
        componentRow: {
          rowMainContent: [plain('x')],
          rowAsideContent: [badge('paid'), badge('open')],
        },
      },
    ],
  );
});

void t.test('names the variables of all its expressions', async (t) => {
  const compiled = compileComponents([
    { if: '$thread.id', forEach: '$tenant.x', ...plain('{{ $index }}{{ $lookup }}') },
    badge('x', '{{ $customer.email }}'),
  ]);
  t.ok(compiled.ok);
  if (compiled.ok)
    t.same([...compiled.tree.variables].toSorted(), [
      'customer',
      'index',
      'lookup',
      'tenant',
      'thread',
    ]);
});

void t.test('says which field failed, without any of the data', async (t) => {
  const failures: [unknown, string, string][] = [
    [
      [plain('x'), plain('{{ $number(name) }}')],
      '/1/componentPlainText/plainText',
      '$number got what is no number',
    ],
    [[{ if: '$error(name)', ...plain('x') }], '/0/if', '$error was called'],
    [[{ forEach: '1 + name', ...plain('x') }], '/0/forEach', 'the right side of + is no number'],
    [[plain('{{ orders[0] }}')], '/0/componentPlainText/plainText', 'expected text, got an object'],
    [[plain('{{ orders }}')], '/0/componentPlainText/plainText', 'expected text, got an object'],
    [
      [plain('{{ $join([1..9000].$$.name) }}')],
      '/0/componentPlainText/plainText',
      'made too long a list',
    ],
    [
      [plain('{{ $pad("", 9999) }}{{ [1..4999] }}')],
      '/0/componentPlainText/plainText',
      'gave more than 20000 characters',
    ],
    [[{ forEach: '[1..1001]', ...plain('x') }], '/0', 'more than 1000 components'],
    ['{{ [1..1001].{"componentSpacer": {"spacerSize": "S"}} }}', '', 'more than 1000 components'],
    [
      [{ componentContainer: { containerContent: [{ forEach: '[1..1001]', ...plain('x') }] } }],
      '/0/componentContainer/containerContent/0',
      'more than 1000 components',
    ],
  ];
  for (const [components, path, message] of failures) {
    const result = await run(components);
    t.same(
      result.ok
        ? result
        : { path: result.path.map((key) => `/${key}`).join(''), message: result.message },
      { path, message },
    );
  }
});

void t.test('takes a card to its bounds', async (t) => {
  const components = await shown([{ forEach: '[1..999]', ...plain('{{ $ }}') }, plain('last')]);
  t.equal(components.length, 1000);
});

void t.test('tells what each expression came to', async (t) => {
  const traced: unknown[] = [];
  await run(
    [{ if: 'isOpen', forEach: 'orders', ...plain('{{ number }} {{ total }}') }, plain('{{empty}}')],
    { response },
    ({ path, source, value }) => traced.push([path.join('/'), source, value]),
  );
  const at = '0/componentPlainText/plainText';
  t.same(traced, [
    ['0/forEach', 'orders', response.orders],
    ['0/if', 'isOpen', undefined],
    ['0/if', 'isOpen', undefined],
    ['1/componentPlainText/plainText', 'empty', undefined],
  ]);
  traced.length = 0;
  await run(
    [{ forEach: 'orders', ...plain('{{ number }} {{ total }}') }],
    { response },
    ({ path, source, value }) => traced.push([path.join('/'), source, value]),
  );
  t.same(traced.slice(1), [
    [at, ' number ', 7],
    [at, ' total ', 12.5],
    [at, ' number ', 8],
    [at, ' total ', undefined],
  ]);
});

void t.test('is sound in shape, whatever the response', async () => {
  const compiled = compileComponents([
    { if: 'a', ...plain('{{ a }}') },
    { forEach: 'b', componentText: { text: '{{ c }}', textColor: '{{ d }}' } },
    {
      componentRow: {
        rowMainContent: [plain('{{ $string(a) }}')],
        rowAsideContent: [{ forEach: '**', ...badge('{{ $truncate($, 20) }}') }],
      },
    },
  ]);
  if (!compiled.ok) throw new Error('unsound');
  const key = constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor', 'toString');
  await assert(
    asyncProperty(dictionary(key, jsonValue()), async (data) => {
      const budget = createBudget({ clock: createManualClock() });
      const result = await compiled.tree.evaluate({ response: data }, budget);
      if (!result.ok) return typeof result.message === 'string';
      // What is wrong may be wrong by its value only: a colour, an empty or too long text.
      const card = validateCard({ key: 'k', components: result.components });
      return card.ok || /characters|one of/.test(card.rule);
    }),
    { numRuns: 100 },
  );
});
