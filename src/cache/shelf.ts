import type { Customer } from '../parse/customer.ts';
import type { Slot } from '../plan/slot.ts';
import { bytesOf, sizeOf } from './record.ts';
import type { SlotRecord } from './record.ts';

/**
 * All records of one subject. Cards of a subject are asked for together, so what every subject needs (identifiers, a key,
 * a place in the order of use) is there once, and not once for each card.
 */
export interface Shelf extends Customer {
  /** The oldest first. Replaced as a whole with every change, so that whoever is reading it can read on. */
  records: readonly SlotRecord[];
  bytes: number;
}

/** Shelf, key, nodes and links, measured over 10^5 shelves. */
const overheadBytes = 400;

export function createShelf({ id, email, externalId }: Customer): Shelf {
  const bytes = overheadBytes + bytesOf(id) + bytesOf(email) + bytesOf(externalId);
  return { id, email, externalId, records: [], bytes };
}

export function recordOn({ records }: Shelf, { card }: OfCard): SlotRecord | undefined {
  // But for the first time after a reload, it is the same object.
  return records.find((record) => record.card === card) ?? records.find(isOf(card));
}

/** Adds or replaces. `bytes`: the record's, where they are known. */
export function putOn(shelf: Shelf, record: SlotRecord, bytes = sizeOf(record)): void {
  const { records } = shelf;
  const index = records.findIndex(isOf(record.card));
  const replaced = records[index];
  // Neither leaves room for more, as a push would.
  shelf.records = replaced ? records.with(index, record) : records.concat([record]);
  shelf.bytes += bytes - (replaced ? sizeOf(replaced) : 0);
}

export function takeFrom(shelf: Shelf, { card }: OfCard): SlotRecord | undefined {
  const index = shelf.records.findIndex(isOf(card));
  const taken = shelf.records[index];
  if (taken === undefined) return undefined;
  shelf.records = shelf.records.toSpliced(index, 1);
  shelf.bytes -= sizeOf(taken);
  return taken;
}

type OfCard = Pick<Slot, 'card'>;

/** A reload of the configuration makes new objects of the same cards. */
function isOf({ fingerprint }: Slot['card']): (record: SlotRecord) => boolean {
  return ({ card }) => card.fingerprint === fingerprint;
}
