import * as fc from 'fast-check';
import t from 'tap';
import { drawCard } from '../../../src/cli/draw/card.ts';
import { glyphsFor } from '../../../src/cli/draw/glyphs.ts';
import { widthOf } from '../../../src/cli/draw/graphemes.ts';
import type { Scene } from '../../../src/cli/draw/leaf.ts';
import { linksOf } from '../../../src/cli/draw/links.ts';
import { paint } from '../../../src/cli/draw/paint.ts';
import type { Component, LeafComponent } from '../../../src/validate/components.ts';
import { cards } from '../../validate/arbitraries.ts';
import { validCard } from '../../validate/verdict.ts';

const look = { colourDepth: 1, hasUnicode: true, hasLinks: false };
const scene: Scene = {
  glyphs: glyphsFor(look),
  hasColours: false,
  wallNow: Date.parse('2026-11-23T12:00:00Z'),
  timeZone: 'UTC',
};

function drawn(components: readonly Component[], columns = 40, overrides: Partial<Scene> = {}) {
  const lines = drawCard(components, columns, { ...scene, ...overrides });
  return lines.map((line) => paint(line, look)).join('\n');
}

const text = (words: string): LeafComponent => ({ componentText: { text: words } });

await t.test('rows have a left and a right side', async (t) => {
  t.equal(
    drawn([
      {
        componentRow: {
          rowMainContent: [{ componentText: { text: 'Plan', textColor: 'MUTED' } }],
          rowAsideContent: [
            { componentBadge: { badgeLabel: 'Pro', badgeColor: 'BLUE' } },
            { componentBadge: { badgeLabel: 'New' } },
          ],
        },
      },
      {
        componentRow: {
          rowMainContent: [text('A text that is too long for what is left'), text('below')],
          rowAsideContent: [{ componentPlainText: { plainText: 'with a long aside' } }],
        },
      },
      { componentRow: { rowMainContent: [text('alone')], rowAsideContent: [] } },
    ]),
    `
╭──────────────────────────────────────╮
│ Plan               (Pro: blue) (New) │
│ A text that is     with a long aside │
│ too long for what                    │
│ is left                              │
│ below                                │
│ alone                                │
╰──────────────────────────────────────╯`.trim(),
  );
});

await t.test('every kind of component has its look', async (t) => {
  t.equal(
    drawn([
      text('**Ada** [likes](https://a.example) _tea_'),
      { componentSpacer: { spacerSize: 'XS' } },
      { componentPlainText: { plainText: '**as it is**', plainTextSize: 'L' } },
      { componentSpacer: { spacerSize: 'M' } },
      { componentDivider: {} },
      { componentSpacer: { spacerSize: 'XL' } },
      { componentLinkButton: { linkButtonLabel: 'Open', linkButtonUrl: 'https://a.example' } },
      {
        componentWorkflowButton: {
          workflowButtonLabel: 'Refund',
          workflowButtonWorkflowIdentifier: { workflowKey: 'refund' },
        },
      },
      { componentCopyButton: { copyButtonValue: 'cus_1' } },
      { componentCopyButton: { copyButtonValue: 'x'.repeat(1000) } },
      { componentDateTime: { dateTimeIso8601: '2026-11-20T09:30:00Z' } },
      { componentUser: { userIdentifier: { emailAddress: 'bob@example.com' } } },
      { componentUser: { userIdentifier: { userId: 'u_1' } } },
      {
        componentBadge: {
          badgeLabel: 'A label that no card is wide enough for',
          badgeColor: 'RED',
        },
      },
      { componentContainer: { containerContent: [text('inside')] } },
    ]),
    `
╭──────────────────────────────────────╮
│ Ada likes tea                        │
│ **as it is**                         │
│                                      │
│ ──────────────────────────────────── │
│                                      │
│                                      │
│ [ Open ↗ ]                           │
│ [ Refund ▸ ]                         │
│ [ ❐ cus_1 ]                          │
│ [ ❐ xxxxxxxxxxxxxxxxxxxxxxx… ]       │
│ 20 Nov 2026, 09:30 (3 days ago)      │
│ ◉ bob@example.com                    │
│ ◉ u_1                                │
│ (A label that no card is wide enoug… │
│ ┌──────────────────────────────────┐ │
│ │ inside                           │ │
│ └──────────────────────────────────┘ │
╰──────────────────────────────────────╯`.trim(),
  );
});

await t.test('asides that have no room beside each other stand below each other', async (t) => {
  t.equal(
    drawn(
      [
        {
          componentRow: {
            rowMainContent: [text('Id')],
            rowAsideContent: [
              { componentPlainText: { plainText: 'cus_0123456789' } },
              { componentSpacer: { spacerSize: 'XS' } },
              { componentCopyButton: { copyButtonValue: 'cus_0123456789' } },
            ],
          },
        },
      ],
      30,
    ),
    `
╭────────────────────────────╮
│ Id          cus_0123456789 │
│       [ ❐ cus_0123456789 ] │
╰────────────────────────────╯`.trim(),
  );
});

await t.test('wide characters keep the frame straight', async (t) => {
  const lines = drawn([text('日本語のテキスト 👩‍👩‍👧‍👧 e\u0301 ✅ 日本語のテキスト')], 24).split('\n');
  t.strictSame(lines.map(widthOf), [24, 24, 24, 24, 24]);
});

await t.test('does without signs beyond ASCII', async (t) => {
  const components: Component[] = [
    { componentDivider: {} },
    { componentLinkButton: { linkButtonLabel: 'Open', linkButtonUrl: 'https://a.example' } },
    { componentCopyButton: { copyButtonValue: 'x' } },
    { componentContainer: { containerContent: [text('inside')] } },
  ];
  t.match(
    drawn(components, 24, { glyphs: glyphsFor({ ...look, hasUnicode: false }) }),
    /^[ -~\n]+$/,
  );
});

await t.test('with colours a badge needs no word for its own', async (t) => {
  const badge: Component = { componentBadge: { badgeLabel: 'Paid', badgeColor: 'GREEN' } };
  t.match(drawn([badge], 40, { hasColours: true }), /│ {2}Paid {32}│/);
});

await t.test('large is bold, and colours are those of the text', async (t) => {
  const coloured = (component: Component) =>
    drawCard([component], 20, scene).map((line) => paint(line, { ...look, colourDepth: 4 }))[1];
  const words = (textSize: 'S' | 'L', textColor: 'NORMAL' | 'ERROR' | 'MUTED'): Component => ({
    componentText: { text: 'x', textSize, textColor },
  });
  t.match(coloured(words('L', 'NORMAL')), '\u001B[1mx\u001B[0m');
  t.match(coloured(words('L', 'ERROR')), '\u001B[1;31mx\u001B[0m');
  t.match(coloured(words('S', 'MUTED')), ' \u001B[2mx\u001B[0m ');
});

const steering = /\p{Cc}|(?!\u200D)\p{Cf}|[\u2028\u2029]|\p{Cs}/u;

await t.test('draws every valid card within its columns, and steers no terminal', async () => {
  fc.assert(
    fc.property(cards, fc.integer({ min: 20, max: 80 }), (card, columns) => {
      const components = validCard(card).components ?? [];
      const lines = drawn(components, columns).split('\n');
      return lines.every((line) => widthOf(line) <= columns && !steering.test(line));
    }),
  );
});

await t.test('knows every link of a card, in its order', async (t) => {
  const button = (linkButtonUrl: string): LeafComponent => ({
    componentLinkButton: { linkButtonLabel: 'Open\n\u202Eit', linkButtonUrl },
  });
  const components: Component[] = [
    text('[a](https://a.example) [b](javascript:alert) **[c](http://c.example/é)**'),
    { componentContainer: { containerContent: [button('https://d.example/#\'"')] } },
    {
      componentRow: {
        rowMainContent: [text('none')],
        rowAsideContent: [
          { componentLinkButton: { linkButtonLabel: '', linkButtonUrl: 'https://e.example' } },
        ],
      },
    },
  ];
  t.strictSame(linksOf(components), [
    { label: 'a', url: 'https://a.example/' },
    { label: 'c', url: 'http://c.example/%C3%A9' },
    { label: 'Open it', url: "https://d.example/#'%22" },
    { label: '', url: 'https://e.example/' },
  ]);
});
