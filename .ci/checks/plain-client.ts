import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** In PEM. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Whom a client of the checks asks, and as whom. */
export interface Client {
  readonly port: number;
  /** In PEM. */
  readonly ca: string;
  readonly serverName: string;
  readonly certificate: ClientCertificate | null;
  /** The value of the Authorization header. */
  readonly authorization: () => string;
  /** What Plain signs with; null when it does not sign. */
  readonly signingSecret: () => string | null;
}

export interface Reply {
  /** 0: no answer came. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asking {
  /** Sent in these pieces, chunked, when there are several. */
  readonly body: string | readonly Buffer[];
  /** What the signature is over; default: the body. */
  readonly signed?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly method?: string;
  readonly agent?: Agent;
  /** Of loopback, to be another client. */
  readonly localAddress?: string;
  /** How long the answer is left unread. */
  readonly readAfterMs?: number;
}

/** Asks over TLS, as Plain does: the signature is over the bytes as they are sent. */
export function ask(client: Client, asking: Asking): Promise<Reply> {
  const pieces = typeof asking.body === 'string' ? [Buffer.from(asking.body)] : asking.body;
  const { agent = false, path = '/cards', method = 'POST', localAddress, readAfterMs = 0 } = asking;
  const { promise, resolve } = Promise.withResolvers<Reply>();
  const lost = (error: Error): void => resolve({ status: 0, headers: {}, body: error.message });
  const sent = request(
    {
      host: '127.0.0.1',
      port: client.port,
      ca: client.ca,
      servername: client.serverName,
      agent,
      path,
      method,
      ...client.certificate,
      ...(localAddress !== undefined && { localAddress }),
      headers: { ...headersOf(client, pieces, asking.signed), ...asking.headers },
    },
    (response) => {
      const { statusCode: status = 0, headers } = response;
      delay(readAfterMs)
        .then(() => text(response))
        .then((body) => resolve({ status, headers, body }), lost);
    },
  ).on('error', lost);
  void send(pieces, sent);
  return promise;
}

async function send(
  pieces: readonly Buffer[],
  sent: { write(piece: Buffer): unknown; end(): unknown },
): Promise<void> {
  for (const piece of pieces) {
    sent.write(piece);
    if (pieces.length > 1) await delay(5);
  }
  sent.end();
}

function headersOf(
  client: Client,
  pieces: readonly Buffer[],
  signed?: string,
): Record<string, string> {
  const body = Buffer.concat(pieces);
  const secret = client.signingSecret();
  const signature = secret && sign(signed ?? body, secret);
  return {
    host: client.serverName,
    'user-agent': 'Plain/1.0 (plain.com; help@plain.com)',
    'content-type': 'application/json',
    authorization: client.authorization(),
    ...(signature && { 'plain-request-signature': signature }),
    ...(pieces.length === 1 && { 'content-length': String(body.length) }),
  };
}

/** As Plain signs: over the bytes of the body. */
export function sign(body: string | Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** A question about a customer. */
export function question(customerId: string, cardKeys: readonly string[] = ['usage']): string {
  return JSON.stringify({ cardKeys, customer: { id: customerId } });
}

export interface Load {
  readonly replies: readonly Reply[];
  stop(): Promise<void>;
}

/** Asks on and on over kept connections, four at a time and 40 times a second, each about one of a few customers. */
export function startLoad(client: Client): Load {
  const agent = new Agent({ keepAlive: true });
  const replies: Reply[] = [];
  const ended = new AbortController();
  async function work(): Promise<void> {
    while (!ended.signal.aborted) {
      replies.push(await ask(client, { body: question(`c_${replies.length % 50}`), agent }));
      await delay(90);
    }
  }
  const working = Promise.all(Array.from({ length: 4 }, work));
  return {
    replies,
    async stop() {
      ended.abort();
      await working;
      agent.destroy();
    },
  };
}

/** What is not an answer with cards, each kind once. */
export function failuresIn(replies: readonly Reply[]): string[] {
  const failed = replies.filter(({ status }) => status !== 200);
  return [...new Set(failed.map(({ status, body }) => `${status} ${body}`))];
}
