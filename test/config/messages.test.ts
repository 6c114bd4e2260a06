import t from 'tap';
import { z } from 'zod';
import { describeIssue } from '../../src/config/messages.ts';

const describe = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: describeIssue }).error?.issues.map(({ message }) => message);

void t.test('says what was expected', async (t) => {
  t.same(describe(z.string(), undefined), ['missing; expected text']);
  t.same(describe(z.string(), true), ['expected text, got a boolean; put it in quotes']);
  t.same(describe(z.string(), ['x']), ['expected text']);
  t.same(describe(z.boolean(), 'yes'), [
    'expected true or false, got text; write true or false, without quotes',
  ]);
  t.same(describe(z.array(z.string()), 'x'), ['expected a list']);
  t.same(describe(z.record(z.string(), z.string()), 'x'), ['expected a mapping']);
  t.same(describe(z.date(), 'x'), ['expected date']);
  t.same(describe(z.literal(1), undefined), ['missing; expected 1']);
});

void t.test('says which bound was missed', async (t) => {
  t.same(describe(z.string().max(3), 'abcd'), ['expected at most 3 characters']);
  t.same(describe(z.array(z.string()).min(1), []), ['expected at least 1 entry']);
  t.same(describe(z.number().gt(0), 0), ['expected more than 0']);
});

void t.test('says which alternatives there are', async (t) => {
  const [a, b] = [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })];
  t.same(describe(z.discriminatedUnion('kind', [a, b]), {}), ['missing; expected "a" or "b"']);
  t.same(describe(z.union([z.string(), z.number()]), null), ['not a value that this field takes']);
});

void t.test('suggests the alternative that was meant', async (t) => {
  const [a, b] = [z.object({ kind: z.literal('apple') }), z.object({ kind: z.literal('pear') })];
  t.same(describe(z.discriminatedUnion('kind', [a, b]), { kind: 'aple' }), [
    'expected "apple" or "pear"; did you mean apple?',
  ]);
  t.same(describe(z.enum(['GREEN', 'RED', 'BLUE']), 'green'), [
    'expected "GREEN", "RED" or "BLUE"; did you mean GREEN?',
  ]);
  t.same(describe(z.enum(['GREEN', 'RED']), 'colour'), ['expected "GREEN" or "RED"']);
});

void t.test('says each unknown field, one a line', async (t) => {
  t.same(describe(z.strictObject({ name: z.string().optional() }), { nam: 1, colour: 2 }), [
    'unknown field; did you mean name?\nunknown field; known are name',
  ]);
});

void t.test('has words for what no schema of the gateway brings up', async (t) => {
  t.same(describe(z.email(), 's3cret'), ['not a value that this field takes']);
  t.same(describe(z.number().multipleOf(2), 3), ['not a value that this field takes']);
});
