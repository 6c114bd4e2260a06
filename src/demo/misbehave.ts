import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock.ts';

/** What a demo service can be told to do. The last two are left to the service: they need a good answer to spoil. */
export const modes = [
  'ok',
  'error', // 500
  'forbidden', // 403, as for a token that lost its rights
  'rate-limit', // 429 with Retry-After
  'html', // 200 with a login page
  'redirect', // 302 to a login page
  'slow', // answers after 3 s
  'hang', // never answers
  'invalid-card', // one part of the answer is not what it should be
  'missing-key', // one card is left out
] as const;
export type Mode = (typeof modes)[number];

export interface Behaviour {
  readonly mode: () => Mode;
  /** Answers in the handler's stead, or lets it go on, at once or later. */
  readonly preHandler: (
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<FastifyReply | undefined>;
}

const slowMs = 3_000;
const loginPage = '<!doctype html><title>Log in</title><h1>Log in to continue</h1>';
const answers = new Map<Mode, (reply: FastifyReply) => FastifyReply>([
  ['error', (reply) => reply.code(500).send({ detail: 'Internal Error' })],
  [
    'forbidden',
    (reply) =>
      reply.code(403).send({ detail: 'You do not have permission to perform this action.' }),
  ],
  [
    'rate-limit',
    (reply) => reply.code(429).header('retry-after', '30').send({ detail: 'Too many requests.' }),
  ],
  ['html', (reply) => reply.type('text/html').send(loginPage)],
  ['redirect', (reply) => reply.redirect('https://login.example.com/')],
]);

/** `mode=hang` as a form, `{"mode": "hang"}`, or plain `hang`. */
const wish = z.union([z.string(), z.object({ mode: z.string() }).transform(({ mode }) => mode)]);

/** Holds responses back. None outlives its connection or the service. */
function createHold(app: FastifyInstance, clock: Clock) {
  const held = new Set<ServerResponse>();
  app.addHook('preClose', async () => held.forEach((response) => response.destroy()));
  return {
    count: () => held.size,
    /** Settles after `delayMs` (default: never) or when the connection is gone. */
    wait(response: ServerResponse, delayMs?: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = delayMs === undefined ? undefined : clock.after(delayMs, resolve);
      held.add(response);
      response.once('close', () => {
        held.delete(response);
        cancel?.();
        resolve();
      });
      return promise;
    },
  };
}

/**
 * Adds the demo's switch: `POST /demo/behaviour` sets the mode, `GET /demo/behaviour` shows it with the choices and how many
 * requests are held back. Register `preHandler` on what shall misbehave.
 */
export function addBehaviour(
  app: FastifyInstance,
  choices: readonly Mode[],
  clock: Clock,
): Behaviour {
  let mode: Mode = 'ok';
  const hold = createHold(app, clock);
  const view = () => ({ mode, modes: choices, held: hold.count() });

  void app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, { mode: new URLSearchParams(String(body)).get('mode') }),
    );
    scope.get('/demo/behaviour', async () => view());
    scope.post('/demo/behaviour', async (request, reply) => {
      const wanted = wish.safeParse(request.body).data?.trim();
      const choice = choices.find((candidate) => candidate === wanted);
      if (choice === undefined) return reply.code(400).send({ error: 'no such mode', ...view() });
      mode = choice;
      return view();
    });
  });

  return {
    mode: () => mode,
    async preHandler(_request, reply) {
      const answer = answers.get(mode);
      if (answer !== undefined) return answer(reply);
      if (mode === 'slow') await hold.wait(reply.raw, slowMs);
      if (mode !== 'hang') return undefined;
      reply.hijack();
      await hold.wait(reply.raw);
      return reply;
    },
  };
}
