import { useSignal } from '@preact/signals';
import { nameOf, switchOn } from './switch.ts';
import type { Target } from './switch.ts';

/** What a switch tells of. */
export interface SwitchProps {
  /** Asks for how long, and why. */
  readonly switchOff: (target: Target) => void;
  /** Reads what is so now. */
  readonly refresh: () => Promise<void>;
}

interface SwitchButtonProps extends SwitchProps {
  readonly target: Target;
  readonly isOff: boolean;
}

/** One button for both ways, so that it keeps the focus. */
export function SwitchButton({ target, isOff, switchOff, refresh }: SwitchButtonProps) {
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);

  async function enable(): Promise<void> {
    isBusy.value = true;
    const answer = await switchOn(target);
    problem.value = answer.ok ? null : answer.message;
    await refresh();
    isBusy.value = false;
  }

  return (
    <>
      <button
        type="button"
        class="button is-small"
        aria-label={`${isOff ? 'Switch on' : 'Switch off'} ${nameOf(target)}`}
        aria-disabled={isBusy.value}
        onClick={() => (isOff ? void (isBusy.value || enable()) : switchOff(target))}
      >
        {isOff ? 'Switch on' : 'Switch off'}
      </button>
      {problem.value !== null && (
        <span class="mistake small" role="alert">
          {problem.value}
        </span>
      )}
    </>
  );
}
