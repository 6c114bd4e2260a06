import type { Failure } from '../outcome.ts';
import { isKnownEncoding } from './decode-body.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Status and headers of an answer; names in lower case, repeated headers joined by a comma. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
}

/** Why the body that follows is not worth reading, or null when it is: a 200 with JSON of an acceptable size. */
export function refuseHead(
  head: ResponseHead,
  maxBytes: number,
  wallNowMs: number,
): Failure | null {
  return refuseStatus(head, wallNowMs) ?? refuseBody(head, maxBytes);
}

function refuseStatus({ status, headers }: ResponseHead, wallNowMs: number): Failure | null {
  if (status === 200) return null;
  if (status === 401 || status === 403) return { reason: 'auth', status };
  const retryAfterMs = parseRetryAfter(headers.get('retry-after') ?? '', wallNowMs);
  if (retryAfterMs !== null && (status === 429 || status === 503)) {
    return { reason: 'retry_after', status, retryAfterMs };
  }
  if (status === 429) return { reason: 'retry_after', status };
  return status >= 300 && status < 400
    ? { reason: 'status', status, detail: 'redirect' }
    : { reason: 'status', status };
}

function refuseBody({ status, headers }: ResponseHead, maxBytes: number): Failure | null {
  if (!isJson(headers.get('content-type') ?? '')) return { reason: 'content_type', status };
  if (!isKnownEncoding(headers.get('content-encoding'))) return { reason: 'encoding', status };
  if (Number(headers.get('content-length') ?? 0) > maxBytes) {
    return { reason: 'too_large', status, detail: `announced more than ${maxBytes} bytes` };
  }
  return null;
}

/** `application/json` or `application/…+json`, in UTF-8 as far as it says. */
function isJson(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  return /^application\/(?:[\w.!#$&^-]+\+)?json$/.test(type.trim()) && parameters.every(isHarmless);
}

function isHarmless(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=', 2);
  return name.trim() !== 'charset' || /^"?utf-?8"?$/.test(value.trim());
}
