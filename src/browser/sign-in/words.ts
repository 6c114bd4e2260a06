import type { Refused } from '../app/ask.ts';

/** What to tell of a sign-in that failed, and what to do about it. */
export function describeRefusal({ problem, message }: Refused): string {
  switch (problem) {
    case 'signed_out':
      return 'This is not the token of this gateway. The demo makes up another at each start: take the link that it printed last.';
    case 'gone':
      return 'The gateway does not answer. Start it, or open the tunnel to it, and try again.';
    case 'refused':
      return message;
  }
}
