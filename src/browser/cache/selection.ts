import type { Selection } from '../../cache/selection.ts';

/** What a purge can go by. */
export const purgeKinds = ['customer', 'card', 'upstream', 'tag', 'all'] as const;

export type PurgeKind = (typeof purgeKinds)[number];

/** What is chosen and typed in the dialog. */
export interface PurgeChoice {
  readonly kind: PurgeKind;
  readonly card: string;
  readonly upstream: string;
  readonly tag: string;
  readonly email: string;
  readonly externalId: string;
  readonly id: string;
}

/** Before anything is chosen. */
export const noChoice: PurgeChoice = {
  kind: 'customer',
  card: '',
  upstream: '',
  tag: '',
  email: '',
  externalId: '',
  id: '',
};

/** As the gateway takes it; null while what is needed is missing. */
export function toSelection(choice: PurgeChoice): Selection | { readonly all: true } | null {
  const { kind } = choice;
  if (kind === 'all') return { all: true };
  if (kind === 'customer') return toCustomer(choice);
  const value = choice[kind].trim();
  return value === '' ? null : { [kind]: value };
}

function toCustomer({ id, email, externalId }: PurgeChoice): Selection | null {
  const typed = Object.entries({ id, email, externalId })
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value !== '');
  return typed.length === 0 ? null : { customer: Object.fromEntries(typed) };
}

/** What would be forgotten, as the object of a sentence. */
export function describeSelection({ kind, ...values }: PurgeChoice): string {
  switch (kind) {
    case 'all':
      return 'everything';
    case 'customer':
      return 'all cards of this customer';
    case 'card':
      return `the card ${values.card} of all customers`;
    case 'upstream':
      return `all cards of ${values.upstream}`;
    case 'tag':
      return `all cards with the tag ${values.tag}`;
  }
}
