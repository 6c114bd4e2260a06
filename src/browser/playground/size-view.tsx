import type { Component } from '../../validate/components.ts';
import { formatBytes } from '../cache/words.ts';
import { sizeOf } from './size.ts';
import type { Share } from './size.ts';

/** What the card takes of what it may. */
export function Size({ components }: { readonly components: readonly Component[] }) {
  const { bytes, components: count } = sizeOf(components);
  return (
    <dl class="sizes small">
      <ShareRow label="Size" share={bytes} words={formatBytes} />
      <ShareRow label="Components" share={count} words={String} />
    </dl>
  );
}

interface ShareRowProps {
  readonly label: string;
  readonly share: Share;
  readonly words: (amount: number) => string;
}

function ShareRow({ label, share: { used, max }, words }: ShareRowProps) {
  return (
    <div class={used > max ? 'size is-over' : 'size'}>
      <dt>{label}</dt>
      <dd class="number">
        {words(used)} of {words(max)}
      </dd>
      <dd aria-hidden="true">
        <progress value={used} max={max} />
      </dd>
    </div>
  );
}
