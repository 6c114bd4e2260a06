import type { Failure } from '../outcome.ts';
import type { RegisteredCard } from '../plan/registry.ts';
import type { Slot } from '../plan/slot.ts';
import type { Lifetime } from './ttl.ts';

/** A good card. */
export interface Entry extends Lifetime {
  /** JSON of the components; no data is the text "null". */
  readonly componentsJson: string;
  /** What the upstream marked the card with, for purges. */
  readonly tags: readonly string[];
}

/** In the place of an entry. */
interface NoEntry extends Lifetime {
  readonly componentsJson: null;
  readonly tags: readonly [];
}

/**
 * All that is remembered about one slot, except whom it is about. One flat object, because there are millions: it holds
 * the last good card, whatever its age, or none when there is none or it was too large to keep.
 */
export type SlotRecord = (Entry | NoEntry) & {
  readonly card: RegisteredCard;
  /**
   * Until when Plain may take a copy for fresh. One moment for all threads: whether Plain caches a customer's card once
   * or once a thread is undocumented. The one field that changes in place: every answer moves it on.
   */
  toldUntil: number;
  /** A failure that is not to be repeated at once. */
  readonly cooling: Cooling | null;
};

export interface Cooling {
  readonly until: number;
  readonly failure: Failure;
}

const noEntry: NoEntry = { componentsJson: null, tags: [], sentAt: 0, ttlSeconds: 0 };
/** One list for all the cards that have no tags. */
const noTags: Entry['tags'] = [];

/** `toldUntil`: until when Plain may hold a copy that was told before this record began. */
export function emptyRecord({ card }: Pick<Slot, 'card'>, toldUntil: number): SlotRecord {
  return recordOf(card, noEntry, toldUntil, null);
}

/** The record with a new card, which ends the cool-down. */
export function withEntry({ card, toldUntil }: SlotRecord, entry: Entry): SlotRecord {
  return recordOf(card, entry, toldUntil, null);
}

export function withoutEntry({ card, toldUntil, cooling }: SlotRecord): SlotRecord {
  return recordOf(card, noEntry, toldUntil, cooling);
}

export function withCooling(record: SlotRecord, cooling: Cooling): SlotRecord {
  return recordOf(record.card, record, record.toldUntil, cooling);
}

/** The only place where records are made, so that V8 lays them all out alike. */
function recordOf(
  card: RegisteredCard,
  { componentsJson, tags, sentAt, ttlSeconds }: Entry | NoEntry,
  toldUntil: number,
  cooling: Cooling | null,
): SlotRecord {
  return {
    card,
    componentsJson,
    tags: toKept(tags),
    sentAt,
    ttlSeconds,
    toldUntil: toMoment(toldUntil),
    cooling,
  } as SlotRecord;
}

/** A copy without the room for more that V8 leaves in a list that was filtered. */
function toKept(tags: Entry['tags']): Entry['tags'] {
  return tags.length === 0 ? noTags : tags.slice();
}

/** A whole millisecond, not before the time that is meant: V8 keeps small integers without an object of their own. */
export function toMoment(ms: number): number {
  return Math.ceil(ms);
}

/** The last good card of a record, which is the record itself. */
export function entryOf(record: SlotRecord | undefined): Entry | null {
  return record === undefined || record.componentsJson === null ? null : record;
}

export function hasData({ componentsJson }: Entry): boolean {
  return componentsJson !== 'null';
}

/** A record with its place on the shelf and the header of its text; lists, tags and failures. Measured over 10^5 records. */
const overheadBytes = 108;
const tagListBytes = 48;
const tagBytes = 28;
const coolingBytes = 80;
/** Of two moments that are no small integers any more: 25 days after the start. */
const lateBytes = 32;
const maxSmallInteger = 2 ** 31 - 1;

/** What a record needs of the heap. The same for as long as it lives. */
export function sizeOf({ componentsJson, tags, sentAt, cooling }: SlotRecord): number {
  return (
    overheadBytes +
    bytesOf(componentsJson) +
    (tags.length === 0 ? 0 : sizeOfTags(tags)) +
    (sentAt > maxSmallInteger ? lateBytes : 0) +
    (cooling === null ? 0 : coolingBytes)
  );
}

function sizeOfTags(tags: readonly string[]): number {
  return tags.reduce((sum, tag) => sum + tagBytes + bytesOf(tag), tagListBytes);
}

/** Strings above latin1 take two bytes a character. */
export function bytesOf(text: string | null): number {
  if (text === null) return 0;
  return isLatin1(text) ? text.length : 2 * text.length;
}

/** Without a regular expression: V8 keeps the text that was matched last, also when the record is gone. */
function isLatin1(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0xff) return false;
  }
  return true;
}
