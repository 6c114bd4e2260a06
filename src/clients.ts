import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { distinctHeaders, hasHeader, singleHeader } from './authenticate/headers.ts';
import type { Clock } from './clock.ts';
import type { GatewayEvents } from './observe/events.ts';
import { refusalOf } from './respond/refusal.ts';

/** For a client to take an answer. */
const takeMs = 10_000;
/** Requests on one connection that wait for the answers of those before them. */
const maxPipelined = 16;

/**
 * Handles a connection's requests one after the other: no client gets more than one request at a time out of a connection,
 * however many it writes ahead. Plain writes none ahead, and a connection with more than 16 ends.
 */
export function answerInTurn(app: FastifyInstance): void {
  const lines = new WeakMap<Socket, { isBusy: boolean; readonly waiting: (() => void)[] }>();
  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    const line = lines.get(socket) ?? { isBusy: false, waiting: [] };
    lines.set(socket, line);
    reply.raw.once('close', () => {
      const next = line.waiting.shift();
      if (next === undefined) line.isBusy = false;
      else next();
    });
    if (!line.isBusy) {
      line.isBusy = true;
      return done();
    }
    line.waiting.push(() => {
      if (socket.destroyed) reply.hijack();
      done();
    });
    if (line.waiting.length >= maxPipelined) socket.destroy();
  });
}

/**
 * Node ends a connection on which nothing moves; one that takes a byte now and then would stay for ever. Most answers are
 * taken by the system at once, and need no timer.
 */
export function cutSlowReaders(app: FastifyInstance, clock: Clock): void {
  app.addHook('onRequest', ({ raw: { socket } }, { raw }, done) => {
    raw.once('prefinish', () => {
      if (socket.writableLength === 0) return;
      const cancel = clock.after(takeMs, () => socket.destroy());
      raw.once('close', cancel);
    });
    done();
  });
}

/**
 * What a proxy in front may have understood otherwise, and the parser lets through, with whatever follows it on its
 * connection. Plain sends none of it.
 */
export function refuseOdd(app: FastifyInstance, events: Pick<GatewayEvents, 'refused'>): void {
  const spoiled = new WeakSet<Socket>();
  app.addHook('onRequest', ({ id, raw }, reply, done) => {
    if (!isOdd(raw) && !spoiled.has(raw.socket)) return done();
    spoiled.add(raw.socket);
    const refusal = refusalOf(400);
    events.refused({ ...refusal, requestId: id });
    reply.code(refusal.status).send({ error: refusal.message });
  });
}

function isOdd(message: IncomingMessage): boolean {
  const { url, httpVersion } = message;
  const headers = distinctHeaders(message);
  const isHostRepeated = hasHeader(headers, 'host') && singleHeader(headers, 'host') === null;
  const isChunkedBeforeChunks = httpVersion === '1.0' && hasHeader(headers, 'transfer-encoding');
  return !url?.startsWith('/') || isHostRepeated || isChunkedBeforeChunks;
}
