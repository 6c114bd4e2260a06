import type { ComponentInput, ComponentSpacerSize } from '@team-plain/graphql';
import { uiComponent } from '@team-plain/ui-components';

/** One line: a muted label, and its value at the right. */
export function field(label: string, value: ComponentInput): ComponentInput {
  return uiComponent.row({
    mainContent: [uiComponent.text({ text: label, color: 'MUTED' })],
    asideContent: [value],
  });
}

/** A small muted label above its value. Plain text, because what people typed must not become Markdown. */
export function caption(label: string, value: string): ComponentInput[] {
  return [
    uiComponent.text({ text: label, size: 'S', color: 'MUTED' }),
    uiComponent.plainText({ text: value }),
  ];
}

/** A moment, which Plain shows in the reader's own time zone. */
export function moment(epochMs: number): ComponentInput {
  return uiComponent.dateTime({ dateTimeIso8601: new Date(epochMs).toISOString() });
}

/** The components with a spacer between each two. */
export function spaced(size: ComponentSpacerSize, components: ComponentInput[]): ComponentInput[] {
  return components.flatMap((component, index) =>
    index === 0 ? [component] : [uiComponent.spacer({ size }), component],
  );
}
