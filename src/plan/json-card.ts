import { hash } from 'node:crypto';
import type { JsonCardConfig, JsonUpstreamConfig } from '../config/json-upstream.ts';
import { dimensions } from '../parse/customer.ts';

type Dimension = (typeof dimensions)[number];

/** What a card tells its service, and with which other cards. */
export interface Sending {
  /** The dimensions that the service is told, and so what the card is cached by. */
  readonly sends: Dimension[];
  /** Cards of one upstream with the same batch share a call. */
  readonly batch: string;
}

/** Whether the card's request, `expect` or components say `{lookup}` or `$lookup`. Other cards don't wait for the look-up. */
export function usesLookup(card: JsonCardConfig): boolean {
  return /\{lookup[|}]|\$lookup\b/.test(JSON.stringify(card));
}

/**
 * A card sends the customer, and whatever its request, its mapping or a look-up it uses names. That is looked for in the
 * text: one dimension too many only splits the cache, one too few would share a card between threads.
 */
export function jsonSending(card: JsonCardConfig, lookup: JsonUpstreamConfig['lookup']): Sending {
  const text = JSON.stringify([card, usesLookup(card) ? lookup : null]);
  const isNamed = (dimension: Dimension): boolean =>
    new RegExp(String.raw`\{${dimension}\.|\$${dimension}\b`).test(text);
  const sends = dimensions.filter((dimension) => dimension === 'customer' || isNamed(dimension));
  return { sends, batch: requestOf(card) };
}

/** The same for cards whose requests are the same once they are filled in. */
function requestOf(card: JsonCardConfig): string {
  const { get, post, query, body, headers, match } = card;
  const definition = [get, post, query, body, headers, match, usesLookup(card)];
  return hash('sha256', JSON.stringify(definition), 'base64url');
}
