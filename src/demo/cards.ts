import type { ComponentInput } from '@team-plain/graphql';
import { z } from 'zod';
import type { CustomerKey } from './directory.ts';

/** One card of a service. */
export interface Card<Account> {
  /** How long Plain may show it before it asks again. */
  readonly ttlSeconds: number;
  /** The card's components, or null when there is nothing to show for this account now. */
  readonly build: (account: Account, nowMs: number) => ComponentInput[] | null;
}

export interface CardService<Account> {
  readonly find: (customer: CustomerKey) => Account | undefined;
  readonly cards: ReadonlyMap<string, Card<Account>>;
}

/** A card as Plain wants it answered. */
export interface CardAnswer {
  readonly key: string;
  readonly timeToLiveSeconds: number;
  readonly components: readonly object[] | null;
}

/** Lenient: Plain adds fields, and sends explicit nulls as well as nothing. */
const cardsRequest = z.object({
  cardKeys: z.array(z.string()),
  customer: z.object({
    email: z.string().nullish().default(null),
    externalId: z.string().nullish().default(null),
  }),
});
export type CardsRequest = z.output<typeof cardsRequest>;

/** Undefined when the body isn't a request of Plain's. */
export function parseCardsRequest(rawBody: Uint8Array): CardsRequest | undefined {
  try {
    return cardsRequest.safeParse(JSON.parse(Buffer.from(rawBody).toString())).data;
  } catch {
    return undefined;
  }
}

/** Soon asked again: the customer may sign up, or the card may find something to show. */
function noData(key: string): CardAnswer {
  return { key, timeToLiveSeconds: 60, components: null };
}

/**
 * Answers every requested key, in the order asked: Plain shows an error for a key that is missing. "No data" for a customer or a
 * key that this service doesn't know.
 */
export function answerCards<Account>(
  service: CardService<Account>,
  { cardKeys, customer }: CardsRequest,
  nowMs: number,
): CardAnswer[] {
  const account = service.find(customer);
  return cardKeys.map((key) => {
    const card = service.cards.get(key);
    if (account === undefined || card === undefined) return noData(key);
    const components = card.build(account, nowMs);
    if (components === null) return noData(key);
    return { key, timeToLiveSeconds: card.ttlSeconds, components };
  });
}
