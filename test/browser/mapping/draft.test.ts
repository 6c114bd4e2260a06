import t from 'tap';
import { readDraft, writeDraft } from '../../../src/browser/mapping/draft.ts';

await t.test('reads what it wrote', async (t) => {
  const draft = { yaml: 'name: a\n', response: '{}', card: 'a' };
  t.same(readDraft(writeDraft(draft)), draft);
  t.same(readDraft(writeDraft({ ...draft, card: null })), { ...draft, card: null });
});

await t.test('reads nothing else', async (t) => {
  for (const text of ['', '[]', 'null', '{"yaml": 1, "response": ""}', '{"yaml": ""}', '{"yaml"'])
    t.equal(readDraft(text), null, text);
  t.match(readDraft('{"yaml": "", "response": "", "card": 1}'), { card: null });
});
