import * as fc from 'fast-check';
import { uiComponent } from '@team-plain/ui-components';
import t from 'tap';
import { toCode } from '../../../src/browser/playground/code.ts';
import { gallery } from '../../../src/browser/playground/gallery/gallery.ts';
import type { Component } from '../../../src/validate/components.ts';
import { validateCard } from '../../../src/validate/card.ts';
import { components } from '../../validate/arbitraries.ts';
import { shownBy } from './shown-by.ts';

/** What the gateway makes of what the code builds: without the nulls that the builders write. */
function evaluate(code: string): readonly Component[] | null {
  const body = code.replace(/^import .*\n\n/, '').replace('export const components = ', 'return ');
  // oxlint-disable-next-line typescript/no-implied-eval -- written by the code under test
  const built: unknown = new Function('uiComponent', body)(uiComponent);
  const checked = validateCard({ key: 'card', components: built });
  if (!checked.ok) throw new Error(`${checked.pointer}: ${checked.rule}`);
  return checked.card.components;
}

await t.test('builds what it was made of: the gallery', async (t) => {
  for (const { id, document } of gallery.flatMap(({ items }) => items)) {
    const shown = shownBy(document);
    if (shown !== null) t.same(evaluate(toCode(shown)), shown, id);
  }
});

await t.test('builds what it was made of: any card', async () => {
  fc.assert(
    fc.property(components, (sent) => {
      const shown = shownBy(sent);
      if (shown !== null) t.same(evaluate(toCode(shown)), shown);
    }),
    { numRuns: 50 },
  );
});

await t.test('reads as people write it', async (t) => {
  t.equal(
    toCode([
      {
        componentRow: {
          rowMainContent: [{ componentText: { text: "It's **here**", textSize: 'L' } }],
          rowAsideContent: [{ componentBadge: { badgeLabel: 'Paid', badgeColor: 'GREEN' } }],
        },
      },
      { componentDivider: {} },
      {
        componentWorkflowButton: {
          workflowButtonLabel: 'Say "hi"',
          workflowButtonWorkflowIdentifier: { workflowId: 'w_1' },
        },
      },
      {
        componentWorkflowButton: {
          workflowButtonLabel: 'Extend',
          workflowButtonWorkflowIdentifier: { workflowKey: 'extend' },
        },
      },
    ]),
    `import { uiComponent } from '@team-plain/ui-components';

export const components = [
  uiComponent.row({
    mainContent: [uiComponent.text({ text: "It's **here**", size: 'L' })],
    asideContent: [uiComponent.badge({ label: 'Paid', color: 'GREEN' })],
  }),
  uiComponent.divider({}),
  uiComponent.workflowButton({ label: 'Say "hi"', workflowId: 'w_1' }),
  {
    componentWorkflowButton: {
      workflowButtonLabel: 'Extend',
      workflowButtonWorkflowIdentifier: { workflowKey: 'extend' },
    },
  },
];
`,
  );
});
