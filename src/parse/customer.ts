/** Who a card is about. Absent, null and empty identifiers are all `null`. */
export interface Customer {
  readonly id: string | null;
  readonly email: string | null;
  readonly externalId: string | null;
}

/** A thread or a tenant. */
export interface Reference {
  readonly id: string | null;
  readonly externalId: string | null;
}

/** What an upstream may be told about: the dimensions that a card can send. */
export interface Subject {
  readonly customer: Customer;
  readonly thread: Reference | null;
  readonly tenant: Reference | null;
}

/** The dimensions that a card can list under `sends`. */
export const dimensions = ['customer', 'thread', 'tenant'] as const;
