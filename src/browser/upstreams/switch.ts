import { askSignedIn } from '../app/session.ts';
import type { Answer } from '../app/ask.ts';

/** What can be switched off: one card, or an upstream with all of its cards. */
export type Target = { readonly card: string } | { readonly upstream: string };

export function nameOf(target: Target): string {
  return 'card' in target ? target.card : target.upstream;
}

export function switchOff(
  target: Target,
  forSeconds: number,
  reason: string,
): Promise<Answer<unknown>> {
  const told = reason.trim() === '' ? {} : { reason: reason.trim() };
  return askSignedIn('disable', { body: { ...target, forSeconds, ...told } });
}

export function switchOn(target: Target): Promise<Answer<unknown>> {
  return askSignedIn('enable', { body: target });
}
