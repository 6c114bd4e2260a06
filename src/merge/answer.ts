import type { RenderedCard } from './render.ts';

/**
 * The response body: the cards in the order given, which is the order asked. Put together piece by piece, so that the text
 * is copied once, when it is written, and not for each card's sake before.
 */
export function writeAnswer(cards: readonly RenderedCard[]): string {
  let body = '{"cards":[';
  let separator = '';
  for (const card of cards) {
    body += separator;
    body += writeCard(card);
    separator = ',';
  }
  return `${body}]}`;
}

function writeCard({ key, ttlSeconds, componentsJson }: RenderedCard): string {
  return `{"key":${JSON.stringify(key)},"timeToLiveSeconds":${ttlSeconds},"components":${componentsJson}}`;
}
