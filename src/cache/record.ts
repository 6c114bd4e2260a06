import type { Failure } from '../outcome.ts';
import type { PlannedCard } from '../plan/plan.ts';
import type { Lifetime } from './ttl.ts';

/** A good card. */
export interface Entry extends Lifetime {
  /** JSON of the components; no data is the text "null". */
  readonly componentsJson: string;
  /** What the upstream marked the card with, for purges. */
  readonly tags: readonly string[];
}

/** All that is remembered about one slot. */
export interface SlotRecord {
  readonly about: Pick<PlannedCard, 'card' | 'subject'>;
  /** The last good card, whatever its age; null when there is none, or when it was too large to keep. */
  readonly entry: Entry | null;
  /**
   * Until when Plain may take a copy for fresh. One moment for all threads: whether Plain caches a customer's card once
   * or once a thread is undocumented. The one field that changes in place: every answer moves it on.
   */
  toldUntil: number;
  /** A failure that is not to be repeated at once. */
  readonly cooling: { readonly until: number; readonly failure: Failure } | null;
}

/** `toldUntil`: until when Plain may hold a copy that was told before this record began. */
export function emptyRecord({ card, subject }: SlotRecord['about'], toldUntil: number): SlotRecord {
  return { about: { card, subject }, entry: null, toldUntil, cooling: null };
}

export function hasData({ componentsJson }: Entry): boolean {
  return componentsJson !== 'null';
}

/** Record, entry, map and set nodes and list links, measured over 10^5 records. */
const overheadBytes = 540;

/** What a record needs of the heap. Strings above latin1 take two bytes a character. */
export function sizeOf({ about, entry }: SlotRecord, slot: string): number {
  const { customer, thread, tenant } = about.subject;
  const identifiers = [
    ...Object.values(customer),
    ...Object.values(thread ?? {}),
    ...Object.values(tenant ?? {}),
  ];
  const texts = [slot, ...identifiers, ...(entry?.tags ?? [])];
  return texts.reduce(
    (sum, text) => sum + bytesOf(text),
    overheadBytes + bytesOf(entry?.componentsJson ?? null),
  );
}

function bytesOf(text: string | null): number {
  if (text === null) return 0;
  return /^[\0-\xff]*$/.test(text) ? text.length : 2 * text.length;
}
