import { createHash } from 'node:crypto';
import type { CardConfig } from '../config/schema.ts';

/** A card as its upstream's file registers it. */
export interface RegisteredCard extends CardConfig {
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
export interface Registrant {
  readonly name: string;
  readonly title?: string | undefined;
  readonly cards: Readonly<Record<string, CardConfig>>;
}

/** Indexes the cards of all upstreams by key; the configuration has made sure that no key occurs twice. */
export function createRegistry(upstreams: readonly Registrant[]): Registry {
  return new Map(upstreams.flatMap(cardsOf).map((card) => [card.cardKey, card]));
}

function cardsOf(upstream: Registrant): RegisteredCard[] {
  const { cards, name, title, ...rest } = upstream;
  return Object.entries(cards).map(([cardKey, card]) => ({
    ...card,
    cardKey,
    upstream: name,
    title: title ?? name,
    fingerprint: fingerprintOf({ ...withoutTuning(rest), name, cardKey, card }),
  }));
}

/** How a service is called, not what it is asked: changing these empties no cache. */
const tuning = new Set([
  'team',
  'timeoutMs',
  'maxResponseBytes',
  'limits',
  'breaker',
  'retry',
  'headers',
  'sign',
  'token',
]);

function withoutTuning(definition: object): object {
  return Object.fromEntries(Object.entries(definition).filter(([field]) => !tuning.has(field)));
}

/** Hashed, so that the slot key stays short. */
function fingerprintOf(definition: unknown): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('base64url').slice(0, 16);
}
