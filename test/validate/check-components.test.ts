import { uiComponent } from '@team-plain/ui-components';
import t from 'tap';
import { validateCard } from '../../src/validate/card.ts';
import { maxComponents } from '../../src/validate/check-components.ts';
import { accepts, cardOf, refuses, refusesCard } from './verdict.ts';

const text = { componentText: { text: 'a' } };
const row = { componentRow: { rowMainContent: [text], rowAsideContent: [] } };
const container = { componentContainer: { containerContent: [text] } };

const sizes = 'expected one of S, M, L';
const spacings = 'expected one of XS, S, M, L, XL';
const listRule = 'expected a list of components';
const tooMany = `expected at most ${maxComponents} components in a card`;

function texts(count: number): unknown[] {
  return Array.from({ length: count }, () => text);
}

await t.test('text takes 1 to 10000 characters, three sizes and five colours', async (t) => {
  for (const textSize of ['S', 'M', 'L']) accepts(t, { componentText: { text: 'a', textSize } });
  for (const textColor of ['NORMAL', 'MUTED', 'SUCCESS', 'WARNING', 'ERROR'])
    accepts(t, { componentText: { text: 'a', textColor } });
  accepts(t, { componentText: { text: 'a'.repeat(10_000) } });
});

await t.test('text refuses too little, too much and what is no string', async (t) => {
  const rule = 'expected 1 to 10000 characters';
  refuses(t, { componentText: { text: '' } }, '/componentText/text', rule);
  refuses(t, { componentText: { text: 'a'.repeat(10_001) } }, '/componentText/text', rule);
  for (const value of [undefined, null, 42, {}, ['a'], false])
    refuses(t, { componentText: { text: value } }, '/componentText/text', 'expected a string');
});

await t.test('counts characters in UTF-16 units', async (t) => {
  accepts(t, { componentText: { text: '😀'.repeat(5000) } });
  const over = { componentText: { text: '😀'.repeat(5001) } };
  refuses(t, over, '/componentText/text', 'expected 1 to 10000 characters');
});

await t.test('text refuses the sizes of spacers and colours of badges', async (t) => {
  for (const textSize of ['XS', 'XL', 's', '', 1, ['S']])
    refuses(t, { componentText: { text: 'a', textSize } }, '/componentText/textSize', sizes);
  const grey = { componentText: { text: 'a', textColor: 'GREY' } };
  const rule = 'expected one of NORMAL, MUTED, SUCCESS, WARNING, ERROR';
  refuses(t, grey, '/componentText/textColor', rule);
});

await t.test('plain text follows the rules of text', async (t) => {
  for (const plainTextSize of ['S', 'M', 'L'])
    accepts(t, { componentPlainText: { plainText: 'a', plainTextSize } });
  for (const plainTextColor of ['NORMAL', 'MUTED', 'SUCCESS', 'WARNING', 'ERROR'])
    accepts(t, { componentPlainText: { plainText: 'a', plainTextColor } });
  const over = { componentPlainText: { plainText: 'a'.repeat(10_001) } };
  refuses(t, over, '/componentPlainText/plainText', 'expected 1 to 10000 characters');
  const large = { componentPlainText: { plainText: 'a', plainTextSize: 'XL' } };
  refuses(t, large, '/componentPlainText/plainTextSize', sizes);
});

await t.test('plain text has no deprecated names', async (t) => {
  accepts(
    t,
    { componentPlainText: { plainText: 'a', size: 'S', color: 'MUTED' } },
    { componentPlainText: { plainText: 'a' } },
  );
});

await t.test('a spacer needs its size', async (t) => {
  for (const spacerSize of ['XS', 'S', 'M', 'L', 'XL'])
    accepts(t, { componentSpacer: { spacerSize } });
  for (const fields of [{}, { spacerSize: null }, { spacerSize: 'XXL' }])
    refuses(t, { componentSpacer: fields }, '/componentSpacer/spacerSize', spacings);
});

await t.test('a divider does without its size', async (t) => {
  accepts(t, { componentDivider: {} });
  accepts(t, { componentDivider: { dividerSpacingSize: null } }, { componentDivider: {} });
  for (const dividerSpacingSize of ['XS', 'S', 'M', 'L', 'XL'])
    accepts(t, { componentDivider: { dividerSpacingSize } });
  const wide = { componentDivider: { dividerSpacingSize: 'WIDE' } };
  refuses(t, wide, '/componentDivider/dividerSpacingSize', spacings);
});

await t.test('a link button needs its URL and its label', async (t) => {
  const linkButtonUrl = 'https://shop.example/orders?id=1#top';
  accepts(t, { componentLinkButton: { linkButtonUrl, linkButtonLabel: 'l'.repeat(500) } });
  const pointer = '/componentLinkButton/linkButtonLabel';
  refuses(t, { componentLinkButton: { linkButtonUrl } }, pointer, 'expected a string');
  const long = { componentLinkButton: { linkButtonUrl, linkButtonLabel: 'l'.repeat(501) } };
  refuses(t, long, pointer, 'expected at most 500 characters');
  const bare = { componentLinkButton: { linkButtonLabel: 'l' } };
  refuses(t, bare, '/componentLinkButton/linkButtonUrl', 'expected a string');
  const anchor = { componentLinkButton: { linkButtonUrl: '#', linkButtonLabel: 'l' } };
  const rule = 'expected an absolute http or https URL';
  refuses(t, anchor, '/componentLinkButton/linkButtonUrl', rule);
});

function workflowButton(identifier: unknown, workflowButtonLabel: unknown = 'Refund') {
  const workflowButtonWorkflowIdentifier = identifier;
  return { componentWorkflowButton: { workflowButtonLabel, workflowButtonWorkflowIdentifier } };
}

await t.test('a workflow button needs exactly one identifier', async (t) => {
  accepts(t, workflowButton({ workflowId: 'wf_1' }));
  accepts(t, workflowButton({ workflowKey: 'refund' }));
  accepts(
    t,
    workflowButton({ workflowId: null, workflowKey: 'refund' }),
    workflowButton({ workflowKey: 'refund' }),
  );
  const pointer = '/componentWorkflowButton/workflowButtonWorkflowIdentifier';
  const rule = 'expected exactly one of workflowId, workflowKey';
  for (const identifier of [undefined, null, 'wf_1', [], {}, { workflowId: 'a', workflowKey: 'b' }])
    refuses(t, workflowButton(identifier), pointer, rule);
  for (const workflowId of [1, '', {}])
    refuses(
      t,
      workflowButton({ workflowId }),
      `${pointer}/workflowId`,
      'expected a string that is not empty',
    );
});

await t.test('a workflow button takes a label of up to 500 characters', async (t) => {
  accepts(t, workflowButton({ workflowId: 'wf_1' }, 'w'.repeat(500)));
  refuses(
    t,
    workflowButton({ workflowId: 'wf_1' }, 'w'.repeat(501)),
    '/componentWorkflowButton/workflowButtonLabel',
    'expected at most 500 characters',
  );
});

await t.test(
  'a badge takes a label of up to 500 characters, even none, and five colours',
  async (t) => {
    for (const badgeLabel of ['', 'b', 'b'.repeat(500)])
      accepts(t, { componentBadge: { badgeLabel } });
    for (const badgeColor of ['GREY', 'GREEN', 'YELLOW', 'RED', 'BLUE'])
      accepts(t, { componentBadge: { badgeLabel: 'b', badgeColor } });
  },
);

await t.test('a badge refuses a longer label, none at all, and GRAY', async (t) => {
  const long = { componentBadge: { badgeLabel: 'b'.repeat(501) } };
  refuses(t, long, '/componentBadge/badgeLabel', 'expected at most 500 characters');
  refuses(t, { componentBadge: {} }, '/componentBadge/badgeLabel', 'expected a string');
  const gray = { componentBadge: { badgeLabel: 'b', badgeColor: 'GRAY' } };
  const rule = 'expected one of GREY, GREEN, YELLOW, RED, BLUE';
  refuses(t, gray, '/componentBadge/badgeColor', rule);
});

await t.test('a copy button takes 1000 characters and a tooltip of 500', async (t) => {
  const copyButtonValue = 'c'.repeat(1000);
  accepts(t, { componentCopyButton: { copyButtonValue } });
  const copyButtonTooltipLabel = 't'.repeat(500);
  accepts(t, { componentCopyButton: { copyButtonValue: 'c', copyButtonTooltipLabel } });
  refuses(
    t,
    { componentCopyButton: { copyButtonValue: 'c'.repeat(1001) } },
    '/componentCopyButton/copyButtonValue',
    'expected at most 1000 characters',
  );
  refuses(
    t,
    { componentCopyButton: { copyButtonValue: 'c', copyButtonTooltipLabel: 't'.repeat(501) } },
    '/componentCopyButton/copyButtonTooltipLabel',
    'expected at most 500 characters',
  );
});

await t.test('a date-time needs an ISO 8601 string', async (t) => {
  accepts(t, { componentDateTime: { dateTimeIso8601: '2026-05-11T12:00:00Z' } });
  const pointer = '/componentDateTime/dateTimeIso8601';
  refuses(t, { componentDateTime: {} }, pointer, 'expected a string');
  refuses(t, { componentDateTime: { dateTimeIso8601: 1 } }, pointer, 'expected a string');
  const garbage = { componentDateTime: { dateTimeIso8601: 'yesterday' } };
  refuses(t, garbage, pointer, 'expected an ISO 8601 date-time');
});

await t.test('a user needs exactly one identifier', async (t) => {
  accepts(t, { componentUser: { userIdentifier: { userId: 'u_1' } } });
  accepts(t, { componentUser: { userIdentifier: { emailAddress: 'ada@shop.example' } } });
  const rule = 'expected exactly one of userId, emailAddress';
  for (const userIdentifier of [undefined, null, {}, { userId: 'u', emailAddress: 'e' }])
    refuses(t, { componentUser: { userIdentifier } }, '/componentUser/userIdentifier', rule);
});

await t.test('a row needs main content and a list beside it, which may be empty', async (t) => {
  accepts(t, { componentRow: { rowMainContent: [text, text], rowAsideContent: [text] } });
  accepts(t, row);
  const main = '/componentRow/rowMainContent';
  const empty = { componentRow: { rowMainContent: [], rowAsideContent: [text] } };
  refuses(t, empty, main, 'expected at least 1 component');
  refuses(t, { componentRow: { rowAsideContent: [] } }, main, listRule);
  for (const rowAsideContent of [undefined, null, {}, text])
    refuses(
      t,
      { componentRow: { rowMainContent: [text], rowAsideContent } },
      '/componentRow/rowAsideContent',
      listRule,
    );
});

await t.test('a row holds neither rows nor containers', async (t) => {
  for (const [kind, inner] of Object.entries({
    componentRow: row,
    componentContainer: container,
  })) {
    const rule = `a ${kind} is not allowed here`;
    const main = { componentRow: { rowMainContent: [text, inner], rowAsideContent: [] } };
    refuses(t, main, `/componentRow/rowMainContent/1/${kind}`, rule);
    const aside = { componentRow: { rowMainContent: [text], rowAsideContent: [inner] } };
    refuses(t, aside, `/componentRow/rowAsideContent/0/${kind}`, rule);
  }
});

await t.test('a container needs content, and holds rows but no containers', async (t) => {
  accepts(t, { componentContainer: { containerContent: [text, row] } });
  const content = '/componentContainer/containerContent';
  const empty = { componentContainer: { containerContent: [] } };
  refuses(t, empty, content, 'expected at least 1 component');
  refuses(t, { componentContainer: {} }, content, listRule);
  const rule = 'a componentContainer is not allowed here';
  const nested = { componentContainer: { containerContent: [container] } };
  refuses(t, nested, `${content}/0/componentContainer`, rule);
});

await t.test('points into nested components', async (t) => {
  const bad = { componentRow: { rowMainContent: [text], rowAsideContent: [text, null] } };
  refuses(
    t,
    { componentContainer: { containerContent: [text, bad] } },
    '/componentContainer/containerContent/1/componentRow/rowAsideContent/1',
    'expected an object',
  );
});

await t.test('refuses a component that is no object', async (t) => {
  for (const component of [null, 'x', 1, [text]]) refuses(t, component, '', 'expected an object');
});

await t.test('refuses a component without a kind', async (t) => {
  const rule = 'expected exactly one component kind';
  for (const component of [
    {},
    { componentText: null },
    { componentChart: {} },
    { __typename: 'ComponentText', text: 'a' },
  ])
    refuses(t, component, '', rule);
});

await t.test('refuses a component with two kinds', async (t) => {
  const rule = 'expected exactly one component kind';
  refuses(t, { ...text, componentDivider: {} }, '', rule);
});

await t.test('drops null and unknown fields beside the kind', async (t) => {
  accepts(t, { ...text, componentBadge: null, componentRow: null, id: 'x', style: {} }, text);
});

await t.test('refuses a kind whose fields are no object', async (t) => {
  for (const fields of ['a', 1, true, [], ['a']])
    refuses(t, { componentText: fields }, '/componentText', 'expected an object');
});

await t.test('drops null optional fields and unknown ones', async (t) => {
  accepts(t, { componentText: { text: 'a', textSize: null, textColor: null, bold: true } }, text);
  accepts(
    t,
    { componentUser: { userIdentifier: { userId: 'u_1', emailAddress: null, name: 'Ada' } } },
    { componentUser: { userIdentifier: { userId: 'u_1' } } },
  );
});

await t.test('maps deprecated names to the current ones', async (t) => {
  accepts(
    t,
    { componentText: { text: 'a', size: 'S', color: 'MUTED' } },
    { componentText: { text: 'a', textSize: 'S', textColor: 'MUTED' } },
  );
  accepts(
    t,
    { componentLinkButton: { url: 'http://shop.example/', label: 'Shop' } },
    {
      componentLinkButton: { linkButtonUrl: 'http://shop.example/', linkButtonLabel: 'Shop' },
    },
  );
  accepts(t, { componentSpacer: { size: 'M' } }, { componentSpacer: { spacerSize: 'M' } });
  accepts(
    t,
    { componentDivider: { spacingSize: 'L' } },
    { componentDivider: { dividerSpacingSize: 'L' } },
  );
});

await t.test('prefers the current name to the deprecated one, unless it is null', async (t) => {
  accepts(
    t,
    { componentSpacer: { spacerSize: 'S', size: 'nonsense' } },
    { componentSpacer: { spacerSize: 'S' } },
  );
  accepts(
    t,
    { componentSpacer: { spacerSize: null, size: 'M' } },
    { componentSpacer: { spacerSize: 'M' } },
  );
});

await t.test('points to the deprecated name when that is what was sent', async (t) => {
  refuses(t, { componentSpacer: { size: 'XXL' } }, '/componentSpacer/size', spacings);
});

await t.test('replaces NUL and lone surrogates', async (t) => {
  accepts(
    t,
    { componentText: { text: 'a\0b\uD83Dc😀' } },
    { componentText: { text: 'a\uFFFDb\uFFFDc😀' } },
  );
  accepts(
    t,
    { componentUser: { userIdentifier: { userId: 'u\0\uDE00' } } },
    { componentUser: { userIdentifier: { userId: 'u\uFFFD\uFFFD' } } },
  );
});

await t.test('keeps control characters, markup and bidirectional marks as text', async (t) => {
  accepts(t, { componentText: { text: '\u001B[31m<script>alert(1)</script>\u202E{{x}}\n' } });
});

await t.test('does not quote what the upstream sent', async (t) => {
  const secret = 'ada@shop.example';
  for (const component of [
    { componentText: { text: secret.repeat(1000) } },
    { componentText: { text: 'a', textSize: secret } },
    { componentLinkButton: { linkButtonUrl: secret, linkButtonLabel: 'l' } },
    { componentDateTime: { dateTimeIso8601: secret } },
    { [secret]: { text: secret } },
    { componentUser: { userIdentifier: { [secret]: secret } } },
  ]) {
    const verdict = validateCard(cardOf(component));
    t.notOk(verdict.ok);
    t.notMatch(JSON.stringify(verdict), secret);
  }
});

await t.test('counts the components of a card at every depth', async (t) => {
  // The row, its text, the container and what it holds.
  const atMost = texts(maxComponents - 3);
  t.ok(validateCard(cardOf(row, { componentContainer: { containerContent: atMost } })).ok);
  const oneMore = { componentContainer: { containerContent: [...atMost, text] } };
  refusesCard(
    t,
    cardOf(row, oneMore),
    '/components/1/componentContainer/containerContent',
    tooMany,
  );
});

await t.test('counts each card by itself', async (t) => {
  t.ok(validateCard(cardOf(...texts(maxComponents))).ok);
  t.ok(validateCard(cardOf(...texts(maxComponents))).ok);
});

await t.test('refuses a list of 100000 items without looking at one', async (t) => {
  let reads = 0;
  const item = {
    get componentText() {
      reads += 1;
      return { text: 'a' };
    },
  };
  const containerContent = Array.from({ length: 100_000 }, () => item);
  refusesCard(t, cardOf(...containerContent), '/components', tooMany);
  refuses(
    t,
    { componentContainer: { containerContent } },
    '/componentContainer/containerContent',
    tooMany,
  );
  t.equal(reads, 0);
});

await t.test('refuses nesting of depth 100000 without exhausting the stack', async (t) => {
  let deep: unknown = text;
  for (let depth = 0; depth < 100_000; depth += 1)
    deep = { componentContainer: { containerContent: [deep] } };
  refuses(
    t,
    deep,
    '/componentContainer/containerContent/0/componentContainer',
    'a componentContainer is not allowed here',
  );
});

await t.test("accepts what Plain's own builders make", async (t) => {
  const components = [
    uiComponent.container({
      content: [
        uiComponent.row({
          mainContent: [uiComponent.text({ text: '**Plan**' })],
          asideContent: [uiComponent.badge({ label: 'Pro' })],
        }),
        uiComponent.divider({}),
      ],
    }),
    uiComponent.plainText({ text: 'a' }),
    uiComponent.copyButton({ value: '1' }),
    uiComponent.dateTime({ dateTimeIso8601: '2026-05-11T12:00:00.000Z' }),
    uiComponent.linkButton({ label: 'Shop', url: 'https://shop.example' }),
    uiComponent.user({ userIdentifier: { emailAddress: 'ada@shop.example' } }),
    uiComponent.workflowButton({ label: 'Refund', workflowId: 'wf_1' }),
  ];
  t.equal(validateCard(cardOf(...components)).ok, true);
});
