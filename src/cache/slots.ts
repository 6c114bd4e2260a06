import type { Clock } from '../clock.ts';
import type { CacheSettings } from '../config/schema.ts';
import type { Failure } from '../outcome.ts';
import type { PlannedCard } from '../plan/plan.ts';
import { keyOf } from '../plan/slot.ts';
import type { Slot } from '../plan/slot.ts';
import { mayBeReloaded, withoutExpired } from './expiry.ts';
import { createFlight, isLocal } from './flight.ts';
import type { Fetched, Flight } from './flight.ts';
import { createPurges, isPurgedSince } from './purges.ts';
import type { Mark } from './purges.ts';
import { emptyRecord, entryOf, hasData, toMoment, withCooling, withEntry } from './record.ts';
import type { Entry, SlotRecord } from './record.ts';
import { matches, matchesAbout } from './selection.ts';
import type { Selection } from './selection.ts';
import type { Store } from './store.ts';
import { isFresh, isWithinStaleWindow } from './ttl.ts';

interface Claimed {
  readonly isReload: boolean;
  /** When it was claimed, in the order of purges: what is purged before the answer is written is not shown. */
  readonly mark: Mark;
}

type Found =
  | { readonly kind: 'hit'; readonly entry: Entry }
  /**
   * A copy past its TTL, by at most `windowSeconds`. `refresh`, where it is not null, is for this request to begin, and
   * for nobody to wait for.
   */
  | {
      readonly kind: 'stale';
      readonly entry: Entry;
      readonly refresh: Flight | null;
      readonly windowSeconds: number;
    }
  /** A fetch that somebody else began. */
  | { readonly kind: 'join'; readonly flight: Flight }
  /** A fetch for this request to begin. */
  | { readonly kind: 'lead'; readonly flight: Flight }
  /** It failed a moment ago. */
  | { readonly kind: 'cooling'; readonly failure: Failure };

/** What a request got when it claimed a slot. */
export type Claim = Claimed & Found;

export interface Purged {
  readonly cards: number;
  readonly flights: number;
  /** By when, on the monotonic clock, Plain's own copies are gone. In the past when it has none. */
  readonly plainUntil: number;
}

/** The cache and the fetches under way, slot by slot. Every method is synchronous: two requests can't both lead. */
export interface Slots {
  /** `isAlone`: its key is the only one of the request. Whoever gets a flight to begin sees to it that it is settled. */
  claim(planned: PlannedCard, isAlone: boolean): Claim;
  /** Ends a flight; the only writer of cards. Failures are not stored and leave the last good card alone. */
  settle(flight: Flight, fetched: Fetched): void;
  /** Remembers until when Plain was told that its copy is fresh. */
  tell(planned: PlannedCard, until: number): void;
  /** The last good card, whatever its age. */
  lastGood(slot: Slot): Entry | null;
  /** Forgets records, and voids what is under way for them: it lands as `purged` and is never stored. */
  purge(selection: Selection): Purged;
  /** Forgets what can't be of use any more, one record with each step. */
  sweep(): Iterable<void>;
  select(selection: Selection): SlotRecord[];
  readonly underWay: number;
}

/** `settings` and `deadlineMs` are read at every use: a reload of the configuration may change them. */
export interface SlotsOptions {
  readonly store: Store;
  readonly settings: CacheSettings;
  readonly deadlineMs: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly forgotten: Forgotten;
  /** Called for each card that was forgotten because it can't be of use any more. */
  readonly onExpired: () => void;
}

/** Until when Plain may hold copies that no record knows of, because the records are gone. */
export interface Forgotten {
  until: number;
}

const purged: Fetched = {
  ok: false,
  failure: { reason: 'purged', detail: 'purged while it was being fetched' },
};

export function createSlots(options: SlotsOptions): Slots {
  const { store, clock, forgotten } = options;
  const underWay = new Set<Flight>();
  /** Without the flights that a reload has superseded. */
  const newest = new Map<string, Flight>();
  const purges = createPurges();

  function begin(planned: PlannedCard): Flight {
    const flight = createFlight(planned, clock.now(), purges.mark);
    newest.set(flight.key, flight);
    underWay.add(flight);
    return flight;
  }

  function newestOf({ slot }: PlannedCard): Flight | undefined {
    return newest.get(keyOf(slot));
  }

  /** False when the flight is void or has ended before. */
  function end(flight: Flight): boolean {
    if (newest.get(flight.key) === flight) newest.delete(flight.key);
    return underWay.delete(flight);
  }

  function recordAt(slot: Slot): SlotRecord {
    return store.peek(slot) ?? emptyRecord(slot, forgotten.until);
  }

  /**
   * Plain sends no flag for a click on reload, but it asks for one key alone, while it takes its copy for fresh or waits
   * for the next one.
   * Whether a lone key on another thread is one can't be told, so it counts.
   */
  function isReload({ toldSlot }: PlannedCard, isAlone: boolean): boolean {
    if (!isAlone) return false;
    const toldUntil = store.use(toldSlot)?.toldUntil ?? forgotten.until;
    return mayBeReloaded({ toldUntil }, clock.now());
  }

  function tell({ toldSlot }: PlannedCard, until: number): void {
    const record = store.peek(toldSlot);
    const toldUntil = record?.toldUntil ?? forgotten.until;
    if (toldUntil >= until) return;
    if (record === undefined) store.set(toldSlot, emptyRecord(toldSlot, until));
    else record.toldUntil = toMoment(until);
  }

  /** Only what was sent a moment ago is fresh enough, whatever the TTL says. */
  function findForReload(planned: PlannedCard, entry: Entry | null): Found {
    const now = clock.now();
    const floorMs = options.settings.reloadFloorSeconds * 1000;
    if (entry && now - entry.sentAt < floorMs && isFresh(entry, now, options.deadlineMs))
      return { kind: 'hit', entry };
    const flight = newestOf(planned);
    if (flight && now - flight.sentAt < floorMs) return { kind: 'join', flight };
    return { kind: 'lead', flight: begin(planned) };
  }

  function find(planned: PlannedCard, record: SlotRecord | undefined): Found {
    const now = clock.now();
    const entry = entryOf(record);
    if (entry && isFresh(entry, now, options.deadlineMs)) return { kind: 'hit', entry };
    const flight = newestOf(planned);
    const cooling = record?.cooling && now < record.cooling.until ? record.cooling : null;
    const windowSeconds = windowOf(planned);
    if (entry && mayShowStale(entry, now, windowSeconds)) {
      const refresh = flight || cooling ? null : begin(planned);
      return { kind: 'stale', entry, refresh, windowSeconds };
    }
    if (flight) return { kind: 'join', flight };
    if (cooling) return { kind: 'cooling', failure: cooling.failure };
    return { kind: 'lead', flight: begin(planned) };
  }

  function windowOf({ card }: PlannedCard): number {
    return card.staleWhileRevalidateSeconds ?? options.settings.staleWhileRevalidateSeconds;
  }

  function mayShowStale(entry: Entry, now: number, windowSeconds: number): boolean {
    return (
      windowSeconds > 0 &&
      hasData(entry) &&
      isWithinStaleWindow(entry, now, windowSeconds, options.deadlineMs)
    );
  }

  /** An older result never replaces a newer one. */
  function keep({ slot }: PlannedCard, entry: Entry): void {
    const record = recordAt(slot);
    const previous = entryOf(record);
    if (previous && previous.sentAt > entry.sentAt) return;
    store.set(slot, withEntry(record, entry));
  }

  function coolDown({ slot }: PlannedCard, failure: Failure): void {
    const until = clock.now() + options.settings.coolDownSeconds * 1000;
    store.set(slot, withCooling(recordAt(slot), { until, failure }));
  }

  function forgetExpired(slot: Slot): void {
    const record = store.peek(slot);
    if (record === undefined) return;
    const left = withoutExpired(record, clock.now(), options.settings);
    if (left === record) return;
    if (left === null) store.delete(slot);
    else store.trim(slot, left);
    if (entryOf(record) !== null) options.onExpired();
  }

  function matching(selection: Selection): IteratorObject<[Slot, SlotRecord]> {
    return store.all().filter(([slot, { tags }]) => matches(selection, slot, tags));
  }

  function voidFlights(selection: Selection): number {
    // Tags are not known before it lands.
    if (selection.tag !== undefined) return 0;
    const affected = [...underWay].filter(({ planned }) => matchesAbout(selection, planned.slot));
    for (const flight of affected) {
      end(flight);
      flight.land(purged, clock.now());
    }
    return affected.length;
  }

  return {
    claim(planned, isAlone) {
      const isReloaded = isReload(planned, isAlone);
      // Before it is told: a record that begins now has not been asked for again.
      const record = store.use(planned.slot);
      // Until the answer is there, Plain shows the copy that has just expired, and an agent may click on that as well.
      tell(planned, clock.now() + options.deadlineMs);
      const found = isReloaded ? findForReload(planned, entryOf(record)) : find(planned, record);
      return { ...found, isReload: isReloaded, mark: purges.mark };
    },
    settle(flight, fetched) {
      const isNewest = newest.get(flight.key) === flight;
      if (!end(flight)) return;
      const outcome =
        fetched.ok && isPurgedSince(flight.mark, flight.planned, fetched.entry.tags)
          ? purged
          : fetched;
      if (outcome.ok) keep(flight.planned, outcome.entry);
      else if (isNewest && !isLocal(outcome.failure)) coolDown(flight.planned, outcome.failure);
      flight.land(outcome, clock.now());
    },
    tell,
    lastGood: (slot) => entryOf(store.peek(slot)),
    purge(selection) {
      purges.add(selection);
      const gone = matching(selection).toArray();
      for (const [slot, record] of gone) {
        store.delete(slot);
        forgotten.until = Math.max(forgotten.until, record.toldUntil);
      }
      const cards = gone.filter(([, record]) => entryOf(record) !== null).length;
      return { cards, flights: voidFlights(selection), plainUntil: forgotten.until };
    },
    *sweep() {
      for (const slot of store.slots()) {
        forgetExpired(slot);
        yield;
      }
    },
    select: (selection) =>
      matching(selection)
        .map(([, record]) => record)
        .toArray(),
    get underWay() {
      return underWay.size;
    },
  };
}
