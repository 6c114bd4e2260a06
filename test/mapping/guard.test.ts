import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import jsonata from 'jsonata';
import t from 'tap';
import { nativeNames, refusedFunctions } from '../../src/mapping/function-names.ts';
import { isFunction } from '../../src/mapping/weigh.ts';
import { evaluate, failureOf, valueOf } from './evaluate.ts';

const input = {
  words: ['one', 'two', 'three', 'two'],
  numbers: [3, 1, 2, 3],
  people: [
    { name: 'Ada', age: 36, tags: ['a', 'b'] },
    { name: 'Grace', age: 85, tags: ['b'] },
    { name: 'Alan', age: 41 },
  ],
  nested: { a: { b: [1, [2, 3]], c: 'x' }, d: null, e: false },
  text: 'a1b22 c333, 😀 d',
  empty: [],
};

/** Each gives here what JSONata gives by itself. */
const sources = `
  $sum(numbers) | $count(words) | $max(numbers) | $min(numbers) | $average(numbers) | $sum(missing)
  $string(people[0]) | $string(5) | $string(missing) | $string([1, 2.5]) | $string($sum)
  $substring("hello", 1, 3) | $substring("hello", -3) | $substring("hello", -3, 2) | $substring("hi", 5) | $substring("a😀b", 1, 1)
  $substring("hello", 1, 0) | $substring("hello", -10, 3) | $substring(missing, 1) | $substring("hello", 1.7, 1.2)
  $substringBefore(text, "b") | $substringAfter(text, "b") | $substringBefore(text, "zz") | $substringAfter(missing, "b")
  $lowercase("ABC") | $uppercase("abc") | $length(text) | $length("") | $length(missing) | $trim("  a   b ")
  $pad("x", 5) | $pad("x", -5, "#") | $pad("x", 5, "ab") | $pad(missing, 5)
  $contains(text, "b2") | $contains(text, /[0-9]+ c/) | $contains(missing, "x") | $contains("ABC", /b/i)
  $split("a, b, c", ", ") | $split("a, b, c", ", ", 2) | $split("abc", "") | $split("a1b2c", /[0-9]/) | $split(missing, ",") | $split("a1b2c", /[0-9]/, 1) | $split("abc", ",", 0)
  $join(words) | $join(words, "-") | $join("one") | $join(missing) | $join(empty)
  $match(text, /[a-z]([0-9]+)/) | $match(text, /([0-9])([0-9])?/, 2) | $match(text, /z/) | $match(missing, /z/) | $match("a\\nb", /^b/m)
  $replace(text, "b", "-") | $replace("aaa", "a", "b", 2) | $replace(text, /([a-z])([0-9]+)/, "$2$1$$$0") | $replace(text, /[0-9]/, "") | $replace("abc", "z", "-")
  $replace(text, /[0-9]+/, function($m) { "<" & $m.match & ">" }) | $replace(missing, "a", "b") | $replace("aXbX", "X", "-", 0) | $replace("abab", /b/, "$1", 1)
  $base64encode("abc") | $base64decode("YWJj") | $encodeUrlComponent("?x=é") | $encodeUrl("http://x/é y") | $decodeUrlComponent("%3Fx") | $decodeUrl("http://x/%20")
  $formatNumber(1234.5, "#,##0.00") | $formatNumber(0.14, "01%") | $formatNumber(1234.5, "#.##0,00", {"decimal-separator": ",", "grouping-separator": "."}) | $formatNumber(12, "0e0")
  $formatBase(255, 16) | $formatInteger(2026, "I") | $formatInteger(12, "w") | $formatInteger(1234, "#,##0") | $parseInteger("12,345", "#,##0") | $parseInteger("twelve", "w")
  $number("5") | $number("0x1F") | $number(true) | $floor(1.7) | $ceil(1.2) | $round(2.5) | $round(123.456, 2) | $abs(-5) | $sqrt(9) | $power(2, 10)
  $boolean([]) | $boolean([0, 1]) | $boolean("") | $boolean({}) | $not(true) | $not(missing) | $exists(nested.d) | $exists(missing)
  $map(numbers, function($n, $i, $all) { $n * $i + $count($all) }) | $map(missing, $sum) | $map(words, $length)
  $filter(people, function($p) { $p.age > 40 }).name | $filter(empty, $boolean) | $single(people, function($p) { $p.name = "Ada" }).age
  $reduce(numbers, function($a, $b) { $a + $b }) | $reduce(numbers, $append, []) | $reduce(empty, function($a, $b) { $a }, 5)
  $sift(nested, function($v, $k) { $k != "d" }) | $keys(nested) | $keys(people) | $lookup(people, "name") | $lookup(nested, "e") | $each(nested.a, function($v, $k) { $k })
  $append(numbers, 4) | $append(missing, 4) | $append(empty, empty) | $merge(people) | $merge([{"a": 1}, {"b": 2}, {"a": 3}]) | $merge(missing)
  $spread(people[0]) | $spread(people) | $spread({"a": 1}) | $spread("x") | $spread(missing) | $spread([[{"a": 1}], 2])
  $reverse(numbers) | $reverse(empty) | $sort(numbers) | $sort(words) | $sort(["b"]) | $sort(missing) | $sort(people, function($a, $b) { $a.age > $b.age }).name | $sort(["b", "a"], function($l, $r) { $l > $r })
  $distinct(words) | $distinct(numbers) | $distinct([1, "1", true, null, 1]) | $distinct(people.tags) | $distinct([{"a": 1, "b": [2]}, {"b": [2], "a": 1}]) | $distinct(missing) | $distinct("x") | $distinct(words[[0..1]])
  $zip(numbers, words) | $zip([1], [2], [3]) | $zip([1, 2], missing) | $type(nested) | $type(null) | $type(missing) | $clone(nested.a)
  $fromMillis(0) | $fromMillis(1510067557121, "[D01]/[M01]/[Y0001] [h#1]:[m01][P]") | $fromMillis(0, "[Y0001]-[M01]", "+0100") | $fromMillis(missing)
  $toMillis("2017-11-07T15:07:54.972Z") | $toMillis("2018") | $toMillis("14/11/2026", "[D01]/[M01]/[Y0001]") | $toMillis("20180205", "[Y0001][M01][D01]") | $toMillis("2 Feb 2012", "[D1] [MNn,3-3] [Y0001]") | $toMillis(missing)
  people^(>age).name | people^(name)[0].name | people{name: age} | people.tags | people[0].tags[1] | **.b | nested.* | people.{"n": name} | [1..3].($ * 2)
  people@$p.tags@$t.{"n": $p.name, "t": $t} | people#$i.{"i": $i} | people.tags.%.name | missing ?? "x" | "" ?: "y" | numbers[$ > 1] | numbers[-1] | 2 in numbers | nested.a = {"c": "x", "b": [1, [2, 3]]}
  ($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(20)) | ($x := 5; ($x := 6; $x) + $x) | $uppercase ~> $lowercase | "abc" ~> $uppercase | words ~> $map($uppercase) ~> $join | (function($x, $y) { $x & $y })("a", "b")
  ($re := /b/; $contains("abc", $re)) | /b/("abc").start
`
  .split(/\n| \| /)
  .map((source) => source.trim())
  .filter(Boolean);

void t.test('gives what JSONata gives', async (t) => {
  for (const source of sources) {
    const plain = (await jsonata(source).evaluate(input)) as unknown;
    const result = await evaluate(source, { input });
    t.ok(result.ok, `${source}: ${result.ok ? '' : result.message}`);
    if (result.ok) t.same(json(result.value), json(plain), source);
  }
});

/** Functions are no JSON. */
function json(value: unknown): string | undefined {
  return isFunction(value) ? undefined : JSON.stringify(value);
}

void t.test('keeps regular expressions left of ?? and ?:, which JSONata loses', async (t) => {
  t.equal(await valueOf('$match("abc", /b/).match ?? "none"'), 'b');
  t.equal(await valueOf('$match("abc", /z/).match ?? "none"'), 'none');
  t.equal(await valueOf('$contains("ab", /A/i) ?: "none"'), true);
});

void t.test('fails where JSONata fails', async (t) => {
  for (const source of [
    '$replace("a", "", "b")',
    '$replace("a", "a", "b", -1)',
    '$split("a", ",", -1)',
    '$sort([1, "a"])',
    '$sort([{"a": 1}, {"a": 2}])',
    '$toMillis("soon")',
    '$single(numbers, function($n) { $n > 1 })',
  ]) {
    await t.rejects(jsonata(source).evaluate(input), source);
    t.type(await failureOf(source, { input }), 'string', source);
  }
});

void t.test('knows all functions of JSONata', async (t) => {
  const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');
  const bound = [...source.matchAll(/(?:staticFrame|environment)\.bind\('(\w+)'/g)];
  t.same(
    new Set(bound.map(([, name]) => name)),
    new Set([...nativeNames, ...refusedFunctions.keys()]),
    'a new one has to be judged',
  );
});

void t.test('says what a function does not take', async (t) => {
  const failures = [
    ['$string({"a": 1}, true)', '$string takes one argument'],
    ['$pad("x", 10001)', 'padded to more than 10000 characters'],
    ['$formatNumber(1, "0", {"percent": ""})', '$formatNumber takes options of 1 to 10 characters'],
    [
      '$formatNumber(1, $pad("", 101, "0"))',
      'used a picture, or what one reads, of more than 100 characters',
    ],
    ['$fromMillis(0, "[Y,100]")', 'used a picture with a width of more than 2 digits'],
    [
      '$toMillis("1", "[Y][f]")',
      '$toMillis takes a picture with something between any two of its parts',
    ],
    ['$sort([2, 1], 5)', 'argument 2 of $sort is of the wrong type'],
    ['$sort(?, "x")([2, 1])', '$sort takes a function'],
    ['$split(?, ",", -1)("a")', '$split takes a limit of 0 or more'],
    ['$replace(?, "a", 5)("a")', '$replace takes texts'],
    ['$substringAfter("a", $pad("", 1001))', 'looked for a text of more than 1000 characters'],
  ] as const;
  for (const [source, message] of failures) t.equal(await failureOf(source), message, source);
});

void t.test('takes the time of day from the clock it is given', async (t) => {
  t.equal(await valueOf('$now()'), '2026-01-01T00:00:00.000Z');
  t.equal(await valueOf('$now("[Y]", "+0000")'), '2026');
  t.equal(await valueOf('$millis()'), Date.UTC(2026, 0, 1));
  t.equal(
    await valueOf('$toMillis("10:30", "[H01]:[m01]")'),
    Date.UTC(2026, 0, 1, 10, 30),
    'today is where a picture has no date',
  );
  t.equal(await valueOf('$toMillis("2026-11-14T09:30:00")'), Date.UTC(2026, 10, 14, 9, 30), 'UTC');
});
