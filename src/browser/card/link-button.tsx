import { isWebUrl } from '../../validate/formats.ts';
import { Icon } from '../shell/icon.tsx';

interface LinkButtonProps {
  readonly linkButtonUrl: string;
  readonly linkButtonLabel: string;
}

/** Opens in a new tab, and says where before that: a label can say anything. */
export function LinkButton({ linkButtonUrl, linkButtonLabel }: LinkButtonProps) {
  if (!isWebUrl(linkButtonUrl))
    return <span class="button card-button is-off">{linkButtonLabel}</span>;
  const { host } = new URL(linkButtonUrl);
  return (
    <a
      class="button card-button has-tip"
      href={linkButtonUrl}
      target="_blank"
      rel="noopener noreferrer"
      data-tip={host}
    >
      <bdi class="anywhere">{linkButtonLabel}</bdi>
      <Icon name="external" />
      <span class="visually-hidden"> (opens {host} in a new tab)</span>
    </a>
  );
}
