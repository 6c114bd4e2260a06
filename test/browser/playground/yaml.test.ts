import * as fc from 'fast-check';
import t from 'tap';
import { toYaml } from '../../../src/browser/playground/yaml.ts';
import { gallery } from '../../../src/browser/playground/gallery/gallery.ts';
import { createSource } from '../../../src/config/source.ts';
import { createBudget } from '../../../src/mapping/budget.ts';
import { compileComponents } from '../../../src/mapping/component-tree.ts';
import { isJsonObject } from '../../../src/validate/check-components.ts';
import { validateCard } from '../../../src/validate/card.ts';
import type { Component } from '../../../src/validate/components.ts';
import { createManualClock } from '../../fixtures/clock.ts';
import { components } from '../../validate/arbitraries.ts';
import { shownBy } from './shown-by.ts';

const nothing = { env: {}, readText: async () => ({ ok: false, code: 'ENOENT' }) as const };

/** The card that the gateway makes of the tree, read, filled in and evaluated as in any file. */
async function mapped(yaml: string): Promise<readonly Component[] | null> {
  const { data, problems } = await createSource('a.yaml', yaml, nothing);
  if (!isJsonObject(data) || problems.length > 0) throw new Error(JSON.stringify(problems));
  const compiled = compileComponents(data['components']);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const budget = createBudget({ clock: createManualClock() });
  const result = await compiled.tree.evaluate({ response: {} }, budget);
  if (!result.ok) throw new Error(result.message);
  const checked = validateCard({ key: 'card', components: result.components });
  if (!checked.ok) throw new Error(`${checked.pointer}: ${checked.rule}`);
  return checked.card.components;
}

async function isSame(sent: unknown): Promise<boolean> {
  const shown = shownBy(sent);
  if (shown === null) return true;
  const yaml = toYaml(shown);
  const made = await mapped(yaml);
  if (JSON.stringify(made) === JSON.stringify(shown)) return true;
  throw new Error(`${JSON.stringify(shown)}\n${yaml}\n${JSON.stringify(made)}`);
}

await t.test('gives the same card in a file of the json adapter: the gallery', async (t) => {
  for (const { id, document } of gallery.flatMap(({ items }) => items))
    t.ok(await isSame(document), id);
});

await t.test('gives the same card in a file of the json adapter: any card', async () => {
  await fc.assert(fc.asyncProperty(components, isSame), { numRuns: 40 });
});

const pieces = '{ } {{ }} $ $$ ${ \\ " # : - | a * < {customer.email} {lookup|token} ${TOKEN}'
  .split(' ')
  .concat(["'", ' ', '- ', '\n', '\t', '\r', '\u0085', '`']);
const texts = fc.string({ unit: fc.constantFrom(...pieces), minLength: 1, maxLength: 30 });

await t.test('says what the mapping, placeholders and YAML would read otherwise', async () => {
  const cards = texts.map((text) => [
    { componentText: { text } },
    { componentPlainText: { plainText: text } },
    { componentBadge: { badgeLabel: text } },
    { componentCopyButton: { copyButtonValue: text } },
    { componentUser: { userIdentifier: { userId: text } } },
  ]);
  await fc.assert(fc.asyncProperty(cards, isSame), { numRuns: 120 });
});

await t.test('says URLs with braces', async (t) => {
  const urls = ['{{a}}', '{customer.email}/${x}', '}}', '?q={"a":{"b":1}}'];
  for (const url of urls.map((path) => `https://example.com/${path}`)) {
    const button = { linkButtonUrl: url, linkButtonLabel: url };
    t.ok(await isSame([{ componentLinkButton: button }]), url);
  }
});

await t.test('says words that YAML takes for something else', async (t) => {
  for (const text of ['true', 'Null', '1.0', '0x1f', '2026-01-01', '~', '- a', 'a: b', 'a #b', ' '])
    t.ok(await isSame([{ componentPlainText: { plainText: text } }]), text);
});

await t.test('reads as people write it', async (t) => {
  t.equal(
    toYaml([
      {
        componentContainer: {
          containerContent: [
            {
              componentRow: {
                rowMainContent: [{ componentText: { text: '**Plan**', textSize: 'L' } }],
                rowAsideContent: [],
              },
            },
            { componentText: { text: '- one\n\n- two: {{ literal }}' } },
            { componentDivider: {} },
            { componentPlainText: { plainText: 'long '.repeat(20), plainTextSize: 'S' } },
          ],
        },
      },
    ]),
    `components:
  - componentContainer:
      containerContent:
        - componentRow:
            rowMainContent:
              - componentText: { text: '**Plan**', textSize: L }
            rowAsideContent: []
        - componentText:
            text: |-
              - one

              - two: {{ "{{" }} literal {{ "}}" }}
        - componentDivider: {}
        - componentPlainText:
            plainText: '${'long '.repeat(20)}'
            plainTextSize: S
`,
  );
});
