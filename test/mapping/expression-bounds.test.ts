import t from 'tap';
import { systemClock } from '../../src/clock.ts';
import { cardLimits, createBudget } from '../../src/mapping/budget.ts';
import { compileExpression } from '../../src/mapping/expression.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { failureOf, valueOf } from './evaluate.ts';

/** Half a megabyte. */
const response: unknown = JSON.parse(
  JSON.stringify({
    orders: Array.from({ length: 4000 }, (_, id) => ({
      id,
      name: `order ${id}`,
      tags: ['a', id % 7],
    })),
    numbers: Array.from({ length: 4900 }, (_, index) => (index * 7919) % 4999),
    many: Array.from({ length: 60_000 }, (_, index) => index % 10),
    text: 'a'.repeat(100_000),
    words: 'lorem ipsum '.repeat(5000),
    deep: Array.from({ length: 3000 }).reduce<unknown>((inner) => [inner], []),
    infinite: 0,
  }).replace('"infinite":0', '"infinite":1e999'),
);

/** Each would run for ever, or nearly so, or take all memory. */
const hostile = {
  'recursion without end': '($f := function($n) { 1 + $f($n + 1) }; $f(0))',
  'tail recursion without end': '($f := function($n) { $f($n + 1) }; $f(0))',
  'mutual recursion': '($a := function($n) { $b($n) }; $b := function($n) { $a($n) }; $a(0))',
  'the Y combinator': '(function($f) { $f($f) })(function($f) { $f($f) })',
  'recursion beside recursion': '($f := function($n) { [$f($n), $f($n)] }; $f(0))',
  'doubling a text': '($f := function($s) { $f($s & $s) }; $f("ab"))',
  'doubling a list': '($f := function($l) { $f($append($l, $l)) }; $f([1]))',
  'lists in lists that share': `${twice('[[$x], [$x]]', '[1]')} $string($f(60)))`,
  'objects that share, written out': `${twice('{"a": $x, "b": $x}', '{}')} "" & $f(60))`,
  'objects that share, compared': `${twice('{"a": $x, "b": $x}', '{}')} $f(60) = $f(60))`,
  'objects that share, walked': `${twice('{"a": $x, "b": $x}', '{}')} $f(60).**)`,
  'lists that share, judged': `${twice('[[$x], [$x]]', '[0]')} $f(60) ? 1)`,
  'a pad': '$pad("x", 1000000000)',
  'many pads': '$map([1..5000], function($n) { $pad("x", 9000) & $n })',
  'a pad of a pad': '$pad("x", 10000, $pad("y", 10000))',
  'a range': '[1..10000000]',
  'a range of ranges': '[1..5000].[1..5000]',
  'a cartesian product': 'orders.(orders.id)',
  'a join of all with all': 'orders@$a.orders@$b[$a.id = $b.id].{"id": $a.id}',
  'a map in a map': '$map(orders, function($a) { $map(orders, function($b) { $a.id = $b.id }) })',
  'distinct over the response': '$distinct(many)',
  'distinct over objects': '$distinct(orders)',
  'sorting the response': '$sort(many)',
  'sorting by a function': '$sort(orders, function($a, $b) { $a.name < $b.name })',
  'order by': 'orders^(name, id)',
  'order by of many': 'many^($)',
  'zip of all': '$zip(orders, orders, orders)',
  'merging one by one':
    '$reduce(orders, function($a, $o) { $merge([$a, {$string($o.id): $o}]) }, {})',
  'appending one by one': '$reduce([1..5000], $append, [])',
  'spreading all': '$spread([orders, orders, orders])',
  'all descendants': '**',
  'all fields of all': '**.**.**',
  'joining large texts': '$join([1..5000].$$.text, $$.text)',
  'replacing each letter': '$replace(text, "a", $substring(text, 0, 1000))',
  'replacing by a function': '$replace(words, /o/, function($m) { $$.words })',
  'splitting into letters': '$split(text, "")',
  'splitting by a pattern': '$split(words, / /)',
  'a long search': '$contains(text, "b" & $substring(text, 0, 50000))',
  'a pattern that backtracks': '$match(text, /(a+)+$/)',
  'a pattern with alternatives': '$contains(words, /^(([a-z])+.)+[A-Z]([a-z])+$/)',
  'a large pattern': '$contains(words, /(.{0,90}){0,3}x$/)',
  'a date with an endless year': '$fromMillis(0, "[Y,1000000000]")',
  'the same in hexadecimal': '$fromMillis(0, "[Y, 0x7fffffff]")',
  'now with an endless year': '$now("[Y,*-999999999]")',
  'a date that backtracks': '$toMillis($pad("", 90, "1"), "[Y][f][f][f][f][f][f][f][f][f][f]Z")',
  'names that backtrack': '$toMillis($pad("", 90, "a"), "[P]a[P]a[P]a[P]a[P]a[P]a[P]a[P]a[P]0")',
  'a grouping of nothing': '$formatNumber(1, "0", {"grouping-separator": ""})',
  'letters of infinity': '$formatInteger(1/0, "a")',
  'letters of infinity from data': '$map([infinite], $formatInteger(?, "a"))',
  'roman numbers': '$formatInteger(1e15, "I")',
  'a long picture': '$formatInteger(1, $pad("", 10000, "0,"))',
  'a number of many digits': '$parseInteger(text, "a")',
  'a promise that never ends': '(function($f) { {"then": $f} })(function($a, $b) { 1 })',
  'a group that never ends': '(function($f) { [1]{"then": $f} })(function($a, $b) { 1 })',
  'a text that runs code': '(function($f) { $string({"toJSON": $f}) })(function($x) { $error() })',
  'failing beside a loop': '[$error(), ($f := function() { $f() }; $f())]',
  'deep lists, written out': '$string(deep)',
  'deep lists, flattened': 'deep.*.*.*.*',
  'pretty print': '$string(orders, true)',
  'a grouping of all': 'orders{name: $$.orders}',
  'mapping natives': '$map(orders, $string)',
  'filtering by a pattern':
    '$filter(orders, function($o) { $contains($o.name, /(o|r|d)+e?r 39+9$/) })',
  'base64 of base64': '($f := function($s) { $f($base64encode($s)) }; $f($$.text))',
  'encoding of encoding': '($f := function($s) { $f($encodeUrlComponent($s)) }; $f("%"))',
  'upper case of much': '[1..5000].$uppercase($$.text)',
} as const;

/** `$f(n)` is `step` of itself, n times, from `start`. */
function twice(step: string, start: string): string {
  return `($g := function($x, $n) { $n = 0 ? $x : $g(${step}, $n - 1) }; $f := function($n) { $g(${start}, $n) };`;
}

interface Cost {
  readonly result: string;
  readonly blockMs: number;
  readonly memory: number;
}

/** Evaluates, and looks in between how long the event loop stood still, and how much memory there was. */
async function measure(source: string): Promise<Cost> {
  const compiled = compileExpression(source);
  if (!compiled.ok) throw new Error(`${source}: ${compiled.message}`);
  const watch = startWatch();
  const result = await compiled.expression.evaluate(
    response,
    { response },
    createBudget({ clock: systemClock }),
  );
  const { blockMs, memory } = await watch();
  return { result: result.ok ? 'a value' : result.message, blockMs, memory };
}

/** Blocks are measured in processor time of this thread: that is theirs, whatever else the machine does. */
function startWatch(): () => Promise<Pick<Cost, 'blockMs' | 'memory'>> {
  const memoryAtStart = process.memoryUsage().heapUsed;
  let [last, blockMs, memory, isOver] = [threadMs(), 0, 0, false];
  const look = (): void => {
    blockMs = Math.max(blockMs, threadMs() - last);
    memory = Math.max(memory, process.memoryUsage().heapUsed - memoryAtStart);
    last = threadMs();
    if (!isOver) setImmediate(look);
  };
  look();
  return async () => {
    isOver = true;
    await new Promise(setImmediate);
    return { blockMs, memory };
  };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The second time: the first one may be while code is compiled, or memory cleared. */
async function cheaper(source: string): Promise<Cost> {
  const first = await measure(source);
  return first.blockMs <= 50 ? first : measure(source);
}

const megabyte = 1_048_576;
/** Of the names above. */
const hasNoEnd = /recursion|doubling|without end|never ends/;

await t.test('an expression that would not end costs its card, and 50 ms at most', async (t) => {
  for (const [name, source] of Object.entries(hostile)) {
    const { result, blockMs, memory } = await cheaper(source);
    // What has an end may reach it where the machine is fast.
    if (hasNoEnd.test(name)) t.not(result, 'a value', `${name} fails`);
    t.ok(blockMs <= 50, `${name} blocks for ${blockMs.toFixed(0)} ms`);
    t.ok(memory <= 64 * megabyte, `${name} takes ${(memory / megabyte).toFixed(0)} MB`);
  }
});

await t.test('no rejection is left behind', async (t) => {
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => {
    rejections.push(reason);
  };
  process.on('unhandledRejection', note);
  for (const source of [
    '[$error(), $error(), ($f := function() { $f() }; $f())]',
    '{"a": $error(), "b": $error()}',
    '(function($f) { $string([$f]) })(function() { $error() })',
    '(function($f) { $f & $f = $f })(function() { $error() })',
  ])
    await failureOf(source);
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', note);
  t.same(rejections, []);
});

await t.test('lets others have their turn meanwhile', async (t) => {
  const watch = startWatch();
  const budgets = Array.from({ length: 5 }, () => createBudget({ clock: systemClock }));
  const compiled = compileExpression(hostile['tail recursion without end']);
  if (!compiled.ok) throw new Error(compiled.message);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await Promise.all(budgets.map((budget) => compiled.expression.evaluate(null, {}, budget)));
  clearInterval(timer);
  await watch();
  t.ok(turns >= 10, `${turns} turns in the time of five cards`);
});

await t.test('counts the steps of all expressions of a card together', async (t) => {
  const compiled = compileExpression('$sum([1..10].($ * 2))');
  if (!compiled.ok) throw new Error(compiled.message);
  const limits = { ...cardLimits, steps: 100 };
  const budget = createBudget({ clock: createManualClock(), limits });
  const first = await compiled.expression.evaluate(null, {}, budget);
  t.ok(first.ok);
  await compiled.expression.evaluate(null, {}, budget);
  const last = await compiled.expression.evaluate(null, {}, budget);
  t.same(last, { ok: false, message: 'took more than 100 steps' });
});

await t.test('takes what cards need', async (t) => {
  const input = {
    lines: Array.from({ length: 500 }, (_, id) => ({ id, amount: id, state: id % 2 ? 'a' : 'b' })),
  };
  t.equal(await valueOf('$sum(lines.amount)', { input }), 124_750);
  t.equal(await valueOf('$count(lines[state = "a"])', { input }), 250);
  t.equal(await valueOf('lines^(>id)[0].id', { input }), 499);
  t.same(await valueOf('lines{state: $count(id)}', { input }), { a: 250, b: 250 });
  t.equal(await valueOf('$length($join(lines.$string(id), ", "))', { input }), 2388);
  t.equal(
    await valueOf('$count(many) > 0', { input: response }),
    true,
    'long lists may be counted',
  );
  t.equal(await valueOf('$exists(orders[0])', { input: response }), true);
  t.equal(await valueOf('$truncate(text, 5)', { input: response }), 'aaaa…');
});
