import { upstreamFile } from '../../cli/add/upstream-file.ts';
import { upstreamModeline } from '../../config/modelines.ts';
import { formatJson } from '../editor/format-json.ts';

/** A file of an upstream with the `json` adapter, and what its service may answer. */
export interface MappingExample {
  readonly id: string;
  readonly title: string;
  /** What is worth seeing in it. */
  readonly about: string;
  readonly yaml: string;
  readonly response: string;
}

const invoice: MappingExample = {
  id: 'invoice',
  title: 'Invoice',
  about: 'Money, dates, the colour of a badge by a value, and a line under a condition',
  yaml: `${upstreamModeline}
name: invoices
title: Invoices
team: payments
adapter: json
url: https://invoices.internal
auth: { bearer: '\${INVOICES_TOKEN}' }

cards:
  latest-invoice:
    ttlSeconds: 300
    get: '/customers/{customer.externalId}/invoices/latest'
    empty: No invoices yet
    components:
      - componentRow:
          rowMainContent:
            - componentText: { text: '**{{ $moneyMinor(amountDue, currency) }}**', textSize: L }
            - componentText:
                { text: 'Invoice {{ number }}, {{ $date(issuedAt) }}', textSize: S, textColor: MUTED }
          rowAsideContent:
            - componentBadge:
                badgeLabel: '{{ status }}'
                badgeColor: "{{ $badgeColor(status, { 'paid': 'GREEN', 'overdue': 'RED' }, 'GREY') }}"
      - if: status = 'overdue'
        componentText: { text: 'Was due on {{ $date(dueAt) }}', textColor: ERROR }
      - componentLinkButton: { linkButtonUrl: '{{ pdfUrl }}', linkButtonLabel: Open the PDF }
`,
  response: formatJson({
    number: 'INV-2026-0098',
    status: 'overdue',
    amountDue: 124_950,
    currency: 'usd',
    issuedAt: '2026-10-01T08:00:00Z',
    dueAt: '2026-10-31',
    pdfUrl: 'https://invoices.example.com/INV-2026-0098.pdf',
  }),
};

const orders: MappingExample = {
  id: 'orders',
  title: 'Orders',
  about: 'The customer looked up first, two cards from one answer, a list in a frame',
  yaml: `${upstreamModeline}
name: orders
title: Orders
team: fulfilment
adapter: json
url: https://orders.internal/api
auth: { bearer: '\${ORDERS_TOKEN}' }

lookup:
  - { get: '/customers/{customer.externalId}', pick: id }
  - { get: /customers, query: { email: '{customer.email|lower}', limit: 2 }, pick: data.id }

cards:
  last-order:
    ttlSeconds: 120
    get: /orders
    query: { customer: '{lookup}', limit: 5 }
    expect: { data.customer: '{lookup}' }
    components:
      - forEach: data[0]
        componentContainer:
          containerContent:
            - componentRow:
                rowMainContent:
                  - componentText: { text: '**Order #{{ number }}**' }
                  - componentText:
                      text: "{{ $plural($sum(lines.quantity), 'item') }}, {{ $moneyMinor(totalCents, currency) }}"
                      textSize: S
                      textColor: MUTED
                rowAsideContent:
                  - componentBadge:
                      badgeLabel: '{{ status }}'
                      badgeColor: "{{ $badgeColor(status, { 'delivered': 'GREEN', 'shipped': 'YELLOW' }, 'BLUE') }}"
            - componentDivider: {}
            - forEach: lines
              componentText: { text: '{{ quantity }} × {{ $truncate(title, 60) }}', textSize: S }
            - componentLinkButton:
                { linkButtonUrl: '{{ tracking.url }}', linkButtonLabel: 'Track with {{ tracking.carrier }}' }

  order-history:
    ttlSeconds: 120
    get: /orders
    query: { customer: '{lookup}', limit: 5 }
    expect: { data.customer: '{lookup}' }
    components:
      - forEach: data
        componentRow:
          rowMainContent:
            - componentText: { text: '#{{ number }}, {{ $date(placedAt) }}' }
          rowAsideContent:
            - componentText: { text: '{{ $moneyMinor(totalCents, currency) }}', textColor: MUTED }
`,
  response: formatJson({
    data: [
      {
        number: 10_418,
        customer: 'cust_88',
        status: 'shipped',
        placedAt: '2026-11-10T16:20:00Z',
        totalCents: 51_200,
        currency: 'USD',
        lines: [
          { title: 'Walnut desk organiser', quantity: 1 },
          { title: 'Desk lamp, brass', quantity: 2 },
        ],
        tracking: { carrier: 'UPS', url: 'https://tracking.example.com/1Z999' },
      },
      {
        number: 10_011,
        customer: 'cust_88',
        status: 'delivered',
        placedAt: '2026-06-02T09:00:00Z',
        totalCents: 8_900,
        currency: 'USD',
        lines: [{ title: 'Notebook', quantity: 4 }],
      },
    ],
  }),
};

const usage: MappingExample = {
  id: 'usage',
  title: 'Usage',
  about: 'A row for each item of a list, bars drawn in text, a colour by a number',
  yaml: `${upstreamModeline}
name: metering
title: Usage
team: platform
adapter: json
url: https://metering.internal
auth: { bearer: '\${METERING_TOKEN}' }

cards:
  usage:
    ttlSeconds: 60
    get: /usage
    query: { account: '{customer.externalId}', period: current }
    components:
      - forEach: quotas
        componentRow:
          rowMainContent:
            - componentText: { text: '{{ name }}' }
            - if: limit
              componentText:
                text: "{{ ( $full := $round($min([used / limit, 1]) * 10); $substring('▰▰▰▰▰▰▰▰▰▰', 0, $full) & $substring('▱▱▱▱▱▱▱▱▱▱', $full) ) }}"
                textColor: "{{ used >= limit ? 'ERROR' : used > limit * 0.8 ? 'WARNING' : 'SUCCESS' }}"
          rowAsideContent:
            - componentText:
                text: "{{ $formatNumber(used, '#,##0') }} of {{ limit ? $formatNumber(limit, '#,##0') : 'unlimited' }}"
                textSize: S
                textColor: MUTED
      - componentText: { text: 'Counts from zero on {{ $date(resetsAt) }}', textSize: S, textColor: MUTED }
`,
  response: formatJson({
    quotas: [
      { name: 'API calls', used: 8_200, limit: 10_000 },
      { name: 'Projects', used: 3, limit: 3 },
      { name: 'Storage (GB)', used: 12, limit: null },
    ],
    resetsAt: '2026-12-01T00:00:00Z',
  }),
};

const blank: MappingExample = {
  id: 'new',
  title: 'A new file',
  about: 'What the command “add” writes, to go on from',
  yaml: upstreamFile({
    name: 'my-service',
    adapter: 'json',
    url: 'https://my-service.internal',
    cards: ['my-card'],
    hasToken: true,
    organization: '',
  }),
  response: formatJson({ name: 'Brightleaf Ltd', status: 'active', createdAt: '2023-04-18' }),
};

export const mappingExamples = [invoice, orders, usage, blank] as const;
