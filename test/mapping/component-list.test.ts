import { anything, assert, property } from 'fast-check';
import t from 'tap';
import { compileComponents } from '../../src/mapping/component-tree.ts';
import { componentKinds } from '../../src/validate/components.ts';

/** "path (key) @offset: message", one for each mistake. */
function mistakesIn(components: unknown): string[] {
  const compiled = compileComponents(components);
  if (compiled.ok) return [];
  return compiled.problems.map(({ path, at, message, offset }) =>
    [
      path.join('/'),
      at === 'key' ? ' (key)' : '',
      offset === undefined ? '' : ` @${offset}`,
      `: ${message}`,
    ].join(''),
  );
}

const url = 'https://x.com';

void t.test('a sound tree has no mistakes', async (t) => {
  t.same(
    mistakesIn([
      { componentText: { text: 'a', textSize: 'S', textColor: '{{ c }}' } },
      { componentPlainText: { plainText: 'a', plainTextSize: null } },
      { componentSpacer: { spacerSize: 'M' } },
      { componentDivider: {} },
      { componentLinkButton: { linkButtonUrl: url, linkButtonLabel: 'x' } },
      {
        componentWorkflowButton: {
          workflowButtonLabel: 'x',
          workflowButtonWorkflowIdentifier: { workflowKey: 'k' },
        },
      },
      { componentBadge: { badgeLabel: 'a', badgeColor: 'GREEN' } },
      { componentCopyButton: { copyButtonValue: '{{ a }}' } },
      { componentDateTime: { dateTimeIso8601: '{{ $dateTime(a) }}' } },
      { componentUser: { userIdentifier: { emailAddress: '{{ $customer.email }}' } } },
      {
        componentContainer: {
          containerContent: [
            { componentRow: { rowMainContent: '{{ a }}', rowAsideContent: [] } },
            { if: 'a', forEach: 'b', componentDivider: { dividerSpacingSize: 'XS' } },
          ],
        },
      },
    ]),
    [],
  );
});

/** One mistake each. */
const mistakes: readonly (readonly [components: unknown, ...problems: string[]])[] = [
  [5, ': expected a list of components, each with a "- " before it'],
  [{ componentDivider: {} }, ': expected a list of components, each with a "- " before it'],
  [[], ': expected at least 1 component'],
  ['a {{ b }}', ': expected one "{{ expression }}" and nothing around it'],
  ['{{ a }} {{ b }}', ': expected one "{{ expression }}" and nothing around it'],
  ['componentDivider', ': expected one "{{ expression }}" and nothing around it'],
  ['{{ a', ' @0: expected }} that ends the {{'],
  ['{{ $frobnicate(1) }}', ' @3: unknown function'],
  [['x'], '0: expected a component, such as componentText:'],
  [[{}], '0: expected a component, such as componentText:'],
  [[{ if: 'a' }], '0: expected a component, such as componentText:'],
  [
    [{ componentTxt: { text: 'a' } }],
    '0/componentTxt (key): unknown component; did you mean componentText?',
  ],
  [
    [{ foreach: 'a', componentDivider: {} }],
    '0/foreach (key): unknown component; did you mean forEach?',
  ],
  [
    [{ xyz: {} }],
    `0/xyz (key): unknown component; known are ${componentKinds.join(', ')}, if, forEach`,
  ],
  [
    [{ componentDivider: {}, componentSpacer: { spacerSize: 'S' } }],
    '0/componentSpacer (key): a component has one kind; begin another one with "- "',
  ],
  [[{ componentDivider: null }], '0/componentDivider: expected the fields of the componentDivider'],
  [[{ componentText: 'a' }], '0/componentText: expected the fields of the componentText'],
  [
    [{ componentText: { text: 'a', colour: 'x' } }],
    '0/componentText/colour (key): unknown field; known are text, textSize, textColor',
  ],
  [
    [{ componentText: { text: 'a', textColour: 'MUTED' } }],
    '0/componentText/textColour (key): unknown field; did you mean textColor?',
  ],
  [
    [{ componentText: { text: 'a', color: 'MUTED' } }],
    '0/componentText/color (key): an old name; write textColor',
  ],
  [[{ componentText: {} }], '0/componentText: missing field text'],
  [[{ componentText: { text: null } }], '0/componentText: missing field text'],
  [[{ componentText: { text: '' } }], '0/componentText/text: expected 1 to 10000 characters'],
  [
    [{ componentText: { text: 'x'.repeat(10_001) } }],
    '0/componentText/text: expected 1 to 10000 characters',
  ],
  [
    [{ componentText: { text: `${'x'.repeat(10_001)}{{ a }}` } }],
    '0/componentText/text: expected at most 10000 characters',
  ],
  [
    [{ componentText: { text: ['a'] } }],
    '0/componentText/text: expected text; a text that begins with {{ is put in quotes',
  ],
  [
    [{ componentText: { text: { '{ a }': null } } }],
    '0/componentText/text: expected text; a text that begins with {{ is put in quotes',
  ],
  [
    [{ componentText: { text: 'a', textSize: 'XL' } }],
    '0/componentText/textSize: expected one of S, M, L',
  ],
  [
    [{ componentBadge: { badgeLabel: 'a', badgeColor: 'green' } }],
    '0/componentBadge/badgeColor: expected one of GREY, GREEN, YELLOW, RED, BLUE; did you mean GREEN?',
  ],
  [
    [{ componentLinkButton: { linkButtonUrl: 'x.com', linkButtonLabel: 'x' } }],
    '0/componentLinkButton/linkButtonUrl: expected an absolute http or https URL',
  ],
  [
    [{ componentLinkButton: { linkButtonUrl: '/o/{{ id }}', linkButtonLabel: 'x' } }],
    '0/componentLinkButton/linkButtonUrl: expected an absolute http or https URL',
  ],
  [
    [{ componentDateTime: { dateTimeIso8601: '14/11/2026' } }],
    '0/componentDateTime/dateTimeIso8601: expected an ISO 8601 date-time',
  ],
  [
    [{ componentUser: { userIdentifier: 'x' } }],
    '0/componentUser/userIdentifier: expected one "{{ expression }}" and nothing around it',
  ],
  [
    [{ componentUser: { userIdentifier: {} } }],
    '0/componentUser/userIdentifier: expected one of userId, emailAddress, with its value',
  ],
  [
    [{ componentUser: { userIdentifier: { userId: 'a', emailAddress: 'b' } } }],
    '0/componentUser/userIdentifier: expected one of userId, emailAddress, with its value',
  ],
  [
    [{ componentUser: { userIdentifier: { email: 'a' } } }],
    '0/componentUser/userIdentifier/email (key): unknown field; known are userId, emailAddress',
  ],
  [
    [{ componentUser: { userIdentifier: { userId: '' } } }],
    '0/componentUser/userIdentifier/userId: expected 1 to 10000 characters',
  ],
  [
    [{ componentRow: { rowMainContent: [], rowAsideContent: [] } }],
    '0/componentRow/rowMainContent: expected at least 1 component',
  ],
  [
    [{ componentContainer: { containerContent: [] } }],
    '0/componentContainer/containerContent: expected at least 1 component',
  ],
  [
    [{ componentRow: { rowMainContent: [{ componentRow: {} }], rowAsideContent: [] } }],
    '0/componentRow/rowMainContent/0/componentRow (key): a row takes no rows and no containers',
  ],
  [
    [{ componentContainer: { containerContent: [{ componentContainer: {} }] } }],
    '0/componentContainer/containerContent/0/componentContainer (key): a container takes no containers',
  ],
  [[{ if: true, componentDivider: {} }], '0/if: expected a JSONata expression, without {{ }}'],
  [[{ if: '{{ a }}', componentDivider: {} }], '0/if: expected a JSONata expression, without {{ }}'],
  [[{ if: 'a = ', componentDivider: {} }], '0/if @3: expected a value before the end'],
  [[{ if: '', componentDivider: {} }], '0/if @0: expected a value before the end'],
  [
    [{ forEach: ['a'], componentDivider: {} }],
    '0/forEach: expected a JSONata expression, without {{ }}',
  ],
  [[{ forEach: '$index', componentDivider: {} }], '0/forEach @0: $index is known in forEach: only'],
  [
    [{ componentText: { text: '{{ $index }}' } }],
    '0/componentText/text @3: $index is known in forEach: only',
  ],
  [
    [{ componentText: { text: 'Order {{ number }' } }],
    '0/componentText/text @6: expected }} that ends the {{',
  ],
  [
    [{ componentText: { text: 'a {{ b }} {{ c. }}' } }],
    '0/componentText/text @15: expected a value before the end',
  ],
  [
    [{ componentText: { text: 'Hi {customer.email}' } }],
    '0/componentText/text @3: expected an expression, such as {{ $customer.email }}; placeholders with one brace are for requests',
  ],
  [
    [{ componentText: {} }, { componentSpacer: { spacerSize: 'S', x: 1 } }],
    '0/componentText: missing field text',
    '1/componentSpacer/x (key): unknown field; known are spacerSize',
  ],
];

void t.test('tells each mistake at its place, and all at once', async (t) => {
  for (const [components, ...problems] of mistakes) t.same(mistakesIn(components), problems);
});

void t.test('tells mistakes of a deprecated name once', async (t) => {
  t.same(mistakesIn([{ componentSpacer: { size: 'S' } }]), [
    '0/componentSpacer/size (key): an old name; write spacerSize',
  ]);
});

void t.test('never throws, whatever it is given', async () => {
  assert(
    property(anything({ maxDepth: 4 }), (value) => {
      compileComponents(value);
      compileComponents([{ componentContainer: { containerContent: [value] } }]);
      return componentKinds.every((kind) => !compileComponents([{ [kind]: value, if: value }]).ok);
    }),
    { numRuns: 300 },
  );
});
