import t from 'tap';
import { compileExpression } from '../../src/mapping/expression.ts';
import type { VariableName } from '../../src/mapping/variables.ts';

/** The place is marked by a caret under it: the source, then the message behind the caret. */
function mistakeIn(source: string, scope?: readonly VariableName[]): string {
  const compiled = compileExpression(source, scope);
  if (compiled.ok) return 'sound';
  return `${source.slice(0, compiled.offset)}⁁${source.slice(compiled.offset)} ${compiled.message}`;
}

/** `⁁` stands where the mistake is. */
const mistakes = {
  'a +⁁': 'expected a value before the end',
  'a ⁁b': 'unexpected b; expected an operator or the end',
  'a ⁁"b"': 'unexpected b; expected an operator or the end',
  '(a⁁': 'expected ) before the end',
  '{"a" ⁁1}': 'expected :, got 1',
  "x & ⁁'abc": 'a text without its closing quote',
  '"a" & ⁁"abc': 'a text without its closing quote',
  'a.⁁`b c': 'a name without its closing backquote',
  'a ⁁/* b': 'a comment without its */',
  '$match(a, ⁁/abc)': 'a regular expression without its closing /',
  '$f(1,⁁)': 'expected a value before )',
  '⁁, a': 'expected a value before ,',
  'a.⁁5': 'expected a field name, got 5',
  'function(⁁a){1}': 'expected a parameter that begins with $',
  '⁁a := 1': 'expected a name that begins with $ before :=',
  '⁁1e999': 'a number that is too large',
  '"x⁁\\q"': 'an unknown escape; a backslash is written \\\\',
  '"x⁁\\u12"': 'expected 4 hexadecimal digits behind \\u',
  'a ⁁! b': 'unknown operator !',
  'a #⁁bcd': 'expected a name that begins with $ behind #',
  '⁁%': '% has no parent here',
  '$match(a, ⁁/a{2,1}/)':
    'a regular expression that is none: numbers out of order in {} quantifier',
  'a[0]⁁@$b': 'expected @ before any condition [ ] of the step',
  'a{"x": 1}⁁{"y": 2}': 'a step takes one group { } only',
  '⁁': 'expected a value before the end',
  '⁁$uppercas("a")': 'unknown function; did you mean $uppercase?',
  'a.⁁$moneyMinr(b, c)': 'unknown function; did you mean $moneyMinor?',
  '⁁$frobnicate(a)': 'unknown function',
  '⁁uppercase(a)': 'the name of a function begins with $; did you mean $uppercase?',
  'a & ⁁foo.bar': 'sound',
  '⁁$customr.email': 'unknown variable; did you mean $customer?',
  'a = ⁁$total': 'unknown variable; fields of the response are written without $',
  '⁁$customer("x")': '$customer is a value, not a function',
  '[1].⁁$random()': 'expected no $random: the same data has to give the same card',
  '⁁$eval("1")': 'expected no $eval: an expression is not made from data',
  '$map(a, ⁁$shuffle)': 'expected no $shuffle: the same data has to give the same card',
  '($total := 1; $total + ⁁$totl)': 'unknown variable; did you mean $total?',
  '(($x := 1); ⁁$x)': 'unknown variable; fields of the response are written without $',
  'function($item) { $item + ⁁$itme }': 'unknown variable; did you mean $item?',
  '$map(a, ⁁$formt)': 'unknown variable; fields of the response are written without $',
  'a ~> ⁁|b|{"c": 1}|': 'expected no transform | … |; { … } and $merge make a changed object',
  'function⁁($x)<n:n>{$x}': 'expected a function without a type signature < … >',
  '(⁁$then := 1; $then)': 'expected another name than $then',
  'a@⁁$toJSON.b': 'expected another name than $toJSON',
  '⁁$money(a)': 'expected $money(amount, currency)',
  'a ~> ⁁$truncate()': 'expected $truncate(text, length)',
  '⁁$date(a, b)': 'expected $date(time)',
} as const;

void t.test('a mistake is told at its place, in plain words', async (t) => {
  for (const [marked, message] of Object.entries(mistakes)) {
    const source = marked.replace('⁁', '');
    const expected = message === 'sound' ? message : `${marked} ${message}`;
    t.equal(mistakeIn(source), expected);
  }
});

void t.test('a regular expression that needs backtracking is a mistake', async (t) => {
  const message =
    'expected a regular expression without look-ahead, look-behind and back-references, and with counts up to 1000';
  for (const marked of [
    '$contains(a, /x⁁(?=y)/)',
    '$contains(a, /(x)⁁\\1/i)',
    '$contains(a, /⁁(?<!y)x/)',
    '$contains(a, /(?<n>x)⁁\\k<n>/)',
    '"/(?=/" & $match(b, /a⁁(?!c)/)',
    '$contains(a, /a⁁{2000}/)',
  ])
    t.equal(mistakeIn(marked.replace('⁁', '')), `${marked} ${message}`);
  t.equal(
    mistakeIn('$contains(a, /(?:abc){900}/)'),
    '$contains(a, /⁁(?:abc){900}/) expected a smaller regular expression',
  );
});

void t.test('a colour that is written out is a colour', async (t) => {
  const colors = 'expected one of GREY, GREEN, YELLOW, RED, BLUE';
  t.equal(
    mistakeIn('$badgeColor(a, {"x": "GREEN", "y": "green"})'),
    `$badgeColor(a, {"x": "GREEN", "y": ⁁"green"}) ${colors}; did you mean GREEN?`,
  );
  t.equal(
    mistakeIn("a ~> $badgeColor({'x': 'GREEN'}, 'ORANGE')"),
    `a ~> $badgeColor({'x': 'GREEN'}, ⁁'ORANGE') ${colors}`,
  );
  t.equal(mistakeIn('$badgeColor(a, {"x": b & "c", b: c}, missing)'), 'sound');
  t.equal(mistakeIn('$badgeColor("paid", colors, "GREY")'), 'sound');
});

void t.test('what is bound is known where it is bound', async (t) => {
  for (const source of [
    '($x := 1; $x)',
    '($f := function($n) { $n < 1 ? 0 : $f($n - 1) }; $f(3))',
    '($a := function() { $b() }; $b := function() { 1 }; $a())',
    'function($a) { function($b) { $a + $b } }',
    'a@$x.b[c = $x]',
    'a#$i.{"i": $i}',
    'a[b = 1]#$i[$i > 0]',
    '$map(a, function($v, $i, $all) { $v & $i & $all })',
    '[$x := 1, $x]',
    'a{b: $count($)}',
    '$reduce(a, function($x, $y) { ($z := $x; $z + $y) })',
    'a.b.%.c',
    '$uppercase ~> $lowercase',
    'λ($x) { $x }',
    '$ & $$ & $$.a',
    'a ~> $truncate(10)',
    '$map(a, $truncate(?, 10))',
    '$plural(1, "order", "orders")',
  ])
    t.equal(mistakeIn(source), 'sound');
});

void t.test('only variables in scope are known', async (t) => {
  t.equal(mistakeIn('a & $index', ['response']), 'a & ⁁$index $index is known in forEach: only');
  t.equal(
    mistakeIn('$lookup', ['response']),
    '⁁$lookup $lookup is not known yet: this is what finds it',
  );
  t.equal(mistakeIn('$lookup(a, "b")', ['response']), 'sound');
  t.equal(mistakeIn('$response.a', ['response']), 'sound');
});

void t.test('of several mistakes the first in the text is told', async (t) => {
  t.match(mistakeIn('{"a": $foo(1), "b": $bar}'), /⁁\$foo/);
  t.match(mistakeIn('$bar & {"a": $foo(1)}'), /^⁁\$bar/);
});

void t.test('an expression that would take for ever to read is a mistake', async (t) => {
  const nested = (depth: number) => '('.repeat(depth) + 'a' + ' ?? b)'.repeat(depth);
  t.equal(mistakeIn(nested(6)), 'sound');
  t.match(mistakeIn(nested(9)), /stand too deep in one another/);
  t.match(mistakeIn(`(${'a + '.repeat(2000)} a ?? b) ?? c`), /stand too deep in one another/);
  t.match(mistakeIn(nested(40)), /stand too deep in one another/);
  t.match(mistakeIn(nested(20).replaceAll('??', '?:')), /stand too deep in one another/);
  t.equal(mistakeIn('a ?? b ?? c ?? d ?? e ?? f ?? g ?? h ?? i'), 'sound', 'one behind another');
  t.equal(mistakeIn('[a ?? 1, b ?? 2, c ?? 3, d ?? 4, e ?? 5, f ?? 6, g ?? 7, h ?? 8]'), 'sound');
  t.equal(mistakeIn('"((((((a ?? b) ?? c) ?? d) ?? e) ?? f) ?? g) ?? h"'), 'sound');
  t.match(mistakeIn('('.repeat(4000) + 'a' + ')'.repeat(4000)), /nested too deeply/);
  t.match(mistakeIn('a & '.repeat(4000)), /expected at most 10000 characters/);
});

void t.test('reading takes time in proportion to the text, more or less', async (t) => {
  for (const unit of ['1/', '/', '"', "'", '`', '{', '(', '$a ', 'a[', '/*', '??', 'a ?? ']) {
    const source = unit.repeat(9999 / unit.length);
    const start = process.threadCpuUsage().user;
    mistakeIn(source);
    const ms = (process.threadCpuUsage().user - start) / 1000;
    t.ok(ms < 500, `${unit} takes ${ms.toFixed(0)} ms`);
  }
});
