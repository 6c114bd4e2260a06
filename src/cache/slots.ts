import type { Failure } from '../outcome.ts';
import type { Entry, Store } from './store.ts';
import { isFresh } from './ttl.ts';

/** What a fetch brought for one slot. */
export type Fetched =
  { readonly ok: true; readonly entry: Entry } | { readonly ok: false; readonly failure: Failure };

/** A fetch under way for one slot. It belongs to the process, not to the request that began it, and never rejects. */
export interface Flight {
  readonly slot: string;
  readonly sentAt: number;
  readonly landed: Promise<void>;
  /** null while under way. */
  readonly fetched: Fetched | null;
}

/** What a request got when it claimed a slot: a copy, a fetch that somebody else began, or the duty to fetch. */
export type Claim =
  | { readonly kind: 'hit'; readonly entry: Entry }
  | { readonly kind: 'join'; readonly flight: Flight }
  | { readonly kind: 'lead'; readonly flight: Flight };

/** The cache and the fetches under way, slot by slot. */
export interface Slots {
  /** Synchronous, so that two requests can't both lead the same slot. A leader must `settle` its flight. */
  claim(slot: string, now: number): Claim;
  /** Ends a flight; the only writer of the cache. Failures are not stored and leave the last good card alone. */
  settle(flight: Flight, fetched: Fetched): void;
  /** The last good card, whatever its age. */
  lastGood(slot: string): Entry | undefined;
  readonly underWay: number;
}

interface OpenFlight extends Flight {
  fetched: Fetched | null;
  readonly land: () => void;
}

export function createSlots(store: Store, deadlineMs: number): Slots {
  const flights = new Map<string, OpenFlight>();

  function lead(slot: string, now: number): Claim {
    const { promise, resolve } = Promise.withResolvers<void>();
    const flight: OpenFlight = { slot, sentAt: now, landed: promise, fetched: null, land: resolve };
    flights.set(slot, flight);
    return { kind: 'lead', flight };
  }

  return {
    claim(slot, now) {
      const entry = store.get(slot);
      if (entry !== undefined && isFresh(entry, now, deadlineMs)) return { kind: 'hit', entry };
      const flight = flights.get(slot);
      return flight === undefined ? lead(slot, now) : { kind: 'join', flight };
    },
    settle(flight, fetched) {
      const open = flights.get(flight.slot);
      if (open !== flight) return;
      flights.delete(flight.slot);
      if (fetched.ok) store.set(flight.slot, fetched.entry);
      open.fetched = fetched;
      open.land();
    },
    lastGood: (slot) => store.get(slot),
    get underWay() {
      return flights.size;
    },
  };
}
