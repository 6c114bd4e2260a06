import { signal } from '@preact/signals';
import type { Scene } from '../../admin/api.ts';
import { ask } from './ask.ts';
import type { Answer, Refused } from './ask.ts';

export type Session =
  | { readonly state: 'opening' }
  /** `message`: why, when there is more to say than that nobody has signed in. */
  | { readonly state: 'signed_out'; readonly message: string | null }
  | { readonly state: 'signed_in'; readonly scene: Scene };

/** Whether these pages may ask the gateway. The cookie is the browser's; no script sees it. */
export const session = signal<Session>({ state: 'opening' });

/** Signs in with a token. */
export async function signIn(token: string): Promise<Answer<unknown>> {
  const opened = await ask<unknown>('api/session', { method: 'POST', token });
  if (opened.ok) await readScene();
  return opened;
}

/** Goes on with the session that the browser has, if it has one. Reads the scene anew when there is one already. */
export async function readScene(): Promise<void> {
  const answer = await ask<Scene>('api/scene');
  if (answer.ok) session.value = { state: 'signed_in', scene: answer.body };
  else if (answer.problem !== 'gone') endSession(answer);
}

/** Leaves nothing in the memory of the page: the next one to sign in may be somebody else. */
export async function signOut(): Promise<void> {
  const closed = await askSignedIn('api/session', { method: 'DELETE' });
  if (closed.ok) location.reload();
}

/** Asks, and shows the sign-in when the session is over: it does not outlive the gateway. */
export async function askSignedIn<T>(...question: Parameters<typeof ask>): Promise<Answer<T>> {
  const answer = await ask<T>(...question);
  if (!answer.ok && answer.problem === 'signed_out') endSession(answer);
  return answer;
}

function endSession({ problem, message }: Refused): void {
  const wasSignedIn = session.peek().state === 'signed_in';
  const why = problem === 'refused' ? message : wasSignedIn ? overMessage : null;
  session.value = { state: 'signed_out', message: why };
}

const overMessage = 'Your session is over: the gateway was restarted, or 12 hours have gone by.';
