/** An order, as the service's database has it. */
export interface Order {
  readonly number: number;
  readonly status: 'Processing' | 'Shipped' | 'Delivered' | 'Returned';
  readonly placedDaysAgo: number;
  readonly totalCents: number;
  readonly currency: string;
  readonly shippingAddress: string;
}

export interface Buyer {
  /** The service's own. */
  readonly id: string;
  readonly externalId: string;
  /** In lower case. */
  readonly email: string;
  /** Newest first. */
  readonly orders: readonly Order[];
}

/** The service's database. */
export const buyers: readonly Buyer[] = [
  {
    id: 'cust_17',
    externalId: 'acct_1001',
    email: 'noor.adeyemi@brightleaf.example.com',
    orders: [
      {
        number: 10_231,
        status: 'Delivered',
        placedDaysAgo: 21,
        totalCents: 8_950,
        currency: 'EUR',
        shippingAddress: '7 Sample Quay, 0001 Exampleby',
      },
    ],
  },
  {
    id: 'cust_88',
    externalId: 'acct_2002',
    email: 'marta.lindqvist@harbourlight.example.com',
    orders: [
      {
        number: 10_418,
        status: 'Shipped',
        placedDaysAgo: 3,
        totalCents: 51_200,
        currency: 'USD',
        shippingAddress: '123 Example Street, Fakerton, FA6 4UX',
      },
      {
        number: 10_077,
        status: 'Returned',
        placedDaysAgo: 96,
        totalCents: 4_400,
        currency: 'USD',
        shippingAddress: '123 Example Street, Fakerton, FA6 4UX',
      },
    ],
  },
  {
    id: 'cust_91',
    externalId: 'acct_4004',
    email: 'priya.nair@fernmarket.example.com',
    orders: [],
  },
];
