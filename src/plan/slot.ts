import { hash } from 'node:crypto';
import type { Subject } from '../parse/customer.ts';
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

/** The cache key of one card for the subject of a digest. The fingerprint has a fixed length, so the two can't run together. */
export function slotOf(
  { fingerprint }: Pick<RegisteredCard, 'fingerprint'>,
  digest: string,
): string {
  return fingerprint + digest;
}

/** Of whom a card is about, for one workspace. JSON keeps the parts apart, whatever characters they hold. */
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
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
