import { readFile } from 'node:fs/promises';
import t from 'tap';
import type { Schema } from '../../../src/browser/mapping/schema.ts';
import { suggestYaml } from '../../../src/browser/mapping/suggest.ts';
import { functionNames } from '../../../src/mapping/function-names.ts';
import { variableNames } from '../../../src/mapping/variables.ts';
import { componentFields, componentKinds } from '../../../src/validate/components.ts';
import type { Field } from '../../../src/validate/fields.ts';

const schema = JSON.parse(await readFile('config/upstream.schema.json', 'utf8')) as Schema;

const file = `name: orders
adapter: json
url: https://orders.internal
cards:
  last-order:
    get: /orders
    components:
`;

/** What is offered at the bar, and the word that it would replace. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const suggested = suggestYaml(schema, text, offset);
  return suggested && { ...suggested, replaced: text.slice(suggested.from, suggested.to) };
}

function labelsAt(marked: string): readonly string[] | null {
  return at(marked)?.suggestions.map(({ label }) => label) ?? null;
}

await t.test(
  'offers the fields of the file and of its cards, without those of other adapters',
  async (t) => {
    const fields = labelsAt('|') ?? [];
    for (const name of ['name', 'title', 'url', 'auth', 'lookup', 'cards'])
      t.ok(fields.includes(name));
    t.notOk(fields.includes('organization'), "Sentry's");
    t.notOk(labelsAt(`${file}|`)?.includes('url'), 'what is there');
    const ofCard = labelsAt(`${file}    |`) ?? [];
    t.ok(ofCard.includes('ttlSeconds') && ofCard.includes('expect'));
    t.notOk(ofCard.includes('components'), 'what is there');
    t.same(labelsAt('adapter: json\nauth: { | }'), ['bearer', 'basic', 'header', 'oauth2']);
  },
);

await t.test('offers every component, once one has none yet', async (t) => {
  for (const text of [
    `${file}      - |`,
    `${file}      - com|`,
    `${file}      - |\n      - componentDivider: {}`,
  ])
    t.same(labelsAt(text), ['if', 'forEach', ...componentKinds], text);
  t.same(labelsAt(`${file}      - componentText: { text: a }\n        |`), ['if', 'forEach']);
});

for (const kind of componentKinds)
  await t.test(
    `${kind}: offers every field, and the values of those that have a choice`,
    async (t) => {
      const fields = Object.entries<Field>(componentFields[kind]);
      const names = fields.map(([name]) => name);
      t.same(labelsAt(`${file}      - ${kind}:\n          |`), names, 'in lines');
      t.same(labelsAt(`${file}      - ${kind}: { | }`), names, 'in braces');
      for (const [name, field] of fields) {
        const values = field.type === 'enum' ? field.values : [];
        t.same(labelsAt(`${file}      - ${kind}: { ${name}: | }`), values, name);
        t.same(labelsAt(`${file}      - ${kind}:\n          ${name}: |`), values, name);
      }
    },
  );

await t.test('writes a component with all that it needs', async (t) => {
  const offered = at(`${file}      - |`)?.suggestions ?? [];
  const inserted = (kind: string) => offered.find(({ label }) => label === kind)?.insert;
  t.equal(inserted('componentText'), "componentText: { text: '' }");
  t.equal(inserted('componentDivider'), 'componentDivider: {}');
  t.equal(inserted('componentSpacer'), 'componentSpacer: { spacerSize: XS }');
  t.equal(inserted('componentRow'), 'componentRow: { rowMainContent: [], rowAsideContent: [] }');
  t.equal(inserted('componentUser'), 'componentUser: { userIdentifier: {} }');
  t.match(offered.find(({ label }) => label === 'componentBadge')?.info, /word in a colour/);
});

await t.test('replaces a word, and leaves the value that a key has', async (t) => {
  const text = `${file}      - comp|Text: { text: a }`;
  t.match(at(text), { replaced: 'compText' });
  t.equal(at(text)?.suggestions.at(-1)?.insert, 'componentContainer');
  t.match(at(`${file}      - componentBadge: { badgeLabel: a, badgeColor: GR| }`), {
    replaced: 'GR',
  });
});

await t.test('offers functions and variables in expressions', async (t) => {
  const known = [...variableNames, ...functionNames].map((name) => `$${name}`);
  for (const text of [
    "- componentText: { text: 'Due {{ $| }}' }",
    "- componentText: { text: '{{ a }} {{ $da| }}' }",
    '- if: $ex|',
    '- forEach: $re|',
    'lookup:\n  - { get: /a, pick: $| }',
  ])
    t.same([...(labelsAt(text) ?? [])].sort(), [...known].sort(), text);
  const [money] = at("x: '{{ $| }}'")?.suggestions.filter((s) => s.label === '$money') ?? [];
  t.match(money, { detail: '(amount, currency)', info: /€1,234.50/, insert: '$money()' });
  t.equal(labelsAt("x: '{{ a }} $|'"), null, 'behind the braces');
});

await t.test('offers nothing in texts, comments and what the schema does not know', async (t) => {
  t.equal(labelsAt(`${file}      - componentText: { text: 'com|' }`), null);
  t.equal(labelsAt(`${file}      # com|`), null);
  t.equal(labelsAt(`${file}      - componentText: a b|`), null);
  t.same(labelsAt(`${file}      - componentText: { text: | }`), []);
  t.same(labelsAt('name: a\nunknown:\n  |'), []);
  t.same(labelsAt('- |'), []);
});
