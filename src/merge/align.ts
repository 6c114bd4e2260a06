import type { Outcome } from '../outcome.ts';
import type { RenderedCard } from './render.ts';

const settled = new Set<Outcome>(['fresh', 'cached', 'coalesced', 'empty']);

/**
 * Tells all cards of an answer the shortest TTL among them. Plain then asks for them together again, and not for one
 * alone, which would look like a click on reload. Whatever is not the card itself keeps its own TTL.
 */
export function alignTtls(cards: readonly RenderedCard[]): readonly RenderedCard[] {
  const shortest = Math.min(...cards.filter(isSettled).map(({ ttlSeconds }) => ttlSeconds));
  const isLonger = (card: RenderedCard): boolean => isSettled(card) && card.ttlSeconds > shortest;
  return cards.map((card) => (isLonger(card) ? { ...card, ttlSeconds: shortest } : card));
}

function isSettled({ outcome }: RenderedCard): boolean {
  return settled.has(outcome);
}
