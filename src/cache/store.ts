import { LRUCache } from 'lru-cache';
import type { Slot } from '../plan/slot.ts';
import { sizeOf, withoutEntry } from './record.ts';
import type { SlotRecord } from './record.ts';
import { createShelf, putOn, recordOn, takeFrom } from './shelf.ts';
import type { Shelf } from './shelf.ts';

/** Where records are kept. Expiry is not its business: a record stays until it is deleted or pushed out. */
export interface Store {
  /** For a request: a subject of whom a card is asked for again is worth protecting. */
  use(slot: Slot): SlotRecord | undefined;
  /** For everything else: changes nothing. */
  peek(slot: Slot): SlotRecord | undefined;
  /** Adds or replaces, for a request. A record over `maxEntryBytes` is kept without its card. */
  set(slot: Slot, record: SlotRecord): void;
  /** Replaces a record by a smaller one, for everything else: what is there is as likely to be pushed out as before. */
  trim(slot: Slot, record: SlotRecord): void;
  /** As with `trim`, the order stays. */
  delete(slot: Slot): void;
  /** Of all records. May be read on while records come and go: what is there all the time is met once. */
  slots(): Iterable<Slot>;
  /** The subject used last comes first, and of a subject the newest record. Nothing may be used or set meanwhile. */
  all(): IteratorObject<[slot: Slot, record: SlotRecord]>;
  readonly bytes: number;
  readonly entries: number;
}

export interface StoreOptions {
  /** Bound of all records with their keys and overhead, in bytes of live heap. RSS under churn can be twice that. */
  readonly maxBytes: number;
  readonly maxEntryBytes: number;
  /** Called with each record that was pushed out for lack of room. */
  readonly onEvict: (record: SlotRecord) => void;
  /** Called for each card that was not kept because it is larger than `maxEntryBytes`. */
  readonly onTooLarge?: () => void;
}

/** Share of `maxBytes` that subjects who were asked for more than once can keep from the others. */
const guardedShare = 0.8;

/**
 * A segmented LRU of shelves on lru-cache, whose only importer this is: the records of a subject are used, protected and
 * pushed out together. New shelves start on probation and are guarded when a record of theirs is asked for again, so a flood
 * of customers seen once pushes out others seen once. What the guarded don't need is there for probation. Bytes bound both
 * together (`max` counts entries), and TTLs are the gateway's own.
 */
export function createStore(options: StoreOptions): Store {
  const { maxBytes, maxEntryBytes, onEvict, onTooLarge } = options;
  const maxGuardedBytes = Math.floor(maxBytes * guardedShare);
  // A larger one could never be guarded.
  const maxRecordBytes = Math.min(maxEntryBytes, maxGuardedBytes);
  /** lru-cache's own iterators lose their place when a shelf is used. */
  const digests = new Set<string>();
  const probation = createSegment((digest, { records }) => {
    digests.delete(digest);
    for (const record of records) onEvict(record);
  });
  const guarded = createSegment((digest, shelf) => probation.add(digest, shelf));

  function segmentOf(digest: string): Segment {
    return guarded.peek(digest) === undefined ? probation : guarded;
  }

  function peek(slot: Slot): SlotRecord | undefined {
    const shelf = guarded.peek(slot.digest) ?? probation.peek(slot.digest);
    return shelf && recordOn(shelf, slot);
  }

  function guard(digest: string): void {
    if (guarded.use(digest) !== undefined) return;
    const shelf = probation.remove(digest);
    if (shelf !== undefined) guarded.add(digest, shelf);
    makeRoom();
  }

  function makeRoom(): void {
    while (guarded.bytes > maxGuardedBytes) guarded.evict();
    while (guarded.bytes + probation.bytes > maxBytes) probation.evict();
  }

  /** The size is found by reading the whole text: once. */
  function put(shelf: Shelf, record: SlotRecord): void {
    const bytes = sizeOf(record);
    if (bytes <= maxRecordBytes) return putOn(shelf, record, bytes);
    onTooLarge?.();
    return putOn(shelf, withoutEntry(record));
  }

  return {
    use(slot) {
      const record = peek(slot);
      if (record !== undefined) guard(slot.digest);
      return record;
    },
    peek,
    set({ digest, customer }, record) {
      const segment = segmentOf(digest);
      if (segment.use(digest) === undefined) segment.add(digest, createShelf(customer));
      digests.add(digest);
      segment.change(digest, (shelf) => put(shelf, record));
      makeRoom();
    },
    trim({ digest }, record) {
      segmentOf(digest).change(digest, (shelf) => putOn(shelf, record));
    },
    delete(slot) {
      const { digest } = slot;
      const segment = segmentOf(digest);
      segment.change(digest, (shelf) => takeFrom(shelf, slot));
      if (segment.peek(digest)?.records.length !== 0) return;
      segment.remove(digest);
      digests.delete(digest);
    },
    *slots() {
      for (const digest of digests) {
        const shelf = segmentOf(digest).peek(digest);
        for (const [slot] of shelf ? slotsOn(digest, shelf) : []) yield slot;
      }
    },
    *all() {
      for (const [digest, shelf] of guarded.all()) yield* slotsOn(digest, shelf);
      for (const [digest, shelf] of probation.all()) yield* slotsOn(digest, shelf);
    },
    get bytes() {
      return guarded.bytes + probation.bytes;
    },
    get entries() {
      return guarded.entries + probation.entries;
    },
  };
}

function slotsOn(digest: string, shelf: Shelf): [Slot, SlotRecord][] {
  return shelf.records
    .toReversed()
    .map((record) => [{ card: record.card, digest, customer: shelf }, record]);
}

interface Segment {
  readonly bytes: number;
  readonly entries: number;
  peek(digest: string): Shelf | undefined;
  /** Makes it the latest. */
  use(digest: string): Shelf | undefined;
  /** As the latest, of a digest that is not there. */
  add(digest: string, shelf: Shelf): void;
  remove(digest: string): Shelf | undefined;
  /** Whatever changes a shelf in here. Leaves the order as it is. */
  change(digest: string, edit: (shelf: Shelf) => void): void;
  /** Removes the one not used for longest. */
  evict(): void;
  /** The latest first. */
  all(): Iterable<[digest: string, shelf: Shelf]>;
}

/** lru-cache keeps the order. Bytes are counted here: it takes a new size only for a new value, which is the latest then. */
function createSegment(onEvict: (digest: string, shelf: Shelf) => void): Segment {
  let bytes = 0;
  let entries = 0;
  const shelves = new LRUCache<string, Shelf>({
    maxSize: Number.MAX_SAFE_INTEGER,
    sizeCalculation: () => 1,
    dispose: (shelf, digest, why) => {
      count(shelf, -1);
      if (why === 'evict') onEvict(digest, shelf);
    },
  });

  function count(shelf: Shelf, sign: 1 | -1): void {
    bytes += sign * shelf.bytes;
    entries += sign * shelf.records.length;
  }

  return {
    get bytes() {
      return bytes;
    },
    get entries() {
      return entries;
    },
    peek: (digest) => shelves.peek(digest),
    use: (digest) => shelves.get(digest),
    add(digest, shelf) {
      count(shelf, 1);
      shelves.set(digest, shelf);
    },
    remove(digest) {
      const shelf = shelves.peek(digest);
      shelves.delete(digest);
      return shelf;
    },
    change(digest, edit) {
      const shelf = shelves.peek(digest);
      if (shelf === undefined) return;
      count(shelf, -1);
      edit(shelf);
      count(shelf, 1);
    },
    evict: () => void shelves.pop(),
    all: () => shelves.entries(),
  };
}
