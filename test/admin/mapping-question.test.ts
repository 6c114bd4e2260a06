import t from 'tap';
import { parseMappingQuestion } from '../../src/admin/mapping-question.ts';

await t.test('what is left out is null, or not there', async (t) => {
  t.strictSame(parseMappingQuestion({ yaml: 'a', response: null }), {
    ok: true,
    question: { yaml: 'a', response: null, customer: null, lookup: null },
  });
  t.match(
    parseMappingQuestion({ yaml: 'a', response: '{}', card: 'usage', customer: { id: 'c_1' } }),
    {
      question: { card: 'usage', customer: { id: 'c_1', email: null } },
    },
  );
});

await t.test('what is wrong is named with what was expected', async (t) => {
  const wrong: [unknown, RegExp][] = [
    [undefined, /^body: missing; expected a mapping$/],
    [{ response: null }, /^yaml: missing; expected text/],
    [{ yaml: 'a' }, /^response: missing; expected text/],
    [{ yaml: 'a', response: {} }, /^response: expected text/],
    [{ yaml: 'a'.repeat(200_001), response: null }, /^yaml: expected at most 200000 characters/],
    [{ yaml: 'a', response: null, customer: { mail: 'x' } }, /^customer: .*unknown field/],
  ];
  for (const [body, message] of wrong) {
    const parsed = parseMappingQuestion(body);
    t.match(parsed.ok ? '' : parsed.message, message);
  }
});
