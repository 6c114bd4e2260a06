import type { ContentField, Field } from './fields.ts';

type FieldTable = Readonly<Record<string, Readonly<Record<string, Field>>>>;

const textSizes = ['S', 'M', 'L'] as const;
const textColors = ['NORMAL', 'MUTED', 'SUCCESS', 'WARNING', 'ERROR'] as const;
const spacings = ['XS', 'S', 'M', 'L', 'XL'] as const;
const badgeColors = ['GREY', 'GREEN', 'YELLOW', 'RED', 'BLUE'] as const;

const body = { type: 'string', min: 1, max: 10_000, required: true } as const;
const label = { type: 'string', min: 0, max: 500, required: true } as const;

/** Plain's component kinds that hold no other components, with their fields. */
const leafFields = {
  componentText: {
    text: { ...body, isMarkdown: true },
    textSize: { type: 'enum', values: textSizes, required: false, alias: 'size' },
    textColor: { type: 'enum', values: textColors, required: false, alias: 'color' },
  },
  componentPlainText: {
    plainText: body,
    plainTextSize: { type: 'enum', values: textSizes, required: false },
    plainTextColor: { type: 'enum', values: textColors, required: false },
  },
  componentSpacer: {
    spacerSize: { type: 'enum', values: spacings, required: true, alias: 'size' },
  },
  componentDivider: {
    dividerSpacingSize: { type: 'enum', values: spacings, required: false, alias: 'spacingSize' },
  },
  componentLinkButton: {
    linkButtonUrl: { type: 'url', required: true, alias: 'url' },
    linkButtonLabel: { ...label, alias: 'label' },
  },
  componentWorkflowButton: {
    workflowButtonLabel: label,
    workflowButtonWorkflowIdentifier: {
      type: 'identifier',
      names: ['workflowId', 'workflowKey'],
      required: true,
    },
  },
  componentBadge: {
    badgeLabel: label,
    badgeColor: { type: 'enum', values: badgeColors, required: false },
  },
  componentCopyButton: {
    copyButtonValue: { type: 'string', min: 0, max: 1000, required: true },
    copyButtonTooltipLabel: { ...label, required: false },
  },
  componentDateTime: { dateTimeIso8601: { type: 'dateTime', required: true } },
  componentUser: {
    userIdentifier: { type: 'identifier', names: ['userId', 'emailAddress'], required: true },
  },
} as const satisfies FieldTable;

/**
 * The twelve component kinds of Plain's customer cards, each with its fields by name: the one source of the
 * types, of the validation and of the schema. Read it by its own keys, never by a key from outside.
 */
export const componentFields = {
  ...leafFields,
  componentRow: {
    rowMainContent: { type: 'content', level: 'leaves', min: 1, required: true },
    rowAsideContent: { type: 'content', level: 'leaves', min: 0, required: true },
  },
  componentContainer: {
    containerContent: { type: 'content', level: 'leavesAndRows', min: 1, required: true },
  },
} as const satisfies FieldTable;

export type LeafKind = keyof typeof leafFields;
export type ComponentKind = keyof typeof componentFields;

const leafKinds = Object.keys(leafFields) as LeafKind[];
export const componentKinds = Object.keys(componentFields) as ComponentKind[];

/** Which kinds may stand where: in a row, in a container, in a card. */
export const kindsByLevel: Readonly<
  Record<ContentField['level'] | 'all', ReadonlySet<ComponentKind>>
> = {
  leaves: new Set(leafKinds),
  leavesAndRows: new Set([...leafKinds, 'componentRow']),
  all: new Set(componentKinds),
};

type ValueOf<F> = F extends { readonly values: readonly (infer V)[] }
  ? V
  : F extends { readonly names: readonly (infer N extends string)[] }
    ? { [P in N]: { readonly [Q in P]: string } }[N]
    : F extends { readonly level: 'leaves' }
      ? readonly LeafComponent[]
      : F extends { readonly level: 'leavesAndRows' }
        ? readonly (LeafComponent | ComponentOf<'componentRow'>)[]
        : string;

type FieldsOf<T> = {
  readonly [N in keyof T as T[N] extends { required: true } ? N : never]: ValueOf<T[N]>;
} & {
  readonly [N in keyof T as T[N] extends { required: true } ? never : N]?: ValueOf<T[N]>;
};

type ComponentOf<K extends ComponentKind> = {
  [P in K]: { readonly [Q in P]: FieldsOf<(typeof componentFields)[P]> };
}[K];

export type LeafComponent = ComponentOf<LeafKind>;
/** A component that Plain accepts, in its current names, without nulls: an object whose single key is its kind. */
export type Component = ComponentOf<ComponentKind>;
