import type { JsonAuthConfig } from '../../config/json-upstream.ts';
import type { Span } from '../../observe/tracing/span.ts';
import type { Failure } from '../../outcome.ts';
import { resending } from '../spans.ts';
import type { HttpResult, Transport } from '../transport.ts';
import type { TokenSource } from './oauth.ts';

/** Headers that prove who is asking, or why there are none. */
export type Authorization =
  | {
      readonly ok: true;
      readonly headers: Readonly<Record<string, string>>;
      /** Gets rid of what was kept from before, so that asking again brings something new; null when nothing would. */
      readonly renew: (() => void) | null;
    }
  | { readonly ok: false; readonly failure: Failure };

/** `span`: what it is done for. */
export type Authorize = (signal: AbortSignal, span?: Span) => Promise<Authorization>;

/** `tokens` is for `oauth2` alone. */
export function createAuthorize(config: JsonAuthConfig, tokens: TokenSource | null): Authorize {
  if (tokens !== null) return (...wanted) => withToken(tokens, ...wanted);
  const headers = fixedHeaders(config);
  return async () => ({ ok: true, headers, renew: null });
}

async function withToken(
  tokens: TokenSource,
  ...wanted: Parameters<Authorize>
): Promise<Authorization> {
  const result = await tokens.token(...wanted);
  if (!result.ok) return result;
  const { token, isKept } = result;
  return { ok: true, headers: bearer(token), renew: isKept ? () => tokens.drop(token) : null };
}

function fixedHeaders({ bearer: token, basic, header }: JsonAuthConfig): Record<string, string> {
  if (token !== undefined) return bearer(token);
  if (basic !== undefined) return { authorization: basicOf(basic.username, basic.password) };
  return header === undefined ? {} : { [header.name.toLowerCase()]: header.value };
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

export function basicOf(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** The transport, with proof of who is asking. A 401 to a kept token is asked once more with a new one. */
export function withAuth(transport: Transport, authorize: Authorize): Transport {
  return {
    async request(request, signal) {
      const send = (
        proof: Readonly<Record<string, string>>,
        span = request.span,
      ): Promise<HttpResult> =>
        transport.request({ ...request, headers: { ...request.headers, ...proof }, span }, signal);
      const first = await authorize(signal, request.span);
      if (!first.ok) return first;
      const result = await send(first.headers);
      if (first.renew === null || !isUnauthorized(result)) return result;
      first.renew();
      const second = await authorize(signal, request.span);
      return second.ok ? send(second.headers, resending(request.span)) : second;
    },
    close: () => transport.close(),
  };
}

function isUnauthorized(result: HttpResult): boolean {
  return !result.ok && result.failure.status === 401;
}
