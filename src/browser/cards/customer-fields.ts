import type { CardsQuestion } from '../../admin/api.ts';

/** What somebody types of a customer; "" is nothing. */
export interface CustomerFields {
  readonly email: string;
  readonly externalId: string;
  readonly id: string;
  readonly tenantExternalId: string;
  readonly tenantId: string;
  readonly threadExternalId: string;
  readonly threadId: string;
}

export const noFields: CustomerFields = {
  email: '',
  externalId: '',
  id: '',
  tenantExternalId: '',
  tenantId: '',
  threadExternalId: '',
  threadId: '',
};

/** As Plain would send it: what is missing as null. null: there is nothing that tells a customer. */
export function toSubject(
  fields: CustomerFields,
): Required<Pick<CardsQuestion, 'customer' | 'tenant' | 'thread'>> | null {
  const { id, email, externalId } = fields;
  const customer = { id: value(id), email: value(email), externalId: value(externalId) };
  if (Object.values(customer).every((each) => each === null)) return null;
  return {
    customer,
    tenant: toParty(fields.tenantId, fields.tenantExternalId),
    thread: toParty(fields.threadId, fields.threadExternalId),
  };
}

function toParty(typedId: string, typedExternalId: string) {
  const [id, externalId] = [value(typedId), value(typedExternalId)];
  return id === null && externalId === null ? null : { id, externalId };
}

function value(typed: string): string | null {
  return typed.trim() === '' ? null : typed.trim();
}
