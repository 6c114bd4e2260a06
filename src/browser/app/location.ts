import { signal } from '@preact/signals';
import { tokenOf, viewOf } from './route.ts';

/** The view that the address names. */
export const view = signal(viewOf(location.hash));

addEventListener('hashchange', () => {
  view.value = viewOf(location.hash);
});

/** Takes a token out of the address, so that it is in no history and no bookmark. */
export function takeToken(): string | null {
  const token = tokenOf(location.hash);
  if (token !== null) history.replaceState(null, '', '#/cards');
  return token;
}
