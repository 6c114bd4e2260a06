import { entryOf, hasData, sizeOf } from '../cache/record.ts';
import type { SlotRecord } from '../cache/record.ts';
import type { Selection } from '../cache/selection.ts';
import { expiresAt } from '../cache/ttl.ts';
import type { Gateway } from '../gateway.ts';

/** A slot as an operator sees it: everything but the customer and the card's content. */
export interface EntryView {
  readonly card: string;
  readonly upstream: string;
  /** `none`: only that the card failed, or what Plain was told, is remembered. */
  readonly state: 'fresh' | 'expired' | 'none';
  readonly isEmpty: boolean;
  readonly ageSeconds: number | null;
  readonly ttlLeftSeconds: number | null;
  /** Without what the cards of a customer share. */
  readonly bytes: number;
  readonly tags: readonly string[];
  /** Why it is not asked for again just now; null when it may be. */
  readonly coolingDownAfter: string | null;
  /** For how long at most Plain takes its own copy for fresh. */
  readonly plainFreshForSeconds: number;
}

export interface CacheView {
  readonly slots: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly fetchesUnderWay: number;
  readonly cards: readonly {
    readonly card: string;
    readonly slots: number;
    /** Without what the cards of a customer share. */
    readonly bytes: number;
  }[];
}

export interface PurgeView {
  readonly cards: number;
  readonly fetchesVoided: number;
  /** When Plain's own copies, which nobody can purge, are gone. */
  readonly plainCopiesGoneInSeconds: number;
  /** ISO 8601. */
  readonly plainCopiesGoneBy: string;
}

const maxEntries = 1_000;

/** The customer used last comes first; at most 1,000. */
export function viewEntries(gateway: Gateway, selection: Selection): EntryView[] {
  const now = gateway.clock.now();
  return gateway.slots
    .select(selection)
    .slice(0, maxEntries)
    .map((record) => viewEntry(record, now));
}

function viewEntry(record: SlotRecord, now: number): EntryView {
  const { card, cooling, toldUntil, tags } = record;
  const entry = entryOf(record);
  const leftSeconds = entry && Math.floor((expiresAt(entry) - now) / 1000);
  return {
    card: card.cardKey,
    upstream: card.upstream,
    state: leftSeconds === null ? 'none' : leftSeconds > 0 ? 'fresh' : 'expired',
    isEmpty: entry !== null && !hasData(entry),
    ageSeconds: entry && Math.floor((now - entry.sentAt) / 1000),
    ttlLeftSeconds: leftSeconds,
    bytes: sizeOf(record),
    tags,
    coolingDownAfter: cooling && now < cooling.until ? cooling.failure.reason : null,
    plainFreshForSeconds: secondsUntil(toldUntil, now),
  };
}

export function viewCache({ slots, store, settings }: Gateway): CacheView {
  const byCard = Map.groupBy(slots.select({}), ({ card }) => card.cardKey);
  const cards = [...byCard].map(([card, records]) => ({
    card,
    slots: records.length,
    bytes: records.reduce((sum, record) => sum + sizeOf(record), 0),
  }));
  return {
    slots: store.entries,
    bytes: store.bytes,
    maxBytes: settings.cache.maxBytes,
    fetchesUnderWay: slots.underWay,
    cards: cards.sort((a, b) => b.bytes - a.bytes),
  };
}

/**
 * Forgets what is selected, reload memory included, and voids what is under way for it. Upstreams forget all of whom they
 * have found, whoever is meant: that is no more than ids, and is soon found again.
 */
export function purge(gateway: Gateway, selection: Selection): PurgeView {
  const { slots, clock, upstreams, events } = gateway;
  for (const upstream of upstreams) {
    if (upstream.name === (selection.upstream ?? upstream.name)) upstream.forget();
  }
  const { cards, flights, plainUntil } = slots.purge(selection);
  events.evicted({ reason: 'purge', cards });
  const seconds = secondsUntil(plainUntil, clock.now());
  return {
    cards,
    fetchesVoided: flights,
    plainCopiesGoneInSeconds: seconds,
    plainCopiesGoneBy: new Date(clock.wallNow() + seconds * 1000).toISOString(),
  };
}

function secondsUntil(moment: number, now: number): number {
  return Math.max(0, Math.ceil((moment - now) / 1000));
}
