import type { CardsAnswer } from '../../../src/admin/api.ts';
import type { Component } from '../../../src/validate/components.ts';

const leaves: readonly Component[] = [
  {
    componentText: { text: '**Bold**, _slanted_, [linked](https://docs.example.com/a)\nnext line' },
  },
  { componentText: { text: 'Gone wrong', textSize: 'L', textColor: 'ERROR' } },
  { componentPlainText: { plainText: '**not bold**', plainTextColor: 'MUTED' } },
  { componentSpacer: { spacerSize: 'XL' } },
  { componentDivider: { dividerSpacingSize: 'M' } },
  { componentDateTime: { dateTimeIso8601: '2026-11-14T09:30:00Z' } },
  { componentUser: { userIdentifier: { emailAddress: 'agent@example.com' } } },
  { componentCopyButton: { copyButtonValue: 'ord_1', copyButtonTooltipLabel: 'Order id' } },
  {
    componentLinkButton: {
      linkButtonLabel: 'Track',
      linkButtonUrl: 'https://carrier.example.com@track.example.org/1',
    },
  },
  {
    componentWorkflowButton: {
      workflowButtonLabel: 'Refund',
      workflowButtonWorkflowIdentifier: { workflowKey: 'refund-order' },
    },
  },
];

/** A card with each of the twelve kinds, and one that nobody knows. */
export const everyKind: readonly object[] = [
  ...leaves,
  {
    componentContainer: {
      containerContent: [
        {
          componentRow: {
            rowMainContent: [{ componentText: { text: 'Order' } }],
            rowAsideContent: [{ componentBadge: { badgeLabel: 'Shipped', badgeColor: 'GREEN' } }],
          },
        },
      ],
    },
  },
  { componentHologram: {} },
];

/** What the gateway would answer when `key` was such a card. */
export function answerWith(key: string, components: readonly object[]): CardsAnswer {
  return {
    ref: '7K2QX',
    durationMs: 1,
    deadlineMs: 5_000,
    cards: [
      {
        key,
        outcome: 'fresh',
        reason: null,
        reasonText: null,
        upstream: 'orders',
        ageSeconds: null,
        ttlSeconds: 60,
        components: components as readonly Component[],
      },
    ],
    spans: [],
  };
}
