import type { ComponentBadgeColor } from '@team-plain/graphql';
import { uiComponent } from '@team-plain/ui-components';
import type { FastifyInstance } from 'fastify';
import { createCardService } from './card-service.ts';
import type { ServiceOptions } from './card-service.ts';
import type { Card } from './cards.ts';
import { createDirectory } from './directory.ts';
import type { Identified } from './directory.ts';
import { daysFrom, formatMoney } from './format.ts';
import { caption, moment } from './layout.ts';
import { serve } from './serve.ts';

interface Order {
  readonly number: number;
  readonly status: 'Processing' | 'Shipped' | 'Delivered' | 'Returned';
  readonly placedDaysAgo: number;
  readonly totalCents: number;
  readonly currency: string;
  readonly shippingAddress: string;
}

interface Buyer extends Identified {
  /** Newest first. */
  readonly orders: readonly Order[];
}

/** The service's database. */
const buyers: readonly Buyer[] = [
  {
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
  { externalId: 'acct_4004', email: 'priya.nair@fernmarket.example.com', orders: [] },
];

const colors: Readonly<Record<Order['status'], ComponentBadgeColor>> = {
  Processing: 'BLUE',
  Shipped: 'YELLOW',
  Delivered: 'GREEN',
  Returned: 'GREY',
};

const lastOrder: Card<Buyer> = {
  ttlSeconds: 120,
  build({ orders: [order] }, nowMs) {
    if (order === undefined) return null;
    return [
      uiComponent.container({
        content: [
          uiComponent.row({
            mainContent: [
              uiComponent.text({ text: `Order #${order.number}` }),
              moment(daysFrom(nowMs, -order.placedDaysAgo)),
            ],
            asideContent: [uiComponent.badge({ label: order.status, color: colors[order.status] })],
          }),
          uiComponent.divider({ spacingSize: 'M' }),
          ...caption('Order value', formatMoney(order.totalCents, order.currency)),
          uiComponent.spacer({ size: 'S' }),
          ...caption('Shipping address', order.shippingAddress),
          uiComponent.divider({ spacingSize: 'M' }),
          uiComponent.linkButton({
            label: 'Track order',
            url: `https://orders.example.com/${order.number}`,
          }),
        ],
      }),
    ];
  },
};

/** The order service's card endpoint: `last-order`. Not listening yet. */
export function createOrdersService(options: ServiceOptions = {}): FastifyInstance {
  const cards = new Map([['last-order', lastOrder]]);
  return createCardService({ find: createDirectory(buyers), cards }, options);
}

if (import.meta.main) await serve('orders', 8092, createOrdersService);
