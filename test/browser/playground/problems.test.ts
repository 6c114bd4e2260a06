import t from 'tap';
import { problemsOf } from '../../../src/browser/playground/problems.ts';
import { readDocument } from '../../../src/browser/playground/read-document.ts';

/** Each problem: what it marks, what it says, what it would write. */
function told(text: string): unknown[] {
  return problemsOf(text, readDocument(text)).map(({ from, to, message, fix, replacement }) => [
    text.slice(from, to),
    [message, fix].join(' ').trim(),
    replacement,
  ]);
}

await t.test(
  'marks a value with its rule and its fix, and has the fix to be written',
  async (t) => {
    t.same(told('[{"componentBadge": {"badgeLabel": "a", "badgeColor": "GREN"}}]'), [
      ['"GREN"', 'Expected one of GREY, GREEN, YELLOW, RED, BLUE. Did you mean GREY?', '"GREY"'],
    ]);
    t.same(told('[{"componentLinkButton": {"linkButtonLabel": "a", "linkButtonUrl": "#"}}]'), [
      [
        '"#"',
        'Expected an absolute http or https URL. Begin with https:// and give the whole address.',
        null,
      ],
    ]);
  },
);

await t.test('marks keys that nobody knows', async (t) => {
  t.same(told('[{"componentTxt": {"text": "a"}}]'), [
    [
      '"componentTxt"',
      'Expected exactly one component kind. Did you mean componentText?',
      '"componentText"',
    ],
  ]);
  t.same(told('[{"componentText": {"text": "a", "txtSize": "S"}}]'), [
    ['"txtSize"', 'Unknown field, ignored; did you mean textSize?', '"textSize"'],
  ]);
});

await t.test('marks the component in which a field is missing', async (t) => {
  t.match(told('[{"componentBadge": {"badgeColor": "RED"}}]'), [['"componentBadge"', /string/]]);
});

await t.test('marks where it stops being JSON', async (t) => {
  t.match(told('[{"componentText": true false}]'), [['false', /^Not JSON here/]]);
  t.match(told('[{"componentText": "no end}]\n'), [['"no end}]', /^Not JSON here/]]);
  t.match(told('['), [['', /^Not JSON here/]]);
  t.same(told(''), []);
});

await t.test('goes from top to bottom', async (t) => {
  const text = '[{"componentText": {"size": "S", "text": 1}}, {}]';
  const places = problemsOf(text, readDocument(text)).map(({ from }) => from);
  t.same(
    places,
    [...places].sort((a, b) => a - b),
  );
  t.ok(places.length > 1);
});
