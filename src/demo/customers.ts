import type { DemoCustomer } from '../admin/api.ts';
import type { Customer } from '../parse/customer.ts';

/** Pays on time and orders now and then; no errors in Sentry. */
export const goodStanding: Customer = {
  id: 'c_01KDEM0CVST0MER00000000001',
  email: 'noor.adeyemi@brightleaf.example.com',
  externalId: 'acct_1001',
};

/** Past due, with orders and Sentry errors: every card of the demo has data, the workflow button included. */
export const pastDue: Customer = {
  id: 'c_01KDEM0CVST0MER00000000002',
  email: 'marta.lindqvist@harbourlight.example.com',
  externalId: 'acct_2002',
};

/** Known to Sentry and to no other service. */
export const errorsOnly: Customer = {
  id: 'c_01KDEM0CVST0MER00000000003',
  email: 'jonas.vetter@pixelforge.example.com',
  externalId: 'acct_3003',
};

/** Wrote an e-mail: Plain knows no externalId, and the address comes as the sender spells it. */
export const emailOnly: Customer = {
  id: 'c_01KDEM0CVST0MER00000000004',
  email: 'Priya.Nair@FernMarket.example.com',
  externalId: null,
};

/** No service has heard of this one. */
export const unknownEverywhere: Customer = {
  id: 'c_01KDEM0CVST0MER00000000005',
  email: 'sam.okafor@nowhere.example.com',
  externalId: 'acct_9999',
};

/** The customer to try first. */
export const defaultCustomer: Customer = pastDue;

/** Every demo customer, for whoever offers a choice. */
export const demoCustomers: readonly (DemoCustomer & { readonly customer: Customer })[] = [
  { name: 'Marta Lindqvist', note: 'past due, with orders and Sentry errors', customer: pastDue },
  { name: 'Noor Adeyemi', note: 'in good standing', customer: goodStanding },
  { name: 'Jonas Vetter', note: 'Sentry errors only', customer: errorsOnly },
  { name: 'Priya Nair', note: 'known by e-mail only', customer: emailOnly },
  { name: 'Sam Okafor', note: 'unknown to every service', customer: unknownEverywhere },
];
