import { isJsonObject } from '../../validate/check-components.ts';
import type { CallResult, CardAnswer } from '../call.ts';
import { failed } from '../call.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads an answer in Plain's shape, `{ cards: [{ key, … }] }`, and files each card under the gateway's key for it.
 * `serviceKeys` has the keys asked for, each with the service's own name. What was not asked for is dropped, the first
 * of duplicates wins, and a missing card is missing from the result.
 */
export function readCardList(
  answer: unknown,
  serviceKeys: ReadonlyMap<string, string>,
): CallResult {
  if (!isJsonObject(answer) || !Array.isArray(answer['cards'])) {
    return failed({ reason: 'invalid_body', detail: 'expected an object with a list of cards' });
  }
  const found = firstByKey(answer['cards']);
  const cards = new Map<string, CardAnswer>();
  for (const [key, serviceKey] of serviceKeys) {
    const card = found.get(serviceKey);
    if (card !== undefined) cards.set(key, { ok: true, card: pickCard(card, key) });
  }
  return { ok: true, cards };
}

/** Only what a card may have: to copy 40,000 fields that nobody reads takes longer than to parse them. */
function pickCard({ timeToLiveSeconds, components, cacheTags }: JsonObject, key: string): object {
  return { key, timeToLiveSeconds, components, cacheTags };
}

function firstByKey(cards: readonly unknown[]): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const card of cards) {
    if (!isJsonObject(card)) continue;
    const { key } = card;
    if (typeof key === 'string' && !found.has(key)) found.set(key, card);
  }
  return found;
}
