import { networkFailure } from '../fan-out/network-errors.ts';
import type { Failure } from '../outcome.ts';
import type { Clock } from '../clock.ts';

export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

export type HttpAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      /** Names in lower case. */
      readonly headers: ReadonlyMap<string, string>;
      readonly text: string;
      readonly durationMs: number;
    }
  | { readonly ok: false; readonly failure: Failure };

/** Asks once, follows no redirect. Whatever status comes back is an answer. */
export async function askOverHttp(
  { url, timeoutMs, ...request }: HttpQuestion,
  clock: Pick<Clock, 'now'>,
): Promise<HttpAnswer> {
  const startedAt = clock.now();
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal });
    const text = await response.text();
    const headers = new Map(response.headers);
    const durationMs = clock.now() - startedAt;
    return { ok: true, status: response.status, headers, text, durationMs };
  } catch (error) {
    const isLate = signal.aborted;
    return {
      ok: false,
      failure: isLate ? { reason: 'timeout', detail: `${timeoutMs} ms` } : failureOf(error),
    };
  }
}

const connectCodes =
  /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/;
const nameCodes = /^(?:ENOTFOUND|EAI_[A-Z]+)$/;
const certificateCodes = /CERT|ALTNAME|^UNABLE_TO_/;

/** What `fetch` hides behind its one error. */
function failureOf(error: unknown): Failure {
  const { cause } = error instanceof Error ? error : {};
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (connectCodes.test(code)) return { reason: 'connect', detail: code };
  if (nameCodes.test(code)) return { reason: 'dns', detail: code };
  if (certificateCodes.test(code)) return { reason: 'tls', detail: code };
  return networkFailure(cause, false) ?? { reason: 'connect' };
}

/** An absolute http or https URL, or null. */
export function toWebUrl(text: string): URL | null {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}
