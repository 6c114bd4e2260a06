import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createCheckAccess, deniedWords } from '../src/admin/access.ts';
import { readSessionId, writeSessionId } from '../src/admin/session-cookie.ts';
import { createSessions } from '../src/admin/sessions.ts';
import type { Session } from '../src/admin/sessions.ts';
import type { Clock } from '../src/clock.ts';

export interface SessionOptions {
  /** The one in force. */
  readonly token: () => string | undefined;
  readonly allowedHosts: readonly string[];
  /** Where the pages are; ends in a slash. */
  readonly pagesPath: string;
  readonly clock: Clock;
}

/** The session by which a request was let in; undefined where it came with the token itself. */
export type SessionOf = (request: FastifyRequest) => Session | undefined;

/** Lets in who has the token, or a session for it: on all routes of `views`, to which it adds those that begin and end one. */
export function guardViews(views: FastifyInstance, options: SessionOptions): SessionOf {
  const { token, allowedHosts, pagesPath, clock } = options;
  const sessions = createSessions(clock);
  const signedIn = new WeakMap<FastifyRequest, Session>();

  views.addHook('onRequest', async (request, reply) => {
    const checkAccess = createCheckAccess({ token: token(), allowedHosts, sessions });
    const access = checkAccess(request.headers, request.method);
    if (!access.ok) {
      const { denied } = access;
      return reply.code(denied === 'token' ? 401 : 403).send({ error: deniedWords[denied] });
    }
    if (access.session !== null) signedIn.set(request, access.session);
    return undefined;
  });

  views.post('/api/session', async (request, reply) => {
    const shown = token();
    // Only the token begins one: a session can't prolong itself.
    if (shown !== undefined && !signedIn.has(request)) {
      const id = sessions.open(shown);
      reply.header('set-cookie', writeSessionId(request.headers, id, pagesPath));
    }
    return reply.code(204).send();
  });

  views.delete('/api/session', async (request, reply) => {
    const id = readSessionId(request.headers);
    if (id !== null) sessions.close(id);
    return reply
      .code(204)
      .header('set-cookie', writeSessionId(request.headers, null, pagesPath))
      .send();
  });

  return (request) => signedIn.get(request);
}
