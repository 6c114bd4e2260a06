import type { JsonUpstreamConfig } from '../../config/json-upstream.ts';
import type { RenderedRequest } from '../../mapping/request-template.ts';
import type { Failure } from '../../outcome.ts';
import type { HttpRequest } from '../http-client.ts';
import type { HttpResult, Transport } from '../transport.ts';
import { hasNextPage } from './next-page.ts';

/** What a JSON API sent. */
export interface Found {
  /** What the JSON says. */
  readonly response: unknown;
  /** Whether the `Link` header names a next page. */
  readonly hasNextPage: boolean;
}

/** `found` is null where the API knows nothing under that address (404, 410): an answer, and no failure. */
export type JsonAnswer =
  | { readonly ok: true; readonly found: Found }
  | { readonly ok: true; readonly found: null; readonly status: number }
  | { readonly ok: false; readonly failure: Failure };

/** What to ask, and how it is sent. */
export type AskJson = (
  request: RenderedRequest & Pick<HttpRequest, 'template' | 'isAlone' | 'span'>,
  signal: AbortSignal,
) => Promise<JsonAnswer>;

/** Sends requests below the upstream's `url`, with the headers of its file. */
export function createAskJson(
  { url, headers }: Pick<JsonUpstreamConfig, 'url' | 'headers'>,
  transport: Transport,
): AskJson {
  const base = new URL(url).pathname.replace(/\/+$/, '');
  const fixed = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return async (request, signal) => {
    const path = base + request.path;
    const merged = { ...fixed, ...request.headers };
    return toAnswer(await transport.request({ ...request, path, headers: merged }, signal));
  };
}

function toAnswer(result: HttpResult): JsonAnswer {
  if (result.ok) {
    const { body, headers } = result;
    return { ok: true, found: { response: body, hasNextPage: hasNextPage(headers.get('link')) } };
  }
  const { reason, status } = result.failure;
  return reason === 'status' && (status === 404 || status === 410)
    ? { ok: true, found: null, status }
    : result;
}
