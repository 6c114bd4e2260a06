import { hash } from 'node:crypto';
import type { Customer, Subject } from '../parse/customer.ts';
import type { RegisteredCard } from './registry.ts';

/**
 * The subject as the card's upstream may see it: dimensions that the card doesn't send are null.
 * The slot is made of exactly this, so nothing outside the cache key ever leaves the gateway.
 */
export function withhold(
  { customer, thread, tenant }: Subject,
  card: Pick<RegisteredCard, 'sends'>,
): Subject {
  return {
    customer,
    thread: thread !== null && card.sends.includes('thread') ? { ...thread } : null,
    tenant: tenant !== null && card.sends.includes('tenant') ? { ...tenant } : null,
  };
}

/** One card of one subject: what is fetched, kept and purged by itself. */
export interface Slot {
  readonly card: RegisteredCard;
  /** Of whom the card is about; nothing else tells one subject from another. */
  readonly digest: string;
  readonly customer: Customer;
}

/** Tells slots apart. The fingerprint has a fixed length, so the two can't run together. */
export function keyOf({ card: { fingerprint }, digest }: SlotId): string {
  return fingerprint + digest;
}

interface SlotId {
  readonly card: Pick<RegisteredCard, 'fingerprint'>;
  readonly digest: string;
}

/** Of whom a card is about, for one workspace. JSON keeps the parts apart, whatever characters they hold. A character a byte. */
export function digestOf(
  { customer, thread, tenant }: Subject,
  workspaceId: string | null,
): string {
  const parts = [
    workspaceId,
    customer.id,
    customer.email,
    customer.externalId,
    thread && [thread.id, thread.externalId],
    tenant && [tenant.id, tenant.externalId],
  ];
  return hash('sha256', JSON.stringify(parts), 'binary');
}
