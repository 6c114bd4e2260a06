import type { Customer } from '../parse/customer.ts';

/** How a service knows its customers. */
export interface Identified {
  readonly externalId: string;
  readonly email: string;
}

/** What a look-up needs of the customer in Plain's request. */
export type CustomerKey = Pick<Customer, 'email' | 'externalId'>;

/**
 * Finds a service's own record of a customer. An externalId decides alone, because anyone can claim an e-mail address;
 * without one the address does, in any case. Undefined for a stranger.
 */
export function createDirectory<Row extends Identified>(
  rows: readonly Row[],
): (customer: CustomerKey) => Row | undefined {
  const byExternalId = new Map(rows.map((row) => [row.externalId, row]));
  const byEmail = new Map(rows.map((row) => [row.email.toLowerCase(), row]));
  return ({ externalId, email }) =>
    externalId ? byExternalId.get(externalId) : byEmail.get(email?.toLowerCase() ?? '');
}
