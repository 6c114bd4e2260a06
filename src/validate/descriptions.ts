import type { ComponentKind, componentFields } from './components.ts';
import type { Field } from './fields.ts';

/** What a kind of component is, and what each of its fields says. */
type Descriptions = {
  readonly [K in ComponentKind]: {
    readonly about: string;
    readonly fields: { readonly [F in keyof (typeof componentFields)[K]]: string };
  };
};

/** What an editor shows of Plain's components, in Plain's order. */
export const componentDescriptions: Descriptions = {
  componentText: {
    about: 'Text with Markdown: **bold**, [links](https://…) and lists',
    fields: {
      text: 'Markdown',
      textSize: 'Default: M',
      textColor: 'Default: NORMAL',
    },
  },
  componentPlainText: {
    about: 'Text as it is, without Markdown',
    fields: {
      plainText: 'The text',
      plainTextSize: 'Default: M',
      plainTextColor: 'Default: NORMAL',
    },
  },
  componentSpacer: {
    about: 'Empty space below what stands before it',
    fields: { spacerSize: 'How much' },
  },
  componentDivider: {
    about: 'A line across the card; componentDivider: {} is enough',
    fields: { dividerSpacingSize: 'Space above and below the line' },
  },
  componentLinkButton: {
    about: 'A button that opens a page',
    fields: {
      linkButtonUrl: 'Absolute, http or https',
      linkButtonLabel: 'What stands on the button',
    },
  },
  componentWorkflowButton: {
    about: 'A button that starts a workflow of Plain',
    fields: {
      workflowButtonLabel: 'What stands on the button',
      workflowButtonWorkflowIdentifier: 'Which workflow, by its id or its key',
    },
  },
  componentBadge: {
    about: 'A short word in a colour',
    fields: {
      badgeLabel: 'The word',
      badgeColor: 'Default: GREY',
    },
  },
  componentCopyButton: {
    about: 'A button that copies a value',
    fields: {
      copyButtonValue: 'What is copied',
      copyButtonTooltipLabel: 'What is shown beside the button',
    },
  },
  componentDateTime: {
    about: "A date and time, shown in the agent's own time zone",
    fields: { dateTimeIso8601: 'ISO 8601' },
  },
  componentUser: {
    about: 'A user of the workspace, with name and picture',
    fields: { userIdentifier: 'Which user, by id or by e-mail address' },
  },
  componentRow: {
    about: 'Components side by side: the main content at the left, the aside at the right',
    fields: {
      rowMainContent: 'At the left; anything but rows and containers',
      rowAsideContent: 'At the right; may be empty: []',
    },
  },
  componentContainer: {
    about: 'A frame around components',
    fields: { containerContent: 'Anything but containers' },
  },
};

/** What a field takes, in a few words. */
export function describeField(field: Field): string {
  switch (field.type) {
    case 'string':
      return `text, at most ${field.max.toLocaleString('en-US')} characters`;
    case 'enum':
      return field.values.join(', ');
    case 'url':
      return 'http or https';
    case 'dateTime':
      return 'ISO 8601';
    case 'identifier':
      return `one of ${field.names.join(', ')}`;
    case 'content':
      return `a list${field.min === 0 ? '' : ', not empty'}`;
  }
}
