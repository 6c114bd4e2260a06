import * as fc from 'fast-check';
import t from 'tap';
import { toIssueComponent } from '../../../src/fan-out/adapters/sentry-card.ts';
import { validateCard } from '../../../src/validate/card.ts';

const issue = {
  shortId: 'SHOP-1A',
  title: 'TypeError: *x* is not a [function](https://example.com)',
  level: 'error',
  project: { id: '1', slug: 'shop', name: 'Shop' },
  count: '1204',
  userCount: 1,
  isUnhandled: true,
  lastSeen: '2026-11-20T10:00:00Z',
  permalink: 'https://sentry.example.com/organizations/acme/issues/1/',
};

function contentOf(value: unknown): readonly unknown[] {
  const [component] = toIssueComponent(value);
  return component !== undefined && 'componentContainer' in component
    ? component.componentContainer.containerContent
    : [];
}

/** What is left of an issue that has nothing but an id and the given fields. */
function contentBesideId(fields: object): readonly unknown[] {
  const content = contentOf({ shortId: 'A', ...fields });
  return content.filter((component) => !JSON.stringify(component).includes('componentCopyButton'));
}

function mutedText(plainText: string): object {
  return { componentPlainText: { plainText, plainTextSize: 'S', plainTextColor: 'MUTED' } };
}

void t.test('shows an issue from its level to its link', (t) => {
  t.same(contentOf(issue), [
    {
      componentRow: {
        rowMainContent: [{ componentBadge: { badgeLabel: 'error', badgeColor: 'RED' } }],
        rowAsideContent: [mutedText('shop')],
      },
    },
    {
      componentRow: {
        rowMainContent: [{ componentPlainText: { plainText: 'SHOP-1A' } }],
        rowAsideContent: [
          {
            componentCopyButton: {
              copyButtonValue: 'SHOP-1A',
              copyButtonTooltipLabel: 'Copy issue id',
            },
          },
        ],
      },
    },
    { componentPlainText: { plainText: issue.title } },
    {
      componentRow: {
        rowMainContent: [mutedText('1,204 events, 1 user')],
        rowAsideContent: [mutedText('Unhandled')],
      },
    },
    {
      componentRow: {
        rowMainContent: [mutedText('Last seen')],
        rowAsideContent: [{ componentDateTime: { dateTimeIso8601: '2026-11-20T10:00:00.000Z' } }],
      },
    },
    { componentLinkButton: { linkButtonUrl: issue.permalink, linkButtonLabel: 'View in Sentry' } },
  ]);
  t.end();
});

void t.test('colours the level, and leaves out one it does not know', (t) => {
  const colours: Record<string, string> = {
    fatal: 'RED',
    error: 'RED',
    warning: 'YELLOW',
    info: 'BLUE',
    debug: 'GREY',
    sample: 'GREY',
  };
  for (const [level, badgeColor] of Object.entries(colours)) {
    t.match(contentBesideId({ level }), [
      { componentRow: { rowMainContent: [{ componentBadge: { badgeLabel: level, badgeColor } }] } },
    ]);
  }
  for (const level of [7, null, 'toString', 'ERROR']) t.same(contentBesideId({ level }), []);
  t.end();
});

void t.test('what stands aside takes the place of what is missing', (t) => {
  t.same(contentBesideId({ project: { name: 'Shop' } }), [mutedText('Shop')]);
  t.same(contentBesideId({ isUnhandled: false }), [mutedText('Handled')]);
  t.same(contentBesideId({ project: 'shop' }), []);
  t.end();
});

void t.test('counts in numbers only', (t) => {
  const rows: [fields: object, text: string][] = [
    [{ count: '1' }, '1 event'],
    [{ count: 0, userCount: 2 }, '0 events, 2 users'],
    [{ count: '1e9', userCount: 3 }, '3 users'],
  ];
  for (const [fields, text] of rows) {
    t.match(contentBesideId(fields), [{ componentRow: { rowMainContent: [mutedText(text)] } }]);
  }
  t.same(contentBesideId({ count: null, userCount: -1 }), []);
  t.same(contentBesideId({ count: '9'.repeat(16), userCount: 1.5 }), []);
  t.end();
});

void t.test('leaves out a time that is none', (t) => {
  for (const lastSeen of ['', 'yesterday', '1', '2026-13-45T99:00:00Z', 1_700_000_000, null]) {
    t.same(contentBesideId({ lastSeen }), []);
  }
  t.end();
});

void t.test('links over http and https only', (t) => {
  for (const permalink of [
    'javascript:alert(1)',
    'data:text/html,x',
    '/issues/1',
    '#',
    '',
    7,
    null,
  ]) {
    t.same(contentBesideId({ permalink }), []);
  }
  t.match(contentBesideId({ permalink: 'http://sentry.internal/1' }), { length: 1 });
  t.end();
});

void t.test('shows a title in one line of readable length, without cutting a character', (t) => {
  const [, title] = contentOf({ shortId: 'A', title: `a\u0007\n\tb${'\u{1F600}'.repeat(400)}` });
  t.same(title, { componentPlainText: { plainText: `a b${'\u{1F600}'.repeat(296)}\u2026` } });
  t.end();
});

void t.test('shows nothing of an issue that has neither title nor id', (t) => {
  for (const value of [
    null,
    [],
    'x',
    {},
    { title: '', shortId: ' ' },
    { ...issue, title: 7, shortId: null },
  ]) {
    t.same(toIssueComponent(value), []);
  }
  t.match(toIssueComponent({ title: 'x' }), { length: 1 });
  t.end();
});

void t.test('is always something that Plain accepts, whatever Sentry sends', (t) => {
  const field = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary', maxLength: 2_000 }),
    fc.webUrl(),
  );
  const names = Object.keys(issue) as (keyof typeof issue)[];
  const sparse = fc.record(Object.fromEntries(names.map((name) => [name, field])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(sparse, (fields) => {
      for (const name of names) {
        const components = toIssueComponent({ ...issue, [name]: fields[name] });
        if (!validateCard({ key: 'a', components }).ok) return false;
      }
      return validateCard({ key: 'a', components: toIssueComponent(fields) }).ok;
    }),
  );
  t.end();
});
