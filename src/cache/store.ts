import { LRUCache } from 'lru-cache';
import type { Lifetime } from './ttl.ts';

/** A good card, kept as the JSON text of its components. */
export interface Entry extends Lifetime {
  /** JSON of the components; `null` components are the text "null". */
  readonly componentsJson: string;
}

/** Where entries are kept. Expiry is not its business: an entry stays until it is replaced, deleted or pushed out. */
export interface Store {
  get(slot: string): Entry | undefined;
  /** Keeps the entry, unless it is larger than `maxEntryBytes`. */
  set(slot: string, entry: Entry): void;
  delete(slot: string): void;
  clear(): void;
  readonly bytes: number;
  readonly entries: number;
}

export interface StoreOptions {
  /** Bound of all entries with their keys and overhead, in bytes. Live heap: RSS under churn can be twice that. */
  readonly maxBytes: number;
  readonly maxEntryBytes: number;
  readonly onEvict?: () => void;
}

/** Map slot, entry object and list links, measured with 10^5 small entries. */
const entryOverheadBytes = 320;

/** The only importer of lru-cache: bytes bound it (`max` counts entries), and TTLs are the gateway's own. */
export function createStore(options: StoreOptions): Store {
  const lru = new LRUCache<string, Entry>({
    maxSize: options.maxBytes,
    maxEntrySize: options.maxEntryBytes,
    sizeCalculation: sizeOf,
    dispose: (_entry, _slot, why) => {
      if (why === 'evict') options.onEvict?.();
    },
  });
  return {
    get: (slot) => lru.get(slot),
    set: (slot, entry) => void lru.set(slot, entry),
    delete: (slot) => void lru.delete(slot),
    clear: () => lru.clear(),
    get bytes() {
      return lru.calculatedSize;
    },
    get entries() {
      return lru.size;
    },
  };
}

/** Two bytes a character is what V8 needs at worst. */
function sizeOf(entry: Entry, slot: string): number {
  return entryOverheadBytes + 2 * (slot.length + entry.componentsJson.length);
}
