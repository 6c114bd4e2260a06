import type { Component } from '../../../validate/components.ts';
import type { GalleryItem } from './item.ts';
import { badge, copy, divider, field, link, moment, row, small, spacer, text } from './parts.ts';

const subscription: readonly Component[] = [
  row(
    [{ componentText: { text: '**Business**', textSize: 'L' } }, small('£490.00 a month, by card')],
    badge('Active', 'GREEN'),
  ),
  divider,
  field('Renews', moment('2026-12-01T00:00:00Z')),
  field('Seats', text('24 of 30')),
  field('Latest invoice', badge('Paid', 'GREEN')),
  spacer('S'),
  link('Open in billing', 'https://billing.example.com/accounts/acct_1'),
];

const paymentProblem: readonly Component[] = [
  {
    componentContainer: {
      containerContent: [
        row(
          [
            { componentText: { text: '**€49.00 could not be charged**', textColor: 'ERROR' } },
            small('Card expired. 3 attempts, the last an hour ago'),
          ],
          badge('Past due', 'RED'),
        ),
        divider,
        {
          componentWorkflowButton: {
            workflowButtonLabel: 'Charge again',
            workflowButtonWorkflowIdentifier: { workflowKey: 'charge-again' },
          },
        },
        link('Open the invoice', 'https://billing.example.com/invoices/INV-2026-0098'),
      ],
    },
  },
];

const lastOrder: readonly Component[] = [
  {
    componentContainer: {
      containerContent: [
        row([text('**Order #10418**'), small('3 items, $512.00')], badge('Shipped', 'YELLOW')),
        divider,
        small('1 × Walnut desk organiser'),
        small('2 × Desk lamp, brass'),
        spacer('XS'),
        field('Arrives', moment('2026-11-18T16:00:00Z')),
        field('Tracking', copy('1Z999AA10123456784', 'Copy the tracking number')),
        link('Track with UPS', 'https://tracking.example.com/1Z999AA10123456784'),
      ],
    },
  },
];

const account: readonly Component[] = [
  row(
    [{ componentText: { text: '**Brightleaf Ltd**', textSize: 'L' } }, small('Since April 2023')],
    badge('Enterprise', 'BLUE'),
  ),
  spacer('S'),
  field('Account', copy('acct_1', 'Copy the account’s id')),
  field('Looked after by', {
    componentUser: { userIdentifier: { emailAddress: 'grace@example.com' } },
  }),
  field('Health', badge('At risk', 'YELLOW')),
  {
    componentText: {
      text: 'Renewal talks are under way: see the [notes](https://crm.example.com/notes/88).',
    },
  },
  link('Open in the CRM', 'https://crm.example.com/accounts/acct_1'),
];

const incident: readonly Component[] = [
  row(
    [
      { componentText: { text: '**Webhooks are late**', textColor: 'ERROR' } },
      small('Concerns this customer: region EU'),
    ],
    badge('Major', 'RED'),
  ),
  field('Since', moment('2026-11-14T09:30:00Z')),
  field('Now', badge('Monitoring', 'YELLOW')),
  divider,
  text('Deliveries catch up within the hour. **Nothing is lost.**'),
  link('Status page', 'https://status.example.com/incidents/w7h2'),
];

const usage: readonly Component[] = [
  row(
    [
      text('API calls'),
      { componentPlainText: { plainText: '▰▰▰▰▰▰▰▰▱▱', plainTextColor: 'WARNING' } },
    ],
    small('8,200 of 10,000'),
  ),
  row(
    [
      text('Projects'),
      { componentPlainText: { plainText: '▰▰▰▰▰▰▰▰▰▰', plainTextColor: 'ERROR' } },
    ],
    small('3 of 3'),
  ),
  row(
    [
      text('Storage'),
      { componentPlainText: { plainText: '▰▰▱▱▱▱▱▱▱▱', plainTextColor: 'SUCCESS' } },
    ],
    small('12 of 50 GB'),
  ),
  { componentDivider: { dividerSpacingSize: 'M' } },
  small('Counts from zero on 1 December'),
];

const errors: readonly Component[] = [
  {
    componentContainer: {
      containerContent: [
        row(badge('Error', 'RED'), copy('CHECKOUT-118', 'Copy the issue’s id')),
        { componentPlainText: { plainText: 'PaymentDeclinedError: Card was declined' } },
        row(small('7 events, 1 user'), small('Handled')),
        field('Last seen', moment('2026-11-14T08:46:00Z')),
        link('View in Sentry', 'https://example-org.sentry.io/issues/118'),
      ],
    },
  },
  {
    componentContainer: {
      containerContent: [
        row(badge('Warning', 'YELLOW'), copy('WEB-APP-97', 'Copy the issue’s id')),
        {
          componentPlainText: {
            plainText: 'Slow response from /api/search, above two seconds for most requests',
          },
        },
        row(small('1,204 events, 2 users'), small('Unhandled')),
        field('Last seen', moment('2026-11-13T20:50:00Z')),
        link('View in Sentry', 'https://example-org.sentry.io/issues/97'),
      ],
    },
  },
];

/** Whole cards, as a support team has them. */
export const exampleItems: readonly GalleryItem[] = [
  item('subscription', 'Subscription', 'Plan, renewal, seats and a link', subscription),
  item('payment-problem', 'Payment problem', 'Something to do: a workflow button', paymentProblem),
  item('last-order', 'Last order', 'Lines, arrival and tracking in one frame', lastOrder),
  item('account', 'Account', 'Who they are, and who looks after them', account),
  item('incident', 'Incident', 'What is wrong on our side just now', incident),
  item('usage', 'Usage', 'How much is left, drawn in text', usage),
  item('errors', 'Errors', 'The newest issues, a frame for each', errors),
];

function item(
  key: string,
  title: string,
  about: string,
  components: readonly Component[],
): GalleryItem {
  return { id: key, title, about, document: { key, timeToLiveSeconds: 300, components } };
}
