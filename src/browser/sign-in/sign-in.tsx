import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TargetedSubmitEvent } from 'preact';
import { signIn } from '../app/session.ts';
import { ThemeSwitch } from '../shell/theme-switch.tsx';
import { Notice } from '../shell/notice.tsx';
import { describeRefusal } from './words.ts';

/** Asks for the token. `reason`: why, when it is not the first time. */
export function SignIn({ reason }: { readonly reason: string | null }) {
  const message = useSignal(reason);
  const isBusy = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = 'Sign in · Customer cards';
    input.current?.focus();
  }, []);

  async function submit(event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const token = input.current?.value.trim() ?? '';
    if (token === '') return void (message.value = 'Paste the token first.');
    isBusy.value = true;
    const answer = await signIn(token);
    isBusy.value = false;
    if (answer.ok) return;
    message.value = describeRefusal(answer);
    input.current?.select();
  }

  return (
    <main class="sign-in">
      <form class="surface" onSubmit={(event) => void submit(event)}>
        <div class="sign-in-title">
          <h1>Customer cards</h1>
          <ThemeSwitch />
        </div>
        <div class="field">
          <label for="token">Admin token</label>
          <input
            ref={input}
            id="token"
            class="input mono"
            type="password"
            autocomplete="current-password"
            spellcheck={false}
            aria-describedby="token-hint"
            aria-invalid={message.value !== null}
          />
          <p id="token-hint" class="hint">
            The demo prints a link that signs you in: look where <code>npm start</code> runs.
            Elsewhere it is <code>admin.token</code> of <code>gateway.yaml</code>, mostly the
            environment variable <code>ADMIN_TOKEN</code>.
          </p>
        </div>
        <div role="alert">
          {message.value !== null && <Notice kind="error">{message.value}</Notice>}
        </div>
        <button class="button is-primary" type="submit" disabled={isBusy.value}>
          {isBusy.value ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
