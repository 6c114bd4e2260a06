import { longestTimeoutMs } from '../config/fields.ts';
import type { CacheSettings } from '../config/schema.ts';
import { entryOf, withoutEntry } from './record.ts';
import type { Entry, SlotRecord } from './record.ts';
import { expiresAt } from './ttl.ts';

/**
 * How long after what Plain was told a lone key still counts as a reload: Plain's copy is fresh from the receipt of the
 * answer, and the click needs time to arrive. A false alarm costs a call, a missed reload a promise.
 */
const roundTripMs = 1_000;

/** Whether there may be a copy at Plain that somebody reloads. */
export function mayBeReloaded({ toldUntil }: Pick<SlotRecord, 'toldUntil'>, now: number): boolean {
  return now <= toldUntil + roundTripMs;
}

/** What of a record can still be of any use: the record itself, one without its card, or null. */
export function withoutExpired(
  record: SlotRecord,
  now: number,
  settings: CacheSettings,
): SlotRecord | null {
  const { cooling } = record;
  const entry = entryOf(record);
  const isEntryUseful = entry !== null && now < usefulUntil(entry, record, settings);
  if (isEntryUseful) return record;
  if (!mayBeReloaded(record, now) && (cooling === null || now >= cooling.until)) return null;
  return entry === null ? record : withoutEntry(record);
}

/** Until the last stale window ends, and no older call can be under way whose result must not come in its place. */
function usefulUntil(
  entry: Entry,
  { card }: Pick<SlotRecord, 'card'>,
  settings: CacheSettings,
): number {
  const windowSeconds = Math.max(
    card.staleWhileRevalidateSeconds ?? settings.staleWhileRevalidateSeconds,
    card.staleIfErrorSeconds ?? settings.staleIfErrorSeconds,
  );
  return Math.max(expiresAt(entry) + windowSeconds * 1000, entry.sentAt + longestTimeoutMs);
}
