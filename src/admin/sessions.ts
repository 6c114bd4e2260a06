import { hash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** Somebody who has shown the token to a browser. */
export interface Session {
  /** Names the session in the log; opens nothing. */
  readonly ref: string;
}

/** Sessions of browsers, in memory: a restart ends them all, and so does a new token. */
export interface Sessions {
  /** For the token that was shown; returns the id that the browser is to keep. */
  open(token: string): string;
  /** Null when there is none of this id, its time is over, or the token is another one by now. */
  find(id: string, token: string): Session | null;
  close(id: string): void;
}

export const sessionSeconds = 12 * 3600;
const maxSessions = 1_000;

/** Beyond a thousand sessions the oldest ends. Ids are kept as their hashes only. */
export function createSessions(clock: Pick<Clock, 'now'>): Sessions {
  const sessions = new Map<string, { readonly token: string; readonly until: number }>();

  return {
    open(token) {
      const id = randomBytes(32).toString('base64url');
      sessions.set(digest(id), { token, until: clock.now() + sessionSeconds * 1000 });
      for (const [oldest, { until }] of sessions) {
        if (sessions.size <= maxSessions && clock.now() < until) break;
        sessions.delete(oldest);
      }
      return id;
    },
    find(id, token) {
      const key = digest(id);
      const session = sessions.get(key);
      if (session === undefined) return null;
      if (session.token === token && clock.now() < session.until) return { ref: key.slice(0, 8) };
      sessions.delete(key);
      return null;
    },
    close: (id) => void sessions.delete(digest(id)),
  };
}

function digest(id: string): string {
  return hash('sha256', id, 'base64url');
}
