import { signal } from '@preact/signals';
import { copyText } from '../app/clipboard.ts';
import { Icon } from '../shell/icon.tsx';

interface CopyButtonProps {
  readonly name: string;
  /** What it is good for. */
  readonly about: string;
  /** null while there is nothing to copy. */
  readonly text: () => string | null;
  readonly isDisabled?: boolean;
}

/** The button that was used last. */
const copied = signal<string | null>(null);
/** What the browser would not let be copied. */
const refused = signal<string | null>(null);
const toldMs = 2_000;

export function CopyButton({ name, about, text, isDisabled = false }: CopyButtonProps) {
  return (
    <button
      type="button"
      class="button"
      title={about}
      disabled={isDisabled}
      onClick={() => void copy(name, text())}
    >
      <Icon name={copied.value === name ? 'check' : 'copy'} /> {name}
    </button>
  );
}

async function copy(name: string, text: string | null): Promise<void> {
  if (text === null) return;
  refused.value = (await copyText(text)) ? null : text;
  copied.value = refused.value === null ? name : null;
  setTimeout(() => (copied.value = null), toldMs);
}

/** Says that something was copied, and else has it there to be copied by hand. */
export function Copied() {
  return (
    <>
      <span class="visually-hidden" role="status">
        {copied.value !== null && `Copied: ${copied.value}`}
      </span>
      {refused.value !== null && (
        <div class="field copy-by-hand">
          <label for="copy-by-hand">
            The browser does not let this page copy. Copy it from here:
          </label>
          <textarea
            id="copy-by-hand"
            class="input mono"
            rows={6}
            readOnly
            value={refused.value}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        </div>
      )}
    </>
  );
}
