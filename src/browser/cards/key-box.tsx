import type { ComponentChildren } from 'preact';

interface KeyBoxProps {
  readonly label: ComponentChildren;
  readonly isChosen: boolean;
  /** Some of those it stands for are chosen, and some are not. */
  readonly isMixed?: boolean;
  readonly choose: (isChosen: boolean) => void;
}

export function KeyBox({ label, isChosen, isMixed = false, choose }: KeyBoxProps) {
  return (
    <label class="key-box">
      <input
        type="checkbox"
        checked={isChosen}
        indeterminate={isMixed}
        onChange={({ currentTarget: { checked } }) => choose(checked)}
      />
      <span class="anywhere">{label}</span>
    </label>
  );
}
