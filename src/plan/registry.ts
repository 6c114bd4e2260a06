import { createHash } from 'node:crypto';
import type { JsonCardConfig, JsonUpstreamConfig } from '../config/json-upstream.ts';
import type { CardConfig } from '../config/schema.ts';
import type { CardBaseConfig } from '../config/upstream-base.ts';
import { compileJsonService } from './json-card.ts';
import type { Sending } from './json-card.ts';

/** A card as its upstream's file registers it. */
export interface RegisteredCard extends CardBaseConfig, Sending {
  /** The key that Plain asks for. */
  readonly cardKey: string;
  readonly upstream: string;
  /** What agents read as the name of the service. */
  readonly title: string;
  /** Changes whenever the definition does, so that a changed definition never serves old cards. */
  readonly fingerprint: string;
}

export type Registry = ReadonlyMap<string, RegisteredCard>;

/** The part of an upstream's configuration that registration needs. */
export type Registrant = { readonly name: string; readonly title?: string | undefined } & (
  | { readonly adapter?: 'plain' | 'sentry' | 'function'; readonly cards: Cards<CardConfig> }
  | {
      readonly adapter: 'json';
      readonly lookup?: JsonUpstreamConfig['lookup'];
      readonly cards: Cards<JsonCardConfig>;
    }
);

type Cards<Card> = Readonly<Record<string, Card>>;

/** Indexes the cards of all upstreams by key; the configuration has made sure that no key occurs twice. */
export function createRegistry(upstreams: readonly Registrant[]): Registry {
  return new Map(upstreams.flatMap(cardsOf).map((card) => [card.cardKey, card]));
}

function cardsOf(upstream: Registrant): RegisteredCard[] {
  const { name, title = name } = upstream;
  const definition = withoutTuning(upstream);
  return sendingsOf(upstream).map(([cardKey, card, sending]) => ({
    ...card,
    ...sending,
    cardKey,
    upstream: name,
    title,
    fingerprint: fingerprintOf({ ...definition, cardKey, card }),
  }));
}

function sendingsOf(upstream: Registrant): [cardKey: string, CardBaseConfig, Sending][] {
  if (upstream.adapter === 'json') {
    const { cards } = compileJsonService(upstream);
    return [...cards].map(([key, { config, sends, batch }]) => [key, config, { sends, batch }]);
  }
  return Object.entries(upstream.cards).map(([key, card]) => [key, card, plainSending(card)]);
}

/** Cards that send the same dimensions share a call. */
function plainSending({ sends }: CardConfig): Sending {
  return { sends, batch: [...new Set(sends)].sort().join() };
}

/** How a service is called, not what it is asked: changing these empties no cache. Each card has its own part of `cards`. */
const tuning = new Set([
  'title',
  'cards',
  'team',
  'timeoutMs',
  'maxResponseBytes',
  'limits',
  'breaker',
  'retry',
  'sign',
  'token',
  'auth',
  'tls',
  'lookupTtlSeconds',
]);

/** The headers of a service that speaks Plain's protocol are its credentials; those of a JSON API are part of the question. */
function withoutTuning(upstream: Registrant): object {
  const isTuning = (field: string): boolean =>
    tuning.has(field) || (field === 'headers' && upstream.adapter !== 'json');
  return Object.fromEntries(Object.entries(upstream).filter(([field]) => !isTuning(field)));
}

/** Hashed, so that the slot key stays short. */
function fingerprintOf(definition: unknown): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('base64url').slice(0, 16);
}
