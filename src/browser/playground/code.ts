import type { Component, ComponentKind } from '../../validate/components.ts';
import { print } from '../editor/layout.ts';
import type { Group, Layout } from '../editor/layout.ts';

interface Builder {
  readonly name: string;
  /** By field of the component: what the builder calls it. */
  readonly names: Readonly<Record<string, string>>;
}

/** What @team-plain/ui-components calls the components and their fields. */
const builders: Readonly<Record<ComponentKind, Builder>> = {
  componentText: {
    name: 'text',
    names: { text: 'text', textSize: 'size', textColor: 'color' },
  },
  componentPlainText: {
    name: 'plainText',
    names: { plainText: 'text', plainTextSize: 'size', plainTextColor: 'color' },
  },
  componentSpacer: { name: 'spacer', names: { spacerSize: 'size' } },
  componentDivider: { name: 'divider', names: { dividerSpacingSize: 'spacingSize' } },
  componentLinkButton: {
    name: 'linkButton',
    names: { linkButtonLabel: 'label', linkButtonUrl: 'url' },
  },
  componentWorkflowButton: { name: 'workflowButton', names: { workflowButtonLabel: 'label' } },
  componentBadge: { name: 'badge', names: { badgeLabel: 'label', badgeColor: 'color' } },
  componentCopyButton: {
    name: 'copyButton',
    names: { copyButtonValue: 'value', copyButtonTooltipLabel: 'tooltip' },
  },
  componentDateTime: { name: 'dateTime', names: { dateTimeIso8601: 'dateTimeIso8601' } },
  componentUser: { name: 'user', names: { userIdentifier: 'userIdentifier' } },
  componentRow: {
    name: 'row',
    names: { rowMainContent: 'mainContent', rowAsideContent: 'asideContent' },
  },
  componentContainer: { name: 'container', names: { containerContent: 'content' } },
};

const width = 100;

/** A module that builds the components with @team-plain/ui-components. */
export function toCode(components: readonly Component[]): string {
  const list = listOf('export const components = [', components.map(call));
  return `import { uiComponent } from '@team-plain/ui-components';\n\n${print(list, width)};\n`;
}

function call(component: Component): Layout {
  const [[kind, fields] = []] = Object.entries(component) as [ComponentKind, Fields][];
  if (kind === undefined || fields === undefined) return '{}';
  // The builder takes a workflow's id only.
  const identifier = fields['workflowButtonWorkflowIdentifier'];
  if (isFields(identifier) && 'workflowKey' in identifier) return literal(component, '');
  const { name, names } = builders[kind];
  const named = Object.entries(names).flatMap(([field, own]) =>
    fields[field] === undefined ? [] : [literal(fields[field], `${own}: `)],
  );
  const flattened = isFields(identifier) ? properties(identifier) : [];
  return objectOf(`uiComponent.${name}({`, [...named, ...flattened], '})');
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lists hold components; all else is data. */
function literal(value: unknown, prefix: string): Layout {
  if (Array.isArray(value)) return listOf(`${prefix}[`, (value as Component[]).map(call));
  if (isFields(value)) return objectOf(`${prefix}{`, properties(value), '}');
  return prefix + quote(String(value));
}

function properties(fields: Fields): Layout[] {
  return Object.entries(fields).map(([name, value]) => literal(value, `${name}: `));
}

function listOf(open: string, items: readonly Layout[]): Group {
  return { open, items, close: ']', padding: '', lastComma: ',' };
}

function objectOf(open: string, items: readonly Layout[], close: string): Group {
  return { open, items, close, padding: ' ', lastComma: ',' };
}

/** In single quotes, but where that would need escapes that double ones don't. */
function quote(text: string): string {
  const doubleQuoted = JSON.stringify(text);
  if (text.includes("'") && !text.includes('"')) return doubleQuoted;
  const inner = doubleQuoted.slice(1, -1).replaceAll(String.raw`\"`, '"');
  return `'${inner.replaceAll("'", String.raw`\'`)}'`;
}
