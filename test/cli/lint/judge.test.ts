import * as fc from 'fast-check';
import t from 'tap';
import { judge } from '../../../src/cli/lint/judge.ts';
import { componentFields } from '../../../src/validate/components.ts';
import { validateCard } from '../../../src/validate/card.ts';
import { cards } from '../../validate/arbitraries.ts';

const card = (key: string, ...components: readonly unknown[]) => ({ key, components });
const text = (value: unknown) => ({ componentText: { text: value } });

function findings(document: unknown, asked: readonly string[] = []): string[] {
  const { findings: own, cards } = judge(document, asked);
  return [...own, ...cards.flatMap((each) => each.findings)].map(
    ({ severity, pointer, message, fix }) =>
      `${severity} ${pointer}: ${[message, fix].filter(Boolean).join('. ')}`,
  );
}

const verdicts = (document: unknown, asked: readonly string[] = []) =>
  judge(document, asked).cards.map(({ key, verdict }) => `${key} ${verdict}`);

await t.test('a good answer has no findings', async (t) => {
  const answer = { cards: [card('usage', text('fine')), { key: 'plan', components: null }] };
  t.same(findings(answer, ['plan', 'usage']), []);
  t.same(verdicts(answer), ['usage shown', 'plan hidden']);
  t.same(judge(answer, ['plan', 'usage']).missing, []);
});

await t.test('one card alone is judged as well', async (t) => {
  t.same(verdicts(card('usage', text('fine'))), ['usage shown']);
  t.same(findings(card('usage', text(''))), [
    'error /components/0/componentText/text: expected 1 to 10000 characters. Leave the component out where there is nothing to say.',
  ]);
  t.same(findings({ components: null }), [
    'error /key: expected a string. Leave the component out where there is nothing to say.',
  ]);
});

await t.test('what is no answer is refused as a whole', async (t) => {
  for (const document of [null, [], 1, 'x', {}, [card('usage')]]) {
    t.match(findings(document), [/^error : expected \{"cards": \[…\]\}, or one card/]);
  }
  for (const cards of [null, {}, 'x']) {
    t.same(findings({ cards }), ['error /cards: expected a list of cards']);
  }
});

await t.test('every component at fault is told, with its place and its fix', async (t) => {
  const row = (main: unknown, aside: unknown) => ({
    componentRow: { rowMainContent: [main], rowAsideContent: [aside] },
  });
  const answer = {
    cards: [
      card(
        'usage',
        text(null),
        text(7),
        text('x'.repeat(10_001)),
        row(
          { componentBadge: { badgeLabel: 'x', badgeColor: 'GREENN' } },
          row(text('x'), text('x')),
        ),
        { componentLinkButton: { linkButtonLabel: 'x', linkButtonUrl: '/x' } },
        { componentDateTime: { dateTimeIso8601: 'today' } },
        { componentUser: { userIdentifier: {} } },
        { componentUser: { userIdentifier: { userId: '' } } },
        { componentContainer: { containerContent: [] } },
        { componentTxt: {} },
        { componentText: { text: 'x' }, componentDivider: {} },
        { componentRow: { rowMainContent: [text('x')] } },
        { componentDivider: { dividerSpacingSize: 7 } },
        'x',
      ),
    ],
  };
  const at = (index: number) => `error /cards/0/components/${index}`;
  t.same(findings(answer), [
    `${at(0)}/componentText/text: expected a string. Leave the component out where there is nothing to say.`,
    `${at(1)}/componentText/text: expected a string. Write it as text, in quotes.`,
    `${at(2)}/componentText/text: expected 1 to 10000 characters. Shorten it: it has 10001.`,
    `${at(3)}/componentRow/rowMainContent/0/componentBadge/badgeColor: expected one of GREY, GREEN, YELLOW, RED, BLUE. Did you mean GREEN?`,
    `${at(3)}/componentRow/rowAsideContent/0/componentRow: a componentRow is not allowed here. Rows hold no rows and no containers; containers hold no containers.`,
    `${at(4)}/componentLinkButton/linkButtonUrl: expected an absolute http or https URL. Begin with https:// and give the whole address.`,
    `${at(5)}/componentDateTime/dateTimeIso8601: expected an ISO 8601 date-time. Write it like 2026-11-14T09:30:00Z.`,
    `${at(6)}/componentUser/userIdentifier: expected exactly one of userId, emailAddress. Give the one that you have, and leave the others out.`,
    `${at(7)}/componentUser/userIdentifier/userId: expected a string that is not empty. Leave the component out where there is nothing to say.`,
    `${at(8)}/componentContainer/containerContent: expected at least 1 component. Leave it out where it has no content.`,
    `${at(9)}: expected exactly one component kind. Did you mean componentText?`,
    `${at(10)}: expected exactly one component kind. Make a component of each.`,
    `${at(11)}/componentRow/rowAsideContent: expected a list of components. Write a list, or null where there is no data.`,
    `${at(12)}/componentDivider/dividerSpacingSize: expected one of XS, S, M, L, XL`,
    `${at(13)}: expected an object`,
  ]);
  t.same(verdicts(answer), ['usage refused']);
});

await t.test('key, TTL and components of a card are told together', async (t) => {
  t.same(findings({ cards: [{ key: 7, timeToLiveSeconds: '60', components: {} }, 'x'] }), [
    'error /cards/0/key: expected a string. Write it as text, in quotes.',
    'error /cards/0/timeToLiveSeconds: expected an integer of 0 or more, or null. Write whole seconds, 15 to 31536000.',
    'error /cards/0/components: expected a list of components. Write a list, or null where there is no data.',
    'error /cards/1: expected an object',
  ]);
});

await t.test('too much is refused', async (t) => {
  const many = card('usage', ...Array.from({ length: 999 }, () => text('x')));
  t.match(findings(many), [
    /^error \/components: expected at most 998 components in a card\. Show fewer/,
  ]);
  const large = card('usage', ...Array.from({ length: 7 }, () => text('x'.repeat(10_000))));
  t.match(findings(large), [/^error \/components: \d+ bytes; the gateway takes 65280/]);
  t.same(verdicts(large), ['usage refused']);
});

await t.test('what is made right or left out is a warning', async (t) => {
  const answer = {
    cards: [
      {
        key: 'my card',
        timeToLiveSeconds: 5,
        title: 'x',
        cacheTags: ['a'],
        components: [
          { componentText: { text: 'a\0b', size: 'S', textSize: null, colour: 'RED' }, id: 1 },
          { componentText: { text: 'x', size: 'S', textSize: 'L', color: null } },
          {
            componentContainer: {
              containerContent: [{ componentDateTime: { dateTimeIso8601: '2026-11-14' } }],
            },
          },
        ],
      },
      { key: 'empty', timeToLiveSeconds: 99_999_999, components: [] },
    ],
  };
  const at = 'warning /cards/0/components';
  t.same(findings(answer), [
    'warning /cards/0/title: unknown field, ignored; known are key, timeToLiveSeconds, components, cacheTags',
    'warning /cards/0/key: no key of Plain; those are 1 to 500 letters, digits, _ and -',
    'warning /cards/0/timeToLiveSeconds: becomes 15; Plain takes 15 to 31536000 seconds, or null',
    `${at}/0/id: unknown field, ignored; known are ${Object.keys(componentFields).join(', ')}`,
    `${at}/0/componentText/text: loses characters that are no text: NUL or half a surrogate pair`,
    `${at}/0/componentText/size: an old name; write textSize`,
    `${at}/0/componentText/colour: unknown field, ignored; known are text, textSize, textColor`,
    `${at}/1/componentText/size: ignored: textSize is there as well`,
    `${at}/2/componentContainer/containerContent/0/componentDateTime/dateTimeIso8601: becomes 2026-11-14T00:00:00Z: write the time and its offset`,
    'warning /cards/1/timeToLiveSeconds: becomes 31536000; Plain takes 15 to 31536000 seconds, or null',
    'warning /cards/1/components: an empty list becomes null: say null for no data',
  ]);
  t.same(verdicts(answer), ['my card shown', 'empty hidden']);
});

await t.test('what Plain’s own SDK sends is no mistake', async (t) => {
  const nulls = {
    componentText: { text: 'x', textSize: null, textColor: null, size: null, color: null },
  };
  t.same(
    findings(
      card('usage', nulls, { componentDivider: { spacingSize: null }, componentText: null }),
    ),
    [],
  );
});

await t.test('a card that nobody asked for, a second one, and one that is missing', async (t) => {
  const answer = { cards: [card('a', text('x')), card('a', text('y')), card('b', text('z'))] };
  t.same(verdicts(answer, ['a', 'c']), ['a shown', 'a ignored', 'b ignored']);
  t.same(findings(answer, ['a', 'c']), [
    'warning /cards/1/key: a second card of this key; the first one counts',
    'warning /cards/2/key: nobody has asked for this card',
  ]);
  t.same(judge(answer, ['a', 'c']).missing, ['c']);
});

await t.test('takes what validation takes, and refuses what it refuses', async () => {
  fc.assert(
    fc.property(fc.oneof(cards, fc.jsonValue()), (value) => {
      const [verdict] = judge({ cards: [value] }).cards;
      return (verdict?.verdict === 'refused') === !validateCard(value).ok;
    }),
  );
});

await t.test('never loops: of very many mistakes it tells a hundred', async (t) => {
  t.equal(findings(card('a', ...Array.from({ length: 900 }, () => text('')))).length, 100);
});
