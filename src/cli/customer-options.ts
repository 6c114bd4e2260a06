import type { Subject } from '../parse/customer.ts';
import type { Arguments } from './command.ts';

/** Options that say who a card is about, for commands that ask for cards. */
export const customerOptions = {
  email: { type: 'string', short: 'e', value: 'ADDRESS', summary: "the customer's e-mail address" },
  'external-id': { type: 'string', value: 'ID', summary: 'your own id of the customer' },
  id: { type: 'string', value: 'ID', summary: "Plain's id of the customer" },
  'thread-id': { type: 'string', value: 'ID', summary: "Plain's id of the thread" },
  'thread-external-id': { type: 'string', value: 'ID', summary: 'your own id of the thread' },
  'tenant-id': { type: 'string', value: 'ID', summary: "Plain's id of the tenant" },
  'tenant-external-id': { type: 'string', value: 'ID', summary: 'your own id of the tenant' },
  'workspace-id': { type: 'string', value: 'ID', summary: "Plain's id of the workspace" },
} as const;

export type CustomerValues = Arguments<typeof customerOptions>['values'];

/** Whom the options mean; null when they name no customer. */
export function subjectOf(values: CustomerValues): Subject | null {
  const { id = null, email = null, 'external-id': externalId = null } = values;
  if (id === null && email === null && externalId === null) return null;
  return {
    customer: { id, email, externalId },
    thread: referenceOf(values['thread-id'], values['thread-external-id']),
    tenant: referenceOf(values['tenant-id'], values['tenant-external-id']),
  };
}

function referenceOf(id: string | undefined, externalId: string | undefined): Subject['thread'] {
  if (id === undefined && externalId === undefined) return null;
  return { id: id ?? null, externalId: externalId ?? null };
}

export const noCustomer = 'name a customer: --email ADDRESS, --external-id ID or --id ID';
