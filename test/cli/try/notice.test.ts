import t from 'tap';
import { looksLikeNotice } from '../../../src/cli/try/notice.ts';
import {
  noticeFor,
  noticeForDisabled,
  noticeForUnknown,
  staleNotice,
} from '../../../src/merge/notice.ts';
import { createRef } from '../../../src/merge/ref.ts';
import { registeredCard } from '../../fixtures/cards.ts';

const ref = createRef(() => 0.99);
const card = registeredCard({ fallbackUrl: 'https://a.example/' });

await t.test('knows all of the gateway’s own words', async (t) => {
  for (const notice of [
    noticeFor(card, { reason: 'timeout' }, ref),
    noticeFor(card, { reason: 'auth' }, ref),
    noticeFor(
      registeredCard({ notice: { unavailable: 'Down. Ref {ref}' } }),
      { reason: 'dns' },
      ref,
    ),
    noticeForDisabled(card, 'card', ref),
    noticeForDisabled(card, 'upstream', ref),
    noticeForUnknown(ref),
    staleNotice(new Date(0)),
  ]) {
    t.ok(looksLikeNotice(notice), JSON.stringify(notice));
  }
});

await t.test('takes nothing else for them', async (t) => {
  const words = `Ref ${ref}`;
  for (const components of [
    [],
    [{ componentDivider: {} }],
    [{ componentText: { text: words } }],
    [{ componentPlainText: { plainText: words } }],
    [
      {
        componentPlainText: { plainText: 'No orders', plainTextSize: 'S', plainTextColor: 'MUTED' },
      },
    ],
  ] as const) {
    t.notOk(looksLikeNotice(components), JSON.stringify(components));
  }
});
