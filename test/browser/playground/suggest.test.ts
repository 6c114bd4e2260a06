import t from 'tap';
import { placeAt } from '../../../src/browser/editor/json-place.ts';
import { suggestAt } from '../../../src/browser/playground/suggest.ts';
import type { Suggestion } from '../../../src/browser/editor/suggestion.ts';
import { componentFields, componentKinds, kindsByLevel } from '../../../src/validate/components.ts';
import type { Field } from '../../../src/validate/fields.ts';

function at(marked: string): readonly Suggestion[] {
  const place = placeAt(marked.replace('|', ''), marked.indexOf('|'));
  return place === null ? [] : suggestAt(place);
}

function labelsAt(marked: string): string[] {
  return at(marked).map(({ label }) => label);
}

await t.test('offers every component, in each shape of a document', async (t) => {
  for (const text of ['[{|', '{"components": [{|', '{"cards": [{"components": [{|'])
    t.same(labelsAt(text), componentKinds, text);
});

await t.test('offers what may stand in rows and containers', async (t) => {
  for (const field of ['rowMainContent', 'rowAsideContent'])
    t.same(labelsAt(`[{"componentRow": {"${field}": [{|`), [...kindsByLevel.leaves]);
  t.same(labelsAt('[{"componentContainer": {"containerContent": [{|'), [
    ...kindsByLevel.leavesAndRows,
  ]);
});

for (const kind of componentKinds) {
  await t.test(`${kind}: offers every field, with what it takes and what it is`, async (t) => {
    const fields = at(`[{"${kind}": {|`);
    t.same(
      fields.map(({ label }) => label),
      Object.keys(componentFields[kind]),
    );
    for (const { label, detail, info } of fields) t.ok(detail && info, label);
  });

  await t.test(`${kind}: offers the values of every field that has a choice`, async (t) => {
    for (const [name, field] of Object.entries<Field>(componentFields[kind])) {
      const values = labelsAt(`[{"${kind}": {"${name}": "|"`);
      t.same(values, field.type === 'enum' ? field.values : [], name);
      if (field.type === 'identifier')
        t.same(labelsAt(`[{"${kind}": {"${name}": {|`), field.names, name);
    }
  });

  await t.test(`${kind}: is written with all that it needs`, async (t) => {
    const { insert, info } = at('[|').find(({ label }) => label === kind) ?? { insert: '' };
    const needed = Object.entries<Field>(componentFields[kind]).filter(([, f]) => f.required);
    const written = JSON.parse(insert) as Record<string, object>;
    t.same(Object.keys(written), [kind]);
    t.same(
      Object.keys(written[kind] ?? {}),
      needed.map(([name]) => name),
    );
    t.ok(info);
  });
}

await t.test('does not offer what is there', async (t) => {
  t.same(labelsAt('[{"componentText": {"text": "x", |, "textSize": "S"}}]'), ['textColor']);
  t.same(labelsAt('[{"componentText": {}, |}]'), [], 'a component has one kind');
  t.same(labelsAt('[{"componentUser": {"userIdentifier": {"userId": "u", |'), []);
});

await t.test('offers the fields of a card', async (t) => {
  t.same(labelsAt('{|'), ['key', 'timeToLiveSeconds', 'components', 'cacheTags']);
  t.same(labelsAt('{"cards": [{"key": "a", |'), ['timeToLiveSeconds', 'components', 'cacheTags']);
  t.same(labelsAt('{"components": |'), ['[]', 'null']);
  t.same(labelsAt('|'), ['[]', '{ "components": [] }']);
});

await t.test('offers nothing where anything may be written, or nothing', async (t) => {
  t.same(labelsAt('{"key": "|'), []);
  t.same(labelsAt('[{"unknown": {|'), []);
  t.same(labelsAt('[{"componentText": {"unknown": {|'), []);
  t.same(labelsAt('[{"componentText": {"text": {|'), []);
  t.same(labelsAt('{"cards": {|'), []);
  t.same(labelsAt('{"cards": |'), []);
  t.same(labelsAt('[{"componentText": |'), []);
});
