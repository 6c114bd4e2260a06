import { hash } from 'node:crypto';
import type { Subject } from '../parse/customer.ts';
import type { RegisteredCard } from './registry.ts';

/**
 * The subject as the card's upstream may see it: dimensions that the card doesn't send are null.
 * The slot is made of exactly this, so nothing outside the cache key ever leaves the gateway. It is a copy: an upstream
 * function that writes to what it was given must not change whom the other upstreams are asked about.
 */
export function withhold(
  { customer, thread, tenant }: Subject,
  card: Pick<RegisteredCard, 'sends'>,
): Subject {
  return {
    customer: { ...customer },
    thread: thread !== null && card.sends.includes('thread') ? { ...thread } : null,
    tenant: tenant !== null && card.sends.includes('tenant') ? { ...tenant } : null,
  };
}

/**
 * The cache key of one card for one subject. JSON keeps the parts apart, whatever characters they hold; hashed, because
 * identifiers may be long.
 */
export function slotOf(card: RegisteredCard, subject: Subject, workspaceId: string | null): string {
  const { customer, thread, tenant } = subject;
  const parts = [
    workspaceId,
    card.cardKey,
    card.fingerprint,
    customer.id,
    customer.email,
    customer.externalId,
    thread && [thread.id, thread.externalId],
    tenant && [tenant.id, tenant.externalId],
  ];
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
