import type { ComponentBadgeColor, ComponentInput } from '@team-plain/graphql';
import { uiComponent } from '@team-plain/ui-components';
import type { FastifyInstance } from 'fastify';
import { accounts } from './billing-data.ts';
import type { Account } from './billing-data.ts';
import { createCardService } from './card-service.ts';
import type { ServiceOptions } from './card-service.ts';
import type { Card } from './cards.ts';
import { createDirectory } from './directory.ts';
import { daysFrom, formatCount, formatDate, formatMoney } from './format.ts';
import { caption, field, moment, spaced } from './layout.ts';
import { serve } from './serve.ts';

function invoiceState({ invoice }: Account): { label: string; color: ComponentBadgeColor } {
  if (invoice.isPaid) return { label: 'Paid', color: 'GREEN' };
  if (invoice.dueInDays < 0) return { label: 'Past due', color: 'RED' };
  return { label: 'Open', color: 'YELLOW' };
}

const subscriptionStatus: Card<Account> = {
  ttlSeconds: 300,
  build: (account, nowMs) =>
    spaced('M', [
      field('Plan', uiComponent.badge({ label: account.plan, color: 'BLUE' })),
      field('Latest invoice', uiComponent.badge(invoiceState(account))),
      field('Renews', moment(daysFrom(nowMs, account.renewsInDays))),
    ]),
};

function line(name: string, amount: string): ComponentInput {
  return uiComponent.row({
    mainContent: [uiComponent.text({ text: name })],
    asideContent: [uiComponent.text({ text: amount })],
  });
}

const latestInvoice: Card<Account> = {
  ttlSeconds: 600,
  build(account, nowMs) {
    const { invoice, currency } = account;
    const dueMs = daysFrom(nowMs, invoice.dueInDays);
    const totalCents = invoice.items.reduce((sum, item) => sum + item.quantity * item.unitCents, 0);
    return [
      uiComponent.row({
        mainContent: [uiComponent.text({ text: `Invoice #${invoice.number}` })],
        asideContent: [uiComponent.badge(invoiceState(account))],
      }),
      field('Due', moment(dueMs)),
      uiComponent.spacer({ size: 'M' }),
      ...caption(
        'Billing period',
        `${formatDate(daysFrom(dueMs, -44))} – ${formatDate(daysFrom(dueMs, -14))}`,
      ),
      uiComponent.spacer({ size: 'M' }),
      ...spaced('S', [
        uiComponent.text({ text: 'Invoice items', color: 'MUTED' }),
        ...invoice.items.map(({ name, quantity, unitCents }) =>
          line(
            `${quantity} × ${name} @ ${formatMoney(unitCents, currency)}`,
            formatMoney(quantity * unitCents, currency),
          ),
        ),
        line('**Total**', `**${formatMoney(totalCents, currency)}**`),
      ]),
      uiComponent.spacer({ size: 'M' }),
      uiComponent.row({
        mainContent: [
          uiComponent.linkButton({
            label: 'View invoice',
            url: `https://billing.example.com/invoices/${invoice.number}`,
          }),
        ],
        asideContent: [
          uiComponent.copyButton({ value: invoice.number, tooltip: 'Copy invoice number' }),
        ],
      }),
    ];
  },
};

function usageColor(share: number): ComponentBadgeColor {
  if (share >= 1) return 'RED';
  return share >= 0.8 ? 'YELLOW' : 'GREEN';
}

const usage: Card<Account> = {
  ttlSeconds: 60,
  build({ externalId, events }) {
    const label = `${formatCount(events.thisPeriod)} of ${formatCount(events.included)}`;
    const color = usageColor(events.thisPeriod / events.included);
    const bold = (count: number): ComponentInput =>
      uiComponent.text({ text: `**${formatCount(count)}**` });
    return [
      uiComponent.container({
        content: [
          uiComponent.row({
            mainContent: [
              uiComponent.text({ text: 'Events sent' }),
              uiComponent.text({ text: 'This billing period', size: 'S', color: 'MUTED' }),
            ],
            asideContent: [uiComponent.badge({ label, color })],
          }),
          uiComponent.divider({ spacingSize: 'M' }),
          ...spaced('S', [
            field('Last 24 hours', bold(events.last24Hours)),
            field('Last 7 days', bold(events.last7Days)),
          ]),
          uiComponent.divider({ spacingSize: 'M' }),
          uiComponent.linkButton({
            label: 'View usage report',
            url: `https://billing.example.com/accounts/${externalId}/usage`,
          }),
        ],
      }),
    ];
  },
};

/** Billing's card endpoint: `subscription-status`, `latest-invoice` and `usage`. Not listening yet. */
export function createBillingService(options: ServiceOptions = {}): FastifyInstance {
  const cards = new Map([
    ['subscription-status', subscriptionStatus],
    ['latest-invoice', latestInvoice],
    ['usage', usage],
  ]);
  return createCardService({ find: createDirectory(accounts), cards }, options);
}

if (import.meta.main) await serve('billing', 8091, createBillingService);
