import { Pool, buildConnector } from 'undici';
import type { Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { Span } from '../observe/tracing/span.ts';
import type { Failure } from '../outcome.ts';
import { abortFailure, failed } from './call.ts';
import { withPhases } from './connector.ts';
import type { Connect, ConnectStep, HandOver } from './connector.ts';
import { createLookup } from './lookup.ts';
import { networkFailure } from './network-errors.ts';
import { parseJson, readBody } from './read-body.ts';
import { timePhases } from './request-phases.ts';
import type { OnPhase } from './request-phases.ts';
import { refuseHead } from './response-head.ts';
import { tellPhase } from './spans.ts';

export interface TransportOptions {
  /** Scheme, host and port of the one service this transport speaks to. */
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
  readonly onPhase?: OnPhase | undefined;
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

export type HttpResult =
  | {
      readonly ok: true;
      /** Names in lower case, repeated headers joined by a comma. */
      readonly headers: ReadonlyMap<string, string>;
      /** What the JSON says. */
      readonly body: unknown;
    }
  | { readonly ok: false; readonly failure: Failure };

/** HTTP/1.1 to one service. Redirects are not followed, and nothing is retried. */
export interface Transport {
  /**
   * Answers with the JSON of a complete 200, or with why there is none. An abort destroys the socket and answers with
   * the signal's reason where that is a failure, else with `timeout`. Rejects for a defect only.
   */
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpResult>;
  /** Lets requests under way end for at most `timeoutMs`, then destroys every socket. Idempotent. */
  close(): Promise<void>;
}

const maxHeaderBytes = 16_384;
/** Of a body that nobody wants, so much is read to save the connection. */
const drainBytes = 16_384;

const defaultHeaders = { accept: 'application/json', 'user-agent': 'customer-cards-gateway' };

export function createTransport(options: TransportOptions, clock: Clock = systemClock): Transport {
  /** To the connection that is being passed on to the request that waited for it. */
  let steps: readonly ConnectStep[] = [];
  const connect = createConnect(options, clock, (taken, pass) => {
    steps = taken;
    pass();
    steps = [];
  });
  const kept = createPool(options, connect);
  const alone = createPool(options, connect, false);
  const onPhase = options.onPhase ?? (() => {});
  let closed: Promise<void> | undefined;
  return {
    async request(request, signal) {
      if (signal.aborted) return failed(abortFailure(signal));
      const timer = timePhases(clock, (...phase) => {
        onPhase(...phase);
        tellPhase(request.span, phase, steps);
      });
      let hasHead = false;
      try {
        const response = await send(request.isAlone ? alone : kept, request, signal, timer.sent);
        hasHead = true;
        timer.answered();
        return await receive(response, options.maxResponseBytes, clock.wallNow());
      } catch (error) {
        const failure = signal.aborted ? abortFailure(signal) : networkFailure(error, hasHead);
        if (failure === null) throw error;
        return failed(
          hasHead || failure.reason !== 'reset' ? failure : { ...failure, isUnanswered: true },
        );
      } finally {
        timer.ended();
      }
    },
    close() {
      closed ??= Promise.all(
        [kept, alone].map((pool) => closePool(pool, options.timeoutMs, clock)),
      ).then(() => undefined);
      return closed;
    },
  };
}

function createConnect(
  { connectTimeoutMs, tls }: TransportOptions,
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
  options: TransportOptions,
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

function send(
  pool: Pool,
  { method, path, headers, body }: HttpRequest,
  signal: AbortSignal,
  onSent: () => void,
): Promise<Dispatcher.ResponseData> {
  return pool.compose(tellSent(onSent)).request({
    method,
    path,
    headers: { ...defaultHeaders, ...headers, 'accept-encoding': 'gzip' },
    body: body ?? null,
    signal,
  });
}

/** The handler is of this one request. */
function tellSent(onSent: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const begin = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      onSent();
      begin?.(controller, context);
    };
    return dispatch(options, handler);
  };
}

async function receive(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  wallNowMs: number,
): Promise<HttpResult> {
  const head = { status: response.statusCode, headers: headersOf(response) };
  const refusal = refuseHead(head, maxBytes, wallNowMs);
  if (refusal !== null) {
    await response.body.dump({ limit: drainBytes });
    return failed(refusal);
  }
  const bytes = await readBody(response.body, head.headers.get('content-encoding'), maxBytes);
  const json = parseJson(bytes);
  return json === null
    ? failed({ reason: 'invalid_body', status: head.status, detail: 'not JSON' })
    : { ok: true, headers: head.headers, body: json.value };
}

function headersOf(response: Dispatcher.ResponseData): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
}

async function closePool(pool: Pool, graceMs: number, clock: Clock): Promise<void> {
  const { promise: graceOver, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(graceMs, resolve);
  await Promise.race([pool.close(), graceOver]);
  cancel();
  await pool.destroy();
}
