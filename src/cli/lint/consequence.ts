import type { Examination, Refusal } from './examine.ts';

/** What becomes of an answer that is not shown as it is, in sentences. */
export interface Consequence {
  /** Where Plain asks the service itself. */
  readonly plain: string;
  /** Where the service stands behind the gateway. */
  readonly gateway: string;
}

const noticeEverywhere =
  'A notice in place of every card of this service, asked for again after 15 s.';

/** null when every card is shown or hidden as it says. */
export function consequenceOf({ refusal, cards, missing }: Examination): Consequence | null {
  if (refusal !== null) return { plain: plainOnRefusal(refusal), gateway: noticeEverywhere };
  const refused = cards.flatMap(({ verdict, key }) =>
    verdict === 'refused' ? (key ?? 'a card without a key') : [],
  );
  const lost = [...refused, ...missing].join(', ');
  if (lost === '') return null;
  const others = cards.some(({ verdict }) => verdict === 'shown')
    ? ' The other cards are shown.'
    : '';
  return {
    plain:
      refused.length === 0
        ? `An integration error on ${lost}, kept for 5 minutes.`
        : 'An integration error, most likely on every card of the answer, kept for 5 minutes.',
    gateway: `A notice in place of ${lost}, asked for again after 15 s.${others}`,
  };
}

function plainOnRefusal(refusal: Refusal): string {
  if (refusal.kind !== 'status')
    return 'An integration error on every card that was asked for, kept for 5 minutes.';
  const { status } = refusal;
  if (status >= 500 || status === 429)
    return 'Asks once more after a second, then an error on every card that was asked for; nothing is kept.';
  return status >= 400
    ? 'An integration error on every card that was asked for, kept for 5 minutes; not asked again.'
    : 'Not documented: answer with 200 and nothing else.';
}
