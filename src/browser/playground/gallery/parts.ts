import type { Component, LeafComponent } from '../../../validate/components.ts';

type Color = 'GREY' | 'GREEN' | 'YELLOW' | 'RED' | 'BLUE';

export function text(text: string): LeafComponent {
  return { componentText: { text } };
}

export function small(text: string): LeafComponent {
  return { componentText: { text, textSize: 'S', textColor: 'MUTED' } };
}

export function badge(badgeLabel: string, badgeColor: Color): LeafComponent {
  return { componentBadge: { badgeLabel, badgeColor } };
}

export function moment(dateTimeIso8601: string): LeafComponent {
  return { componentDateTime: { dateTimeIso8601 } };
}

export function link(linkButtonLabel: string, linkButtonUrl: string): LeafComponent {
  return { componentLinkButton: { linkButtonUrl, linkButtonLabel } };
}

export function copy(copyButtonValue: string, copyButtonTooltipLabel: string): LeafComponent {
  return { componentCopyButton: { copyButtonValue, copyButtonTooltipLabel } };
}

export function row(
  main: LeafComponent | readonly LeafComponent[],
  aside: LeafComponent | readonly LeafComponent[] = [],
): Extract<Component, { componentRow: unknown }> {
  return {
    componentRow: { rowMainContent: [main].flat(), rowAsideContent: [aside].flat() },
  };
}

/** One line: a muted label, and its value at the right. */
export function field(label: string, value: LeafComponent): ReturnType<typeof row> {
  return row({ componentText: { text: label, textColor: 'MUTED' } }, value);
}

export const divider: LeafComponent = { componentDivider: {} };

export function spacer(spacerSize: 'XS' | 'S' | 'M' | 'L' | 'XL'): LeafComponent {
  return { componentSpacer: { spacerSize } };
}
