import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { copyText } from '../app/clipboard.ts';
import { Icon } from '../shell/icon.tsx';

interface CopyButtonProps {
  readonly copyButtonValue: string;
  readonly copyButtonTooltipLabel?: string;
}

const toldMs = 2_000;

/** The tooltip is the value where it has none of its own, as in Plain. */
export function CopyButton({ copyButtonValue, copyButtonTooltipLabel }: CopyButtonProps) {
  const result = useSignal<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (result.value === null) return undefined;
    const timer = setTimeout(() => (result.value = null), toldMs);
    return () => clearTimeout(timer);
  }, [result.value]);
  const copy = async () => {
    result.value = (await copyText(copyButtonValue)) ? 'copied' : 'refused';
  };
  const tip = copyButtonTooltipLabel || copyButtonValue || 'an empty text';
  return (
    <button
      type="button"
      class="icon-button is-small card-copy has-tip"
      data-tip={result.value === null ? tip : messages[result.value]}
      onClick={() => void copy()}
    >
      <Icon name={result.value === 'copied' ? 'check' : 'copy'} />
      <span class="visually-hidden">
        Copy <bdi>{tip}</bdi>
      </span>
      <span class="visually-hidden" role="status">
        {result.value !== null && messages[result.value]}
      </span>
    </button>
  );
}

const messages = { copied: 'Copied', refused: 'The browser does not let this page copy' };
