import { noticeFor, staleNotice } from '../../../merge/notice.ts';
import type { Component } from '../../../validate/components.ts';
import { withoutWorkflowButtons } from '../../../validate/workflow-buttons.ts';
import { exampleItems } from './examples.ts';
import type { GalleryItem } from './item.ts';
import { badge, copy, field, link, row, small, text } from './parts.ts';

const sentence = 'All work and no play makes for a long text. ';

/** As long as Plain takes them. */
const longest: readonly Component[] = [
  text(filled(10_000)),
  row(text('An endless word'), { componentPlainText: { plainText: 'x'.repeat(300) } }),
  badge(filled(500), 'BLUE'),
  copy(filled(1_000), filled(500)),
  link(filled(500), `https://example.com/${'path/'.repeat(40)}`),
];

function filled(length: number): string {
  return sentence.repeat(length).slice(0, length).trimEnd().padEnd(length, '.');
}

/** Written from the right, both ways in one line, and in the widest and tallest scripts. */
const scripts: readonly Component[] = [
  text('شركة برايتليف المحدودة'),
  field('חשבון', text('acct_1 (ראשי)')),
  field('顧客', text('株式会社ブライトリーフ')),
  text('Order **١٢٣٤** for مكتبة جرير, paid'),
  { componentPlainText: { plainText: 'A name that turns text around: \u202Eevil\u202C.' } },
  row(text('Zalgo: Z̷̡͉a̵̛͚l̶̢̈́g̴̠̈o̸̥͝'), badge('👩‍👩‍👧‍👦 family', 'GREEN')),
];

const nested: readonly Component[] = [
  {
    componentContainer: {
      containerContent: [
        row(
          [text('**Two lines**'), small('at the left')],
          [badge('Three', 'GREY'), badge('at the', 'BLUE'), badge('right', 'GREEN')],
        ),
        row(text('A long text at the left, which has to make room for what stands at the right'), [
          { componentPlainText: { plainText: 'and a long text at the right as well' } },
        ]),
        row(copy('acct_1', 'Copy'), link('Open', 'https://example.com')),
        row(small('Nothing at the right')),
      ],
    },
  },
  row(text('A row outside'), small('of any frame')),
];

const badges: readonly Component[] = (['GREY', 'GREEN', 'YELLOW', 'RED', 'BLUE'] as const).map(
  (color) => field(color, badge(color.toLowerCase(), color)),
);

/** Somebody's name, or what somebody hopes will run. */
const hostile: readonly Component[] = [
  text('<img src=x onerror=alert(1)> stays text'),
  text('[No link](javascript:alert(1)) and [one](https://example.com/?q=<b>)'),
  text('**Not closed, and `no code`'),
  { componentPlainText: { plainText: '<script>alert(1)</script> &amp; "quotes"' } },
  badge('</span><b>badge', 'RED'),
];

const notice = noticeFor(
  { title: 'billing', fallbackUrl: 'https://billing.example.com' },
  { reason: 'timeout' },
  '7K2QX',
);

const stale: readonly Component[] = [
  ...staleNotice(new Date('2026-11-14T09:30:00Z')),
  ...withoutWorkflowButtons(componentsOf('payment-problem')),
];

function componentsOf(id: string): readonly Component[] {
  const card = exampleItems.find((item) => item.id === id)?.document;
  return (card as { readonly components: readonly Component[] }).components;
}

/** What is rarely thought of. */
export const edgeItems: readonly GalleryItem[] = [
  {
    id: 'empty',
    title: 'No data',
    about: 'null: the card is not shown at all',
    document: { key: 'empty', timeToLiveSeconds: 60, components: null },
  },
  { id: 'longest', title: 'Longest texts', about: 'All that Plain takes', document: longest },
  {
    id: 'scripts',
    title: 'Scripts of the world',
    about: 'From right to left, wide, tall, and a trick',
    document: scripts,
  },
  {
    id: 'nested',
    title: 'Rows in a frame',
    about: 'Several on each side, short and long',
    document: nested,
  },
  { id: 'badges', title: 'Badge colours', about: 'All five', document: badges },
  {
    id: 'hostile',
    title: 'Hostile texts',
    about: 'Markup and links that stay text',
    document: hostile,
  },
  {
    id: 'notice',
    title: 'Notice',
    about: 'What the gateway shows when a service fails',
    document: { key: 'billing', timeToLiveSeconds: 15, components: notice },
  },
  {
    id: 'stale',
    title: 'Old copy',
    about: 'What it shows instead while it has one: no workflow buttons',
    document: { key: 'payment-problem', timeToLiveSeconds: 15, components: stale },
  },
];
