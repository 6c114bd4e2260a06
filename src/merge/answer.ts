import type { RenderedCard } from './render.ts';

/** The response body: the cards in the order given, which is the order asked. */
export function writeAnswer(cards: readonly RenderedCard[]): string {
  return `{"cards":[${cards.map(writeCard).join(',')}]}`;
}

function writeCard({ key, ttlSeconds, componentsJson }: RenderedCard): string {
  return `{"key":${JSON.stringify(key)},"timeToLiveSeconds":${ttlSeconds},"components":${componentsJson}}`;
}
