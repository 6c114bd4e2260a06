import { uiComponent } from '@team-plain/ui-components';
import type { FastifyInstance } from 'fastify';
import { createCardService } from './card-service.ts';
import type { ServiceOptions } from './card-service.ts';
import type { Card } from './cards.ts';
import { createDirectory } from './directory.ts';
import type { Identified } from './directory.ts';
import { daysFrom } from './format.ts';
import { field, moment, spaced } from './layout.ts';
import { serve } from './serve.ts';

interface Account extends Identified {
  readonly registeredDaysAgo: number;
  readonly lastSignInMinutesAgo: number;
  readonly lastDevice: string;
  readonly wantsNews: boolean;
  /** As billing last reported it. */
  readonly billing: 'fine' | 'payment_failed';
}

/** The service's database. */
const accounts: readonly Account[] = [
  {
    externalId: 'acct_1001',
    email: 'noor.adeyemi@brightleaf.example.com',
    registeredDaysAgo: 812,
    lastSignInMinutesAgo: 4_300,
    lastDevice: 'Firefox on Fedora',
    wantsNews: false,
    billing: 'fine',
  },
  {
    externalId: 'acct_2002',
    email: 'marta.lindqvist@harbourlight.example.com',
    registeredDaysAgo: 94,
    lastSignInMinutesAgo: 3,
    lastDevice: 'iPhone 17 📱',
    wantsNews: true,
    billing: 'payment_failed',
  },
  {
    externalId: 'acct_4004',
    email: 'priya.nair@fernmarket.example.com',
    registeredDaysAgo: 2,
    lastSignInMinutesAgo: 95,
    lastDevice: 'Chrome on Windows',
    wantsNews: true,
    billing: 'fine',
  },
];

const minuteMs = 60_000;
/** The workflow in Plain that retries a failed payment and tells the customer. */
const retryPaymentWorkflowId = 'wf_01KDEM0W0RKF70W00000000001';

const customerDetails: Card<Account> = {
  ttlSeconds: 300,
  build: (account, nowMs) =>
    spaced('M', [
      field('Registered', moment(daysFrom(nowMs, -account.registeredDaysAgo))),
      field('Last signed in', moment(nowMs - account.lastSignInMinutesAgo * minuteMs)),
      field('Last device used', uiComponent.plainText({ text: account.lastDevice })),
      field(
        'Marketing preferences',
        uiComponent.text({ text: account.wantsNews ? 'Opted in 📨' : 'Opted out' }),
      ),
    ]),
};

/** An action for the agent, offered only while there is something to act on. */
const workflowCard: Card<Account> = {
  ttlSeconds: 60,
  build: ({ billing }) =>
    billing === 'fine'
      ? null
      : spaced('M', [
          uiComponent.text({
            text: "The last payment failed. Retry it once the customer's card is in order.",
            size: 'S',
            color: 'MUTED',
          }),
          uiComponent.workflowButton({
            label: 'Retry payment',
            workflowId: retryPaymentWorkflowId,
          }),
        ]),
};

/** The account service's card endpoint: `customer-details` and `workflow-card`. Not listening yet. */
export function createAccountsService(options: ServiceOptions = {}): FastifyInstance {
  const cards = new Map([
    ['customer-details', customerDetails],
    ['workflow-card', workflowCard],
  ]);
  return createCardService({ find: createDirectory(accounts), cards }, options);
}

if (import.meta.main) await serve('accounts', 8093, createAccountsService);
