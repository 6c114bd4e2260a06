import type { Identified } from './directory.ts';

interface Item {
  readonly name: string;
  readonly quantity: number;
  readonly unitCents: number;
}

export interface Account extends Identified {
  readonly plan: string;
  readonly currency: string;
  readonly renewsInDays: number;
  readonly invoice: {
    readonly number: string;
    readonly isPaid: boolean;
    readonly dueInDays: number;
    readonly items: readonly Item[];
  };
  readonly events: {
    readonly included: number;
    readonly thisPeriod: number;
    readonly last7Days: number;
    readonly last24Hours: number;
  };
}

/** The service's database. */
export const accounts: readonly Account[] = [
  {
    externalId: 'acct_1001',
    email: 'noor.adeyemi@brightleaf.example.com',
    plan: 'Business',
    currency: 'EUR',
    renewsInDays: 203,
    invoice: {
      number: '310-07',
      isPaid: true,
      dueInDays: -6,
      items: [{ name: 'Business seat', quantity: 25, unitCents: 3_900 }],
    },
    events: { included: 50_000, thisPeriod: 12_480, last7Days: 3_115, last24Hours: 402 },
  },
  {
    externalId: 'acct_2002',
    email: 'marta.lindqvist@harbourlight.example.com',
    plan: 'Starter',
    currency: 'USD',
    renewsInDays: 12,
    invoice: {
      number: '251-82',
      isPaid: false,
      dueInDays: -9,
      items: [
        { name: 'Pro seat', quantity: 14, unitCents: 2_000 },
        { name: 'Extra credits', quantity: 68, unitCents: 525 },
      ],
    },
    events: { included: 1_000, thisPeriod: 938, last7Days: 297, last24Hours: 46 },
  },
  {
    externalId: 'acct_4004',
    email: 'priya.nair@fernmarket.example.com',
    plan: 'Starter',
    currency: 'GBP',
    renewsInDays: 27,
    invoice: {
      number: '402-11',
      isPaid: false,
      dueInDays: 10,
      items: [{ name: 'Starter seat', quantity: 3, unitCents: 1_200 }],
    },
    events: { included: 1_000, thisPeriod: 1_204, last7Days: 611, last24Hours: 98 },
  },
];
