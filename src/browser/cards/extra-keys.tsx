import { useSignal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import { Icon } from '../shell/icon.tsx';
import { keyMistake, withExtra, withoutExtra } from './key-choice.ts';
import { keyChoice } from './panel.ts';

/** Keys that somebody has typed, and a place to type one: Plain's settings can name any. */
export function ExtraKeys() {
  return (
    <>
      {keyChoice.value.extra.map((key) => (
        <ExtraKey key={key} name={key} />
      ))}
      <AddKey />
    </>
  );
}

function ExtraKey({ name }: { readonly name: string }) {
  return (
    <div class="extra-key">
      <code class="anywhere">{name}</code>
      <button
        type="button"
        class="icon-button is-small"
        aria-label={`Leave out ${name}`}
        onClick={() => (keyChoice.value = withoutExtra(keyChoice.peek(), name))}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function AddKey() {
  const typed = useSignal('');
  const mistake = useSignal<string | null>(null);

  function submit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const key = typed.value.trim();
    mistake.value = keyMistake(key);
    if (mistake.value !== null) return;
    keyChoice.value = withExtra(keyChoice.peek(), key);
    typed.value = '';
  }

  return (
    <form class="field" onSubmit={submit}>
      <label for="extra-key">Another key</label>
      <div class="with-button">
        <input
          id="extra-key"
          class="input mono"
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          aria-invalid={mistake.value !== null}
          aria-describedby="extra-key-mistake"
          value={typed.value}
          onInput={({ currentTarget: { value } }) => (typed.value = value)}
        />
        <button class="button" type="submit">
          Add
        </button>
      </div>
      <p id="extra-key-mistake" class="mistake small" role="alert">
        {mistake.value}
      </p>
    </form>
  );
}
