import type { Slot } from '../plan/slot.ts';

/** Which records a purge or a look is for: all that is given must match. An empty selection matches everything. */
export interface Selection {
  /** Any one of the identifiers that are given. */
  readonly customer?: {
    readonly id?: string;
    readonly email?: string;
    readonly externalId?: string;
  };
  readonly card?: string;
  readonly upstream?: string;
  /** One that the upstream attached to the card. */
  readonly tag?: string;
}

/** What of a slot a selection is about. */
export type About = Pick<Slot, 'card' | 'customer'>;

/** Whether what is known before a card is fetched matches; its tags are not. */
export function matchesAbout(
  { customer, card, upstream }: Selection,
  { card: of, customer: who }: About,
): boolean {
  return (
    (card === undefined || card === of.cardKey) &&
    (upstream === undefined || upstream === of.upstream) &&
    (customer === undefined || isSameCustomer(customer, who))
  );
}

/** Whether a card with these tags matches. */
export function matches(selection: Selection, about: About, tags: readonly string[]): boolean {
  const { tag } = selection;
  return matchesAbout(selection, about) && (tag === undefined || tags.includes(tag));
}

type Identifiers = Readonly<Record<'id' | 'email' | 'externalId', string | null>>;

function isSameCustomer(
  wanted: NonNullable<Selection['customer']>,
  customer: Identifiers,
): boolean {
  const { id, email, externalId } = wanted;
  return (
    (id !== undefined && id === customer.id) ||
    (externalId !== undefined && externalId === customer.externalId) ||
    (email !== undefined && email.toLowerCase() === customer.email?.toLowerCase())
  );
}
