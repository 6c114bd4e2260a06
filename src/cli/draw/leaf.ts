import type { LeafComponent } from '../../validate/components.ts';
import { isWebUrl } from '../../validate/formats.ts';
import { parseMarkdown } from '../../validate/markdown.ts';
import type { Span } from '../../validate/markdown.ts';
import { cellsOf, lineWidth, truncate, wrap } from './cells.ts';
import type { BadgeColor, Cell, Line, Style, Tone } from './cells.ts';
import { describeTime } from '../../admin/describe-time.ts';
import type { Glyphs } from './glyphs.ts';
import { printable } from './printable.ts';

/** What a drawing depends on beside the card. */
export interface Scene {
  readonly glyphs: Glyphs;
  /** Whether the colour of a badge can be seen; else it is told. */
  readonly hasColours: boolean;
  /** Milliseconds since the epoch. */
  readonly wallNow: number;
  /** An IANA name; default: the system's. */
  readonly timeZone?: string;
}

const muted: Style = { tone: 'muted' };
const copiedColumns = 24;
const blankLines = { XS: [], S: [[]], M: [[]], L: [[], []], XL: [[], []] } as const;

/** A component that holds no others, in lines of at most `width` columns. */
export function drawLeaf(component: LeafComponent, width: number, scene: Scene): readonly Line[] {
  if ('componentSpacer' in component) return blankLines[component.componentSpacer.spacerSize];
  if ('componentDivider' in component)
    return [cellsOf(scene.glyphs.horizontal.repeat(width), muted)];
  if ('componentBadge' in component) {
    const { badgeLabel, badgeColor } = component.componentBadge;
    return [drawBadge(badgeLabel, badgeColor ?? 'GREY', width, scene)];
  }
  if ('componentCopyButton' in component)
    return [drawCopyButton(component.componentCopyButton.copyButtonValue, width, scene.glyphs)];
  return wrap(inlineCells(component, scene), width);
}

type InlineComponent = Exclude<
  LeafComponent,
  | { componentSpacer: unknown }
  | { componentDivider: unknown }
  | { componentBadge: unknown }
  | { componentCopyButton: unknown }
>;

function inlineCells(component: InlineComponent, scene: Scene): Cell[] {
  const { glyphs } = scene;
  if ('componentText' in component) {
    const { text, textSize, textColor } = component.componentText;
    return parseMarkdown(text).flatMap((span) => spanCells(span, textStyle(textSize, textColor)));
  }
  if ('componentPlainText' in component) {
    const { plainText, plainTextSize, plainTextColor } = component.componentPlainText;
    return cellsOf(plainText, textStyle(plainTextSize, plainTextColor));
  }
  if ('componentLinkButton' in component) {
    const { linkButtonLabel, linkButtonUrl } = component.componentLinkButton;
    return button(`${linkButtonLabel} ${glyphs.link}`, { link: linkButtonUrl });
  }
  if ('componentWorkflowButton' in component)
    return button(`${component.componentWorkflowButton.workflowButtonLabel} ${glyphs.workflow}`);
  if ('componentDateTime' in component)
    return cellsOf(drawTime(component.componentDateTime.dateTimeIso8601, scene));
  return cellsOf(`${glyphs.user} ${userName(component.componentUser.userIdentifier)}`);
}

const tones: Readonly<Record<string, Tone>> = {
  MUTED: 'muted',
  SUCCESS: 'success',
  WARNING: 'warning',
  ERROR: 'error',
};

/** A terminal has one size of letters: the large ones are bold. */
function textStyle(size: string | undefined, color = 'NORMAL'): Style {
  const tone = tones[color];
  return { ...(tone !== undefined && { tone }), ...(size === 'L' && { bold: true }) };
}

function spanCells({ text, isBold, isItalic, url }: Span, base: Style): Cell[] {
  const isLink = url !== undefined && isWebUrl(url);
  return cellsOf(text, {
    ...base,
    ...(isBold && { bold: true }),
    ...(isItalic && { italic: true }),
    ...(url !== undefined && { underline: true }),
    ...(isLink && { link: url }),
  });
}

function button(label: string, style: Style = {}): Cell[] {
  return [...cellsOf('[ ', muted), ...cellsOf(printable(label), style), ...cellsOf(' ]', muted)];
}

function drawCopyButton(value: string, width: number, { copy, ellipsis }: Glyphs): Line {
  const [start, end] = [cellsOf(`[ ${copy} `, muted), cellsOf(' ]', muted)];
  const room = Math.min(copiedColumns, width - lineWidth(start) - lineWidth(end));
  return [...start, ...truncate(cellsOf(printable(value)), room, ellipsis), ...end];
}

function drawBadge(label: string, color: BadgeColor, width: number, scene: Scene): Line {
  const { hasColours, glyphs } = scene;
  const told = color === 'GREY' ? printable(label) : `${printable(label)}: ${color.toLowerCase()}`;
  const text = hasColours ? ` ${printable(label)} ` : `(${told})`;
  return truncate(cellsOf(text, { badge: color }), width, glyphs.ellipsis);
}

function drawTime(iso8601: string, { wallNow, timeZone }: Scene): string {
  return describeTime(new Date(iso8601), wallNow, timeZone);
}

function userName(identifier: { userId: string } | { emailAddress: string }): string {
  return printable('userId' in identifier ? identifier.userId : identifier.emailAddress);
}
