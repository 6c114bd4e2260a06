import type { Dispatcher } from 'undici';
import buildConnector from 'undici/lib/core/connect.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { Clock } from '../clock.ts';
import type { Span } from '../observe/tracing/span.ts';
import type { Failure } from '../outcome.ts';
import { withPhases } from './connector.ts';
import type { Connect, ConnectStep, HandOver } from './connector.ts';
import { createLookup } from './lookup.ts';
import { CodedError } from './network-errors.ts';
import type { ResponseHead } from './response-head.ts';

export interface HttpClientOptions {
  /** Scheme, host and port of the one service this client speaks to. */
  readonly origin: string;
  /** The most sockets at the same time. */
  readonly connections: number;
  /** Bounds look-up, connection and TLS handshake together. */
  readonly connectTimeoutMs: number;
  /** The most that a body may have, decoded; also the most that is read of it as sent. */
  readonly maxResponseBytes: number;
  /** For HTTPS: an own CA instead of the system's, and a client certificate. */
  readonly tls?: TlsOptions | undefined;
  /** A second line for the waits between bytes, and the grace of `close`; what really bounds a request is its signal. */
  readonly timeoutMs: number;
}

/** In PEM. */
export interface TlsOptions {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** With its query, encoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Whether to take a new connection, for this request only, and none that was kept. */
  readonly isAlone?: boolean | undefined;
  /** The path with placeholders instead of values; it may be seen by whoever sees traces. */
  readonly template?: string | undefined;
  /** What the request is part of. */
  readonly span?: Span | undefined;
}

/** A head, and the whole body as it was sent; or why that was not worth reading. */
export type Exchanged =
  | { readonly ok: true; readonly head: ResponseHead; readonly body: Buffer }
  | { readonly ok: false; readonly failure: Failure };

export interface Exchange {
  /** The most that is read of a body. */
  readonly maxBytes: number;
  /** Called when the request has a connection, with the steps to it where it is new and waited for. */
  readonly onSent: (steps: readonly ConnectStep[]) => void;
  /** Judges the head as soon as it is there: why its body is not worth reading, or null. */
  readonly onHead: (head: ResponseHead) => Failure | null;
}

/** HTTP/1.1 to one service, on connections that are kept. */
export interface HttpClient {
  /**
   * Sends one request, and resolves when its answer has come whole. What comes is gathered as it comes, without a stream:
   * bodies are small, bounded, and parsed whole. Rejects with what undici says, with `BODY_TOO_LARGE`, or, at once and with
   * the connection destroyed, when `signal` aborts.
   */
  exchange(request: HttpRequest, signal: AbortSignal, exchange: Exchange): Promise<Exchanged>;
  /** Lets requests under way end for at most `timeoutMs`, then destroys every socket. */
  close(): Promise<void>;
}

const maxHeaderBytes = 16_384;
/** Of a body that nobody wants, so much is read to save the connection. */
const drainBytes = 16_384;

const defaultHeaders = { accept: 'application/json', 'user-agent': 'customer-cards-gateway' };

/** The only importer of undici. */
export function createHttpClient(options: HttpClientOptions, clock: Clock): HttpClient {
  /** To the connection that is being passed on to the request that waited for it. */
  let steps: readonly ConnectStep[] = [];
  const connect = createConnect(options, clock, (taken, pass) => {
    steps = taken;
    pass();
    steps = [];
  });
  const kept = createPool(options, connect);
  const alone = createPool(options, connect, false);
  return {
    exchange: (request, signal, { onSent, ...how }) =>
      exchange(request.isAlone ? alone : kept, toSend(request), signal, {
        ...how,
        onSent: () => onSent(steps),
      }),
    async close() {
      await Promise.all([kept, alone].map((pool) => closePool(pool, options.timeoutMs, clock)));
    },
  };
}

function exchange(
  pool: Pool,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
  { maxBytes, onSent, onHead }: Omit<Exchange, 'onSent'> & { readonly onSent: () => void },
): Promise<Exchanged> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchanged>();
  const chunks: Buffer[] = [];
  let head: ResponseHead | undefined;
  let refusal: Failure | null = null;
  let received = 0;
  let controller: Dispatcher.DispatchController | undefined;

  /** What the client says of it afterwards comes too late to count. */
  function giveUp(error: Error): void {
    reject(error);
    controller?.abort(error);
  }

  function end(): void {
    signal.removeEventListener('abort', onAbort);
    if (refusal !== null) resolve({ ok: false, failure: refusal });
    else if (head === undefined) reject(new CodedError('UND_ERR_SOCKET', 'no head'));
    else resolve({ ok: true, head, body: Buffer.concat(chunks, received) });
  }

  /** The rest of an unwanted body would cost more than its connection is worth. */
  function endEarly(): void {
    end();
    giveUp(new CodedError('BODY_UNWANTED', `more than ${drainBytes} bytes`));
  }

  function onAbort(): void {
    if (refusal !== null) end();
    giveUp(new CodedError('ABORT_ERR', 'aborted'));
  }

  signal.addEventListener('abort', onAbort, { once: true });

  pool.dispatch(request, {
    onRequestStart(began) {
      controller = began;
      if (signal.aborted) return onAbort();
      onSent();
    },
    onResponseStart(_controller, status, headers) {
      if (status < 200) return;
      head = { status, headers: joined(headers) };
      refusal = onHead(head);
      if (refusal !== null && Number(head.headers.get('content-length') ?? 0) > drainBytes)
        endEarly();
    },
    onResponseData(_controller, chunk) {
      received += chunk.length;
      if (refusal !== null) {
        if (received > drainBytes) endEarly();
      } else if (received > maxBytes) {
        giveUp(new CodedError('BODY_TOO_LARGE', `more than ${maxBytes} bytes`));
      } else {
        chunks.push(chunk);
      }
    },
    onResponseEnd: end,
    onResponseError(_controller, error) {
      signal.removeEventListener('abort', onAbort);
      reject(error);
    },
  });
  return promise;
}

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

function joined(headers: Headers): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) names.set(name, typeof value === 'string' ? value : value.join(', '));
  }
  return names;
}

function toSend({ method, path, headers, body }: HttpRequest): Dispatcher.DispatchOptions {
  return {
    method,
    path,
    headers: { ...defaultHeaders, ...headers, 'accept-encoding': 'gzip' },
    body: body ?? null,
  };
}

function createConnect(
  { connectTimeoutMs, tls }: HttpClientOptions,
  clock: Clock,
  handOver: HandOver,
) {
  const connect = buildConnector({
    ...tls,
    allowH2: false,
    timeout: 0,
    lookup: createLookup(clock),
    rejectUnauthorized: true,
  }) as unknown as Connect<buildConnector.Options>;
  return withPhases(connect, connectTimeoutMs, clock, handOver);
}

function createPool(
  options: HttpClientOptions,
  connect: ReturnType<typeof createConnect>,
  isKeptAlive = true,
): Pool {
  return new Pool(options.origin, {
    connect,
    connections: options.connections,
    pipelining: isKeptAlive ? 1 : 0,
    allowH2: false,
    maxHeaderSize: maxHeaderBytes,
    maxResponseSize: options.maxResponseBytes,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    keepAliveTimeoutThreshold: 1_000,
  });
}

async function closePool(pool: Pool, graceMs: number, clock: Clock): Promise<void> {
  const { promise: graceOver, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(graceMs, resolve);
  await Promise.race([pool.close(), graceOver]);
  cancel();
  await pool.destroy();
}
