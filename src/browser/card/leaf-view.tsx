import type { LeafComponent } from '../../validate/components.ts';
import { CopyButton } from './copy-button.tsx';
import { LinkButton } from './link-button.tsx';
import { MarkdownText } from './markdown-text.tsx';
import { Moment } from './moment.tsx';
import { UserView } from './user-view.tsx';
import { WorkflowButton } from './workflow-button.tsx';

/** A component that holds no others. What this page does not know is told. */
export function LeafView({ component }: { readonly component: LeafComponent }) {
  if ('componentText' in component) {
    const { text, textSize = 'M', textColor = 'NORMAL' } = component.componentText;
    return (
      <p class={`card-text ${textClass(textSize, textColor)}`}>
        <MarkdownText text={text} />
      </p>
    );
  }
  if ('componentPlainText' in component) {
    const {
      plainText,
      plainTextSize = 'M',
      plainTextColor = 'NORMAL',
    } = component.componentPlainText;
    return (
      <p class={`card-text is-plain ${textClass(plainTextSize, plainTextColor)}`}>{plainText}</p>
    );
  }
  if ('componentSpacer' in component)
    return <div class={`card-spacer ${sizeClass(component.componentSpacer.spacerSize)}`} />;
  if ('componentDivider' in component)
    return (
      <hr
        class={`card-divider ${sizeClass(component.componentDivider.dividerSpacingSize ?? 'S')}`}
      />
    );
  if ('componentBadge' in component) {
    const { badgeLabel, badgeColor = 'GREY' } = component.componentBadge;
    return <bdi class={`badge is-${badgeColor.toLowerCase()}`}>{badgeLabel}</bdi>;
  }
  if ('componentLinkButton' in component) return <LinkButton {...component.componentLinkButton} />;
  if ('componentWorkflowButton' in component)
    return <WorkflowButton {...component.componentWorkflowButton} />;
  if ('componentCopyButton' in component) return <CopyButton {...component.componentCopyButton} />;
  if ('componentDateTime' in component)
    return <Moment iso8601={component.componentDateTime.dateTimeIso8601} />;
  if ('componentUser' in component) return <UserView {...component.componentUser} />;
  return <UnknownComponent component={component} />;
}

function textClass(size: string, color: string): string {
  return `${sizeClass(size)} is-${color.toLowerCase()}`;
}

function sizeClass(size: string): string {
  return `is-size-${size.toLowerCase()}`;
}

function UnknownComponent({ component }: { readonly component: object }) {
  const [kind = 'nothing'] = Object.keys(component);
  return (
    <p class="card-unknown">
      This page does not know <code>{kind}</code>.
    </p>
  );
}
