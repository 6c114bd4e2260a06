import t from 'tap';
import { tryMapping } from '../../../src/admin/mapping.ts';
import { mappingExamples } from '../../../src/browser/mapping/examples.ts';
import { outline } from '../../examples/outline.ts';
import { createManualClock } from '../../fixtures/clock.ts';

const expected: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  invoice: {
    'latest-invoice': [
      'row: text "**$1,249.50**" L, text "Invoice INV-2026-0098, 1 Oct 2026" S MUTED | badge "overdue" RED',
      'text "Was due on 31 Oct 2026" ERROR',
      'linkbutton "https://invoices.example.com/INV-2026-0098.pdf" "Open the PDF"',
    ],
  },
  orders: {
    'last-order': [
      'container:',
      '  row: text "**Order #10418**", text "3 items, $512.00" S MUTED | badge "shipped" YELLOW',
      '  divider',
      '  text "1 × Walnut desk organiser" S',
      '  text "2 × Desk lamp, brass" S',
      '  linkbutton "https://tracking.example.com/1Z999" "Track with UPS"',
    ],
    'order-history': [
      'row: text "#10418, 10 Nov 2026" | text "$512.00" MUTED',
      'row: text "#10011, 2 Jun 2026" | text "$89.00" MUTED',
    ],
  },
  usage: {
    usage: [
      'row: text "API calls", text "▰▰▰▰▰▰▰▰▱▱" WARNING | text "8,200 of 10,000" S MUTED',
      'row: text "Projects", text "▰▰▰▰▰▰▰▰▰▰" ERROR | text "3 of 3" S MUTED',
      'row: text "Storage (GB)" | text "12 of unlimited" S MUTED',
      'text "Counts from zero on 1 Dec 2026" S MUTED',
    ],
  },
  new: {
    'my-card': [
      'row: text "Brightleaf Ltd" | badge "active" GREY',
      'text "Since 18 Apr 2023" S MUTED',
    ],
  },
};

await t.test('each has what is expected of it', async (t) => {
  t.same(
    mappingExamples.map(({ id }) => id),
    Object.keys(expected),
  );
});

for (const { id, yaml, response } of mappingExamples)
  await t.test(`${id}: makes its cards, with nothing wrong in the file`, async (t) => {
    const deps = { clock: createManualClock(), maxCardBytes: 65_536 };
    for (const [card, lines] of Object.entries(expected[id] ?? {})) {
      const { cards, problems, result } = await tryMapping({ yaml, response, card }, deps);
      t.same(cards, Object.keys(expected[id] ?? {}));
      t.same(problems, []);
      t.match(result, { card, failure: null });
      t.same(outline(result?.components ?? null), lines);
    }
  });
