import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { Failure } from '../outcome.ts';
import { abortFailure, failed } from './call.ts';
import type { ConnectStep } from './connector.ts';
import { decodeBody, parseJson } from './decode-body.ts';
import { createHttpClient } from './http-client.ts';
import type { Exchanged, HttpClientOptions, HttpRequest } from './http-client.ts';
import { networkFailure } from './network-errors.ts';
import { timePhases } from './request-phases.ts';
import type { OnPhase } from './request-phases.ts';
import { refuseHead } from './response-head.ts';
import { tellPhase } from './spans.ts';

export interface TransportOptions extends HttpClientOptions {
  readonly onPhase?: OnPhase | undefined;
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

export function createTransport(options: TransportOptions, clock: Clock = systemClock): Transport {
  const client = createHttpClient(options, clock);
  const onPhase = options.onPhase ?? (() => {});
  const maxBytes = options.maxResponseBytes;
  let closed: Promise<void> | undefined;
  return {
    async request(request, signal) {
      if (signal.aborted) return failed(abortFailure(signal));
      let steps: readonly ConnectStep[] = [];
      const timer = timePhases(clock, (...phase) => {
        onPhase(...phase);
        tellPhase(request.span, phase, steps);
      });
      let hasHead = false;
      try {
        const exchanged = await client.exchange(request, signal, {
          maxBytes,
          onSent(taken) {
            steps = taken;
            timer.sent();
          },
          onHead(head) {
            hasHead = true;
            timer.answered();
            return refuseHead(head, maxBytes, clock.wallNow());
          },
        });
        return exchanged.ok ? await read(exchanged, maxBytes) : exchanged;
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
      closed ??= client.close();
      return closed;
    },
  };
}

async function read(
  { head, body }: Extract<Exchanged, { readonly ok: true }>,
  maxBytes: number,
): Promise<HttpResult> {
  const { status, headers } = head;
  const json = parseJson(await decodeBody(body, headers.get('content-encoding'), maxBytes));
  return json === null
    ? failed({ reason: 'invalid_body', status, detail: 'not JSON' })
    : { ok: true, headers, body: json.value };
}
