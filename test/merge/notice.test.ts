import t from 'tap';
import {
  noticeFor,
  noticeForDisabled,
  noticeForUnknown,
  staleNotice,
} from '../../src/merge/notice.ts';
import { validateCard } from '../../src/validate/card.ts';
import { registeredCard } from '../fixtures/cards.ts';

const textOf = (components: unknown) => JSON.stringify(components);

await t.test(
  'says that the service is down, that this is not "no data", and where to look',
  async (t) => {
    const [text] = noticeFor(registeredCard(), { reason: 'timeout' }, '7K2QX');
    t.same(text, {
      componentPlainText: {
        plainText:
          "Couldn't load billing just now. This doesn't mean there is no data. Reload to retry. Ref 7K2QX",
        plainTextSize: 'S',
        plainTextColor: 'MUTED',
      },
    });
  },
);

await t.test(
  'says that reloading does not help when the service refuses the gateway',
  async (t) => {
    t.match(
      textOf(noticeFor(registeredCard(), { reason: 'auth', status: 403 }, '7K2QX')),
      "Billing refused our access; reloading won't help. Ref 7K2QX",
    );
  },
);

await t.test("uses the card's own words, filled in literally", async (t) => {
  const card = registeredCard({
    notice: { unavailable: '{service} hat Pause. {ref} $& {other}', refused: 'Nein: {Service}' },
  });
  t.match(textOf(noticeFor(card, { reason: 'status' }, 'R')), 'billing hat Pause. R $& {other}');
  t.match(textOf(noticeFor(card, { reason: 'auth' }, 'R')), 'Nein: Billing');
});

await t.test('offers the fallback link', async (t) => {
  const card = registeredCard({ fallbackUrl: 'https://billing.example.com/' });
  t.same(noticeFor(card, { reason: 'timeout' }, 'R')[1], {
    componentLinkButton: {
      linkButtonUrl: 'https://billing.example.com/',
      linkButtonLabel: 'Open billing',
    },
  });
});

await t.test('shows nothing of the failure itself', async (t) => {
  const failure = { reason: 'status', status: 503, detail: 'db-7.internal:5432' } as const;
  t.notMatch(textOf(noticeFor(registeredCard(), failure, 'R')), /503|internal|status/);
});

await t.test('all notices are cards that Plain accepts', async (t) => {
  const card = registeredCard({ fallbackUrl: 'https://billing.example.com/' });
  const notices = [
    noticeFor(card, { reason: 'timeout' }, 'R'),
    noticeFor(card, { reason: 'auth' }, 'R'),
    noticeForUnknown('R'),
    noticeForDisabled(card, 'card', 'R'),
    noticeForDisabled(card, 'upstream', 'R'),
    staleNotice(new Date(0)),
  ];
  for (const components of notices) t.match(validateCard({ key: 'k', components }), { ok: true });
});
