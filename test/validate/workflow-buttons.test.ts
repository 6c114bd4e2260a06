import * as fc from 'fast-check';
import t from 'tap';
import type { LeafComponent } from '../../src/validate/components.ts';
import { withoutWorkflowButtons } from '../../src/validate/workflow-buttons.ts';
import { components } from './arbitraries.ts';
import { validCard } from './verdict.ts';

const text: LeafComponent = { componentText: { text: 'a' } };
const button: LeafComponent = {
  componentWorkflowButton: {
    workflowButtonLabel: 'Refund',
    workflowButtonWorkflowIdentifier: { workflowKey: 'refund' },
  },
};

function rowOf(rowMainContent: LeafComponent[], rowAsideContent: LeafComponent[]) {
  return { componentRow: { rowMainContent, rowAsideContent } };
}

function containerOf(...containerContent: (LeafComponent | ReturnType<typeof rowOf>)[]) {
  return { componentContainer: { containerContent } };
}

await t.test('drops workflow buttons at every depth', async (t) => {
  const before = [
    button,
    text,
    rowOf([text, button], [button, text]),
    containerOf(button, text, rowOf([button, text], [])),
  ];
  t.strictSame(withoutWorkflowButtons(before), [
    text,
    rowOf([text], [text]),
    containerOf(text, rowOf([text], [])),
  ]);
});

await t.test('keeps a row that loses only what is beside it', async (t) => {
  t.strictSame(withoutWorkflowButtons([rowOf([text], [button])]), [rowOf([text], [])]);
});

await t.test('drops a row without main content and a container without content', async (t) => {
  const before = [rowOf([button], [text]), containerOf(button), containerOf(rowOf([button], []))];
  t.strictSame(withoutWorkflowButtons(before), []);
});

await t.test('does not change what it is given', async (t) => {
  const before = [containerOf(button, text, rowOf([text], [button]))];
  const copy = structuredClone(before);
  withoutWorkflowButtons(before);
  t.strictSame(before, copy);
});

await t.test('always leaves components that Plain accepts, without a button', async (t) => {
  fc.assert(
    fc.property(components, (components) => {
      const normal = validCard({ key: 'plan', components }).components ?? [];
      const left = withoutWorkflowButtons(normal);
      t.strictSame(validCard({ key: 'plan', components: left }).components ?? [], left);
      t.notMatch(JSON.stringify(left), '"componentWorkflowButton"');
    }),
  );
});
