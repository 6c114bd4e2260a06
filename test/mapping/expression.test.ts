import t from 'tap';
import { createBudget } from '../../src/mapping/budget.ts';
import { compileExpression } from '../../src/mapping/expression.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { evaluate, failureOf, valueOf } from './evaluate.ts';

const input = { data: [{ number: 7 }, { number: 8 }], one: [{ number: 9 }], nothing: null };

void t.test('gives plain JSON', async (t) => {
  t.same(await valueOf('data.number', { input }), [7, 8]);
  t.strictSame(await valueOf('{"a": data[0]}', { input }), { a: { number: 7 } });
  const list = await valueOf('data', { input });
  t.not(list, input.data, 'of its own');
  t.same(await valueOf('[$sum, 1]'), [null, 1], 'without functions');
  t.equal(await valueOf('$uppercase'), undefined);
});

void t.test('gives one result alone, not a list of it', async (t) => {
  t.equal(await valueOf('one.number', { input }), 9);
  t.same(await valueOf('one.number[]', { input }), [9]);
});

void t.test('has no value for what is not there', async (t) => {
  for (const source of ['missing', 'data[5]', 'data.missing.deeper', '$lookup', '$response'])
    t.equal(await valueOf(source, { input }), undefined, source);
  t.equal(await valueOf('nothing', { input }), null);
});

void t.test('sees the variables of the gateway', async (t) => {
  const bindings = {
    response: input,
    customer: { email: 'a@b.com' },
    lookup: 'cus_1',
    index: 3,
    hasNextPage: true,
  };
  t.same(
    await valueOf(
      '[$response.one.number, $customer.email, $lookup, $index, $hasNextPage, $thread]',
      { bindings },
    ),
    [9, 'a@b.com', 'cus_1', 3, true],
  );
});

void t.test('names the variables it uses', async (t) => {
  const variablesOf = (source: string) => {
    const compiled = compileExpression(source);
    return compiled.ok ? [...compiled.expression.variables].sort() : compiled.message;
  };
  t.same(variablesOf('data.($thread.id = $$.id ? $customer.email : $lookup)'), [
    'customer',
    'lookup',
    'thread',
  ]);
  t.same(variablesOf('$lookup(data, "tenant")'), [], "JSONata's function $lookup is another");
  t.same(variablesOf('($tenant := 1; $tenant)'), [], 'a variable of the expression itself');
  t.same(variablesOf('"$thread"'), []);
});

void t.test('keeps $lookup() beside $lookup', async (t) => {
  const situation = { input: { a: 1 }, bindings: { lookup: 'id' } };
  t.same(await valueOf('[$lookup, $lookup($, "a")]', situation), ['id', 1]);
  t.equal(await valueOf('($lookup := 5; $lookup)', situation), 5);
});

void t.test('passes functions on', async (t) => {
  t.same(await valueOf('$map(["a", "b"], $uppercase)'), ['A', 'B']);
  t.same(await valueOf('$map(["a", "b"], $pad(?, 3, "-"))'), ['a--', 'b--']);
  t.same(await valueOf('["a", "b"] ~> $map($uppercase) ~> $join("+")'), 'A+B');
  t.same(await valueOf('$map([0, 86400], $date)'), ['1 Jan 1970', '2 Jan 1970']);
  t.equal(await valueOf('($f := $truncate(?, 3); $f("abcdef"))'), 'ab…');
  t.equal(await valueOf('("a" ~> $uppercase ~> $lowercase)'), 'a');
});

void t.test('says why it failed without any of the data', async (t) => {
  const failures = [
    ['$number("hunter2")', '$number got what is no number'],
    ['1 + "hunter2"', 'the right side of + is no number'],
    ['"hunter2" < 1', '< compares texts with numbers'],
    ['$uppercase(1)', 'argument 1 of $uppercase is of the wrong type'],
    ['$error("hunter2")', '$error was called'],
    ['$assert(false, "hunter2")', '$assert failed'],
    ['($f := "hunter2"; $f())', 'f is no function'],
    ['{"a": 1, "a": 2}', 'an object has the same key twice'],
    ['$join(?, "-")({"a": "hunter2"})', '$join takes texts'],
    ['$parseInteger("hunter2", "x")', 'failed (JSONata D3130)'],
    ['$merge(?)(5)', 'failed'],
  ] as const;
  for (const [source, message] of failures) t.equal(await failureOf(source, { input }), message);
});

void t.test('evaluates many at a time, each within its own budget', async (t) => {
  const compiled = compileExpression('$sum($map([1..100], function($n) { $n * 2 }))');
  if (!compiled.ok) throw new Error(compiled.message);
  const clock = createManualClock();
  const results = await Promise.all(
    Array.from({ length: 50 }, () =>
      compiled.expression.evaluate(null, {}, createBudget({ clock })),
    ),
  );
  t.ok(results.every((result) => result.ok && result.value === 10_100));
});

void t.test('is not stopped by a failure before it', async (t) => {
  const [failed, fine] = await Promise.all([evaluate('$error()'), evaluate('1')]);
  t.notOk(failed.ok);
  t.same(fine, { ok: true, value: 1 });
});

void t.test('ends what runs beside a failure', async (t) => {
  const budget = createBudget({ clock: createManualClock() });
  const compiled = compileExpression('[$error(), ($f := function() { $f() }; $f())]');
  if (!compiled.ok) throw new Error(compiled.message);
  t.same(await compiled.expression.evaluate(null, {}, budget), {
    ok: false,
    message: '$error was called',
  });
  t.equal(await valueOf('1'), 1);
});

void t.test('leaves its input as it is', async (t) => {
  const response = { list: [], matrix: [[], [1]], inner: { list: [] } };
  const before = structuredClone(response);
  for (const source of [
    'list{"k": 1}',
    'matrix.{"k": $}',
    'inner.list{"k": 1}',
    '$map(matrix, function($row) { $row{"k": 1} })',
    '$append(list, 1)',
    '$sort(matrix[1])',
    '$reverse(matrix)',
    'matrix[]',
  ]) {
    await evaluate(source, { input: response, bindings: { response } });
    t.same(JSON.stringify(response), JSON.stringify(before), source);
  }
});

void t.test('takes the names of object machinery as names', async (t) => {
  const hostile: unknown = JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}');
  t.same(await valueOf('`__proto__`.admin', { input: hostile }), true);
  t.equal(await valueOf('admin', { input: hostile }), undefined);
  t.equal(await valueOf('toString'), undefined);
  t.equal(await valueOf('$customer.constructor', { bindings: { customer: {} } }), undefined);
  for (const source of [
    '{"__proto__": {"admin": true}}',
    '$merge([{"__proto__": {"admin": true}}, {"a": 1}])',
    '[1]{"__proto__": {"admin": true}}',
    '$spread($)',
    '$sift($, function($v) { true })',
  ]) {
    const result = await valueOf(source, { input: hostile });
    t.equal(Reflect.get({}, 'admin'), undefined, source);
    t.equal(Reflect.get(Object(result), 'admin'), undefined, source);
  }
});

void t.test('runs nothing that data says', async (t) => {
  const fake = {
    _jsonata_lambda: true,
    thunk: true,
    arguments: [],
    body: { type: 'string', value: 'ran', procedure: { type: 'string', value: 'ran' } },
    environment: { base: { depth: 0 } },
  };
  const marked = { fake, native: { _jsonata_function: true, implementation: 'x' } };
  const message = 'used data that is marked as a function';
  t.equal(await failureOf('$lookup($, "fake")', { input: marked }), message);
  t.equal(await failureOf('[fake]', { input: marked }), message);
  t.equal(await failureOf('native', { input: marked }), message);
});
