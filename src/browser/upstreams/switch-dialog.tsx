import { useSignal } from '@preact/signals';
import { Dialog } from '../shell/dialog.tsx';
import { nameOf, switchOff } from './switch.ts';
import type { Target } from './switch.ts';

interface SwitchDialogProps {
  readonly target: Target;
  readonly close: () => void;
  readonly refresh: () => Promise<void>;
}

const choices = [
  [600, '10 minutes'],
  [1_800, '30 minutes'],
  [3_600, '1 hour'],
  [14_400, '4 hours'],
  [86_400, '1 day'],
  [604_800, '7 days'],
] as const;

/** Asks for how long, and why. */
export function SwitchDialog({ target, close, refresh }: SwitchDialogProps) {
  const forSeconds = useSignal(3_600);
  const reason = useSignal('');
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const isUpstream = 'upstream' in target;

  async function act(): Promise<void> {
    isBusy.value = true;
    const answer = await switchOff(target, forSeconds.value, reason.value);
    isBusy.value = false;
    problem.value = answer.ok ? null : answer.message;
    if (!answer.ok) return;
    await refresh();
    close();
  }

  return (
    <Dialog
      title={`Switch off ${nameOf(target)}?`}
      action="Switch off"
      isDangerous
      isBusy={isBusy.value}
      problem={problem.value}
      onAction={() => void act()}
      onClose={close}
    >
      <p>
        {isUpstream ? 'This service is not asked for any card' : 'Its service is not asked for it'},
        copies are not shown, and agents read “This card is switched off for now.” It is on again by
        itself after that time, or when the gateway restarts. Other processes of the gateway are not
        told.
      </p>
      <div class="field">
        <label for="switch-time">For</label>
        <select
          id="switch-time"
          class="select"
          value={forSeconds.value}
          onChange={({ currentTarget: { value } }) => (forSeconds.value = Number(value))}
        >
          {choices.map(([seconds, label]) => (
            <option key={seconds} value={seconds}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="switch-reason">Why (optional)</label>
        <input
          id="switch-reason"
          class="input"
          maxLength={200}
          autocomplete="off"
          aria-describedby="switch-reason-hint"
          value={reason.value}
          onInput={({ currentTarget: { value } }) => (reason.value = value)}
        />
        <p id="switch-reason-hint" class="hint">
          For your colleagues, here and in the log. Agents don't see it. No customer's data, please.
        </p>
      </div>
    </Dialog>
  );
}
