import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

interface NoticeProps {
  readonly kind?: 'info' | 'warning' | 'error';
  /** What can be done about it. */
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A few words about the whole of what is shown, or of what is not. */
export function Notice({ kind, action, children }: NoticeProps) {
  return (
    <div class={kind === undefined ? 'notice' : `notice is-${kind}`}>
      <Icon name={kind === 'warning' || kind === 'error' ? 'warning' : 'info'} />
      <div class="anywhere">{children}</div>
      {action}
    </div>
  );
}
