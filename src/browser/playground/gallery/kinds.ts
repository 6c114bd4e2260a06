import type { Component, ComponentKind } from '../../../validate/components.ts';
import { componentKinds } from '../../../validate/components.ts';
import { componentDescriptions } from '../../../validate/descriptions.ts';
import type { GalleryItem } from './item.ts';

interface Sample {
  readonly title: string;
  readonly components: readonly Component[];
}

const above: Component = { componentPlainText: { plainText: 'What stands above' } };
const below: Component = { componentPlainText: { plainText: 'What stands below' } };

/** What each kind can do. */
const samples: Readonly<Record<ComponentKind, Sample>> = {
  componentText: {
    title: 'Text',
    components: [
      { componentText: { text: 'Large, in **bold**', textSize: 'L' } },
      { componentText: { text: 'Medium, with *italics* and a [link](https://example.com)' } },
      { componentText: { text: 'Small', textSize: 'S' } },
      { componentText: { text: 'Muted', textColor: 'MUTED' } },
      { componentText: { text: 'Success', textColor: 'SUCCESS' } },
      { componentText: { text: 'Warning', textColor: 'WARNING' } },
      { componentText: { text: 'Error', textColor: 'ERROR' } },
    ],
  },
  componentPlainText: {
    title: 'Plain text',
    components: [
      { componentPlainText: { plainText: 'Large', plainTextSize: 'L' } },
      { componentPlainText: { plainText: 'No **bold**, no [link](https://example.com)' } },
      {
        componentPlainText: {
          plainText: 'Small and muted',
          plainTextSize: 'S',
          plainTextColor: 'MUTED',
        },
      },
    ],
  },
  componentSpacer: {
    title: 'Spacer',
    components: (['XS', 'S', 'M', 'L', 'XL'] as const).flatMap((spacerSize): Component[] => [
      { componentPlainText: { plainText: `${spacerSize} below this` } },
      { componentSpacer: { spacerSize } },
    ]),
  },
  componentDivider: {
    title: 'Divider',
    components: [
      above,
      { componentDivider: {} },
      below,
      { componentDivider: { dividerSpacingSize: 'XL' } },
      { componentPlainText: { plainText: 'With more space around it' } },
    ],
  },
  componentLinkButton: {
    title: 'Link button',
    components: [
      {
        componentLinkButton: {
          linkButtonUrl: 'https://example.com/accounts/acct_1',
          linkButtonLabel: 'Open the account',
        },
      },
    ],
  },
  componentWorkflowButton: {
    title: 'Workflow button',
    components: [
      {
        componentWorkflowButton: {
          workflowButtonLabel: 'Extend the trial',
          workflowButtonWorkflowIdentifier: { workflowKey: 'extend-trial' },
        },
      },
    ],
  },
  componentBadge: {
    title: 'Badge',
    components: [
      { componentBadge: { badgeLabel: 'Active', badgeColor: 'GREEN' } },
      { componentBadge: { badgeLabel: 'Without a colour' } },
    ],
  },
  componentCopyButton: {
    title: 'Copy button',
    components: [
      { componentCopyButton: { copyButtonValue: 'acct_1', copyButtonTooltipLabel: 'Copy the id' } },
    ],
  },
  componentDateTime: {
    title: 'Date and time',
    components: [{ componentDateTime: { dateTimeIso8601: '2026-11-14T09:30:00Z' } }],
  },
  componentUser: {
    title: 'User',
    components: [{ componentUser: { userIdentifier: { emailAddress: 'grace@example.com' } } }],
  },
  componentRow: {
    title: 'Row',
    components: [
      {
        componentRow: {
          rowMainContent: [{ componentText: { text: 'At the left' } }],
          rowAsideContent: [{ componentBadge: { badgeLabel: 'At the right', badgeColor: 'BLUE' } }],
        },
      },
      {
        componentRow: {
          rowMainContent: [
            { componentText: { text: 'One below the other' } },
            { componentText: { text: 'at the left', textSize: 'S', textColor: 'MUTED' } },
          ],
          rowAsideContent: [],
        },
      },
    ],
  },
  componentContainer: {
    title: 'Container',
    components: [
      {
        componentContainer: {
          containerContent: [
            { componentText: { text: 'In a frame' } },
            {
              componentRow: {
                rowMainContent: [{ componentText: { text: 'Rows too', textColor: 'MUTED' } }],
                rowAsideContent: [{ componentPlainText: { plainText: 'but no containers' } }],
              },
            },
          ],
        },
      },
    ],
  },
};

/** The components one by one. */
export const kindItems: readonly GalleryItem[] = componentKinds.map((kind) => {
  const { title, components } = samples[kind];
  return { id: kind, title, about: componentDescriptions[kind].about, document: components };
});
