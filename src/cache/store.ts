import { LRUCache } from 'lru-cache';
import { sizeOf } from './record.ts';
import type { SlotRecord } from './record.ts';

/** Where records are kept. Expiry is not its business: a record stays until it is deleted or pushed out. */
export interface Store {
  /** For a request: a record that is asked for again is worth protecting. */
  use(slot: string): SlotRecord | undefined;
  /** For everything else: changes nothing. */
  peek(slot: string): SlotRecord | undefined;
  /** Adds or replaces. A record over `maxEntryBytes` is kept without its card. */
  set(slot: string, record: SlotRecord): void;
  delete(slot: string): void;
  /** Of all records. May be read on while records come and go: what is there all the time is met once. */
  slots(): Iterable<string>;
  all(): Iterable<[slot: string, record: SlotRecord]>;
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

/** Share of `maxBytes` that records which were asked for more than once can keep from the others. */
const guardedShare = 0.8;

/**
 * A segmented LRU on lru-cache, whose only importer this is. New records start on probation and are guarded when they
 * are asked for again, so a flood of customers seen once pushes out others seen once. What the guarded don't need is
 * there for probation. Bytes bound both together (`max` counts entries), and TTLs are the gateway's own.
 */
export function createStore(options: StoreOptions): Store {
  const { maxBytes, maxEntryBytes, onEvict, onTooLarge } = options;
  const guardedBytes = Math.floor(maxBytes * guardedShare);
  // lru-cache drops what is larger than a segment, and what Plain was told with it.
  const maxRecordBytes = Math.min(maxEntryBytes, guardedBytes);
  /** lru-cache's own iterators lose their place when a record is used. */
  const slots = new Set<string>();
  const probation = new LRUCache<string, SlotRecord>({
    maxSize: maxBytes,
    sizeCalculation: sizeOf,
    dispose: (record, slot, why) => {
      if (why !== 'evict') return;
      slots.delete(slot);
      onEvict(record);
    },
  });
  const guarded = new LRUCache<string, SlotRecord>({
    maxSize: guardedBytes,
    sizeCalculation: sizeOf,
    dispose: (record, slot, why) => {
      if (why === 'evict') probation.set(slot, record);
    },
  });

  function makeRoom(): void {
    while (guarded.calculatedSize + probation.calculatedSize > maxBytes) probation.pop();
  }

  function promote(slot: string, record: SlotRecord): SlotRecord {
    probation.delete(slot);
    guarded.set(slot, record);
    return record;
  }

  return {
    use(slot) {
      const record = guarded.get(slot);
      if (record !== undefined) return record;
      const onProbation = probation.get(slot);
      return onProbation && promote(slot, onProbation);
    },
    peek: (slot) => guarded.peek(slot) ?? probation.peek(slot),
    set(slot, record) {
      const size = sizeOf(record, slot);
      const isTooLarge = size > maxRecordBytes;
      if (isTooLarge) onTooLarge?.();
      slots.add(slot);
      const segment = guarded.has(slot) ? guarded : probation;
      if (isTooLarge) segment.set(slot, { ...record, entry: null });
      else segment.set(slot, record, { size });
      makeRoom();
    },
    delete(slot) {
      slots.delete(slot);
      guarded.delete(slot);
      probation.delete(slot);
    },
    slots: () => slots.keys(),
    *all() {
      yield* guarded.entries();
      yield* probation.entries();
    },
    get bytes() {
      return guarded.calculatedSize + probation.calculatedSize;
    },
    get entries() {
      return slots.size;
    },
  };
}
