import * as fc from 'fast-check';

function orNull<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(value, { nil: null });
}

const textSize = fc.constantFrom('S', 'M', 'L');
const textColor = fc.constantFrom('NORMAL', 'MUTED', 'SUCCESS', 'WARNING', 'ERROR');
const spacing = fc.constantFrom('XS', 'S', 'M', 'L', 'XL');
const badgeColor = fc.constantFrom('GREY', 'GREEN', 'YELLOW', 'RED', 'BLUE');

/** Any UTF-16 units at all: NUL and lone surrogates among them. */
function anyText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom('\0', '\uD83D', '\uDE00', 'a', ' ', '£'),
  );
  return fc.string({ unit, minLength, maxLength });
}

const label = anyText(0, 500);
const id = anyText(1, 40);
const dateTime = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

type Model = Record<string, fc.Arbitrary<unknown>>;

/** An object with the required fields, any of the optional ones, and at times one that Plain doesn't know. */
function fields(required: Model, optional: Model = {}): fc.Arbitrary<unknown> {
  const model: Model = { ...required, ...optional, unknownField: fc.jsonValue({ maxDepth: 1 }) };
  return fc.record(model, { requiredKeys: Object.keys(required) });
}

const leaf = fc.oneof(
  fields(
    { text: anyText(1, 60) },
    {
      textSize: orNull(textSize),
      size: orNull(textSize),
      textColor: orNull(textColor),
      color: orNull(textColor),
    },
  ).map((componentText) => ({ componentText })),
  fields(
    { plainText: anyText(1, 60) },
    { plainTextSize: orNull(textSize), plainTextColor: orNull(textColor) },
  ).map((componentPlainText) => ({ componentPlainText })),
  fc
    .oneof(
      fields({ spacerSize: spacing }, { size: orNull(spacing) }),
      fields({ size: spacing }, { spacerSize: fc.constant(null) }),
    )
    .map((componentSpacer) => ({ componentSpacer })),
  fields({}, { dividerSpacingSize: orNull(spacing), spacingSize: orNull(spacing) }).map(
    (componentDivider) => ({ componentDivider }),
  ),
  fc
    .oneof(
      fields({ linkButtonUrl: fc.webUrl(), linkButtonLabel: label }, { url: orNull(fc.webUrl()) }),
      fields({ url: fc.webUrl(), label }, { linkButtonUrl: fc.constant(null) }),
    )
    .map((componentLinkButton) => ({ componentLinkButton })),
  fields({
    workflowButtonLabel: label,
    workflowButtonWorkflowIdentifier: fc.oneof(
      fields({ workflowId: id }, { workflowKey: fc.constant(null) }),
      fields({ workflowKey: id }, { workflowId: fc.constant(null) }),
    ),
  }).map((componentWorkflowButton) => ({ componentWorkflowButton })),
  fields({ badgeLabel: label }, { badgeColor: orNull(badgeColor) }).map((componentBadge) => ({
    componentBadge,
  })),
  fields({ copyButtonValue: anyText(0, 1000) }, { copyButtonTooltipLabel: orNull(label) }).map(
    (componentCopyButton) => ({ componentCopyButton }),
  ),
  fields({ dateTimeIso8601: dateTime }).map((componentDateTime) => ({ componentDateTime })),
  fields({
    userIdentifier: fc.oneof(
      fields({ userId: id }, { emailAddress: fc.constant(null) }),
      fields({ emailAddress: fc.emailAddress() }, { userId: fc.constant(null) }),
    ),
  }).map((componentUser) => ({ componentUser })),
);

const row = fields({
  rowMainContent: fc.array(leaf, { minLength: 1, maxLength: 4 }),
  rowAsideContent: fc.array(leaf, { maxLength: 4 }),
}).map((componentRow) => ({ componentRow }));

const container = fields({
  containerContent: fc.array(fc.oneof(leaf, row), { minLength: 1, maxLength: 4 }),
}).map((componentContainer) => ({ componentContainer }));

/** Components as upstreams send them: with nulls, aliases, unknown fields and broken Unicode, all acceptable. */
export const components = fc.array(fc.oneof(leaf, row, container), { maxLength: 6 });

/** Cards as upstreams send them, all acceptable. */
export const cards = fields(
  { key: anyText(0, 20), components: orNull(components) },
  { timeToLiveSeconds: orNull(fc.nat()) },
);
