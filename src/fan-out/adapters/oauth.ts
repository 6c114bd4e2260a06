import type { Clock } from '../../clock.ts';
import type { OAuth2Config } from '../../config/json-upstream.ts';
import type { Span } from '../../observe/tracing/span.ts';
import type { Failure } from '../../outcome.ts';
import { isJsonObject } from '../../validate/check-components.ts';
import { failed } from '../call.ts';
import { createShared } from '../shared.ts';
import type { HttpRequest } from '../http-client.ts';
import type { Transport } from '../transport.ts';
import { basicOf } from './auth.ts';

export type TokenResult =
  | { readonly ok: true; readonly token: string; readonly isKept: boolean }
  | { readonly ok: false; readonly failure: Failure };

/** OAuth 2 access tokens of one client. */
export interface TokenSource {
  /** The kept token, else a new one; those who want one at the same time share the fetch. */
  token(signal: AbortSignal, span?: Span): Promise<TokenResult>;
  /** Forgets the kept token, where it is this one. */
  drop(token: string): void;
}

interface Kept {
  readonly token: string;
  readonly until: number;
}

type Fetched = { readonly ok: true; readonly kept: Kept } | { ok: false; failure: Failure };

/** How long a token is kept whose answer doesn't say; a 401 drops it sooner. */
const unknownSeconds = 300;
/** Before its end a token is renewed: so much, or a tenth of its life where that is less. */
const maxMarginMs = 60_000;

/**
 * Client credentials (RFC 6749, 4.4). The token endpoint's refusals are `auth`; no failure of it carries a status that
 * could be taken for the API's.
 */
export function createTokenSource(
  config: OAuth2Config,
  transport: Transport,
  clock: Pick<Clock, 'now'>,
): TokenSource {
  const request = tokenRequest(config);
  const shared = createShared<Fetched>();
  let kept: Kept | null = null;

  async function fetchToken(signal: AbortSignal, span?: Span): Promise<Fetched> {
    const sentAt = clock.now();
    const result = await transport.request({ ...request, span }, signal);
    if (!result.ok) return failed(failureOf(result.failure));
    const grant = readGrant(result.body);
    if (grant === null)
      return failed({ reason: 'invalid_body', detail: 'the token endpoint sent no bearer token' });
    kept = { token: grant.token, until: sentAt + keptMs(grant.lifeSeconds) };
    return { ok: true, kept };
  }

  return {
    async token(signal, span) {
      if (kept !== null && clock.now() < kept.until)
        return { ok: true, token: kept.token, isKept: true };
      const fetched = await shared.join('', (joint) => fetchToken(joint, span), signal);
      return fetched.ok ? { ok: true, token: fetched.kept.token, isKept: false } : fetched;
    },
    drop(token) {
      if (kept?.token === token) kept = null;
    },
  };
}

function tokenRequest(config: OAuth2Config): HttpRequest {
  const { tokenUrl, clientId, clientSecret, scope, audience, authMethod } = config;
  const { pathname, search } = new URL(tokenUrl);
  const isBasic = authMethod === 'client_secret_basic';
  const fields = {
    grant_type: 'client_credentials',
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
    ...(!isBasic && { client_id: clientId, client_secret: clientSecret }),
  };
  return {
    method: 'POST',
    path: pathname + search,
    // Asked once in an hour or so: a kept connection would only be lost meanwhile.
    isAlone: true,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(isBasic && { authorization: basicOf(formEncoded(clientId), formEncoded(clientSecret)) }),
    },
    body: new URLSearchParams(fields).toString(),
  };
}

/** RFC 6749, 2.3.1: both are encoded like form values before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

function failureOf({ status, ...failure }: Failure): Failure {
  const detail = `the token endpoint: ${status ?? failure.detail ?? failure.reason}`;
  const isRefusal = failure.reason === 'status' && (status ?? 0) < 500;
  if (isRefusal || failure.reason === 'auth') return { reason: 'auth', detail };
  // A status of 500 and more is worth a retry, and none of the API's own answers.
  return { ...failure, detail, ...(failure.reason === 'status' && { status }) };
}

interface Grant {
  readonly token: string;
  readonly lifeSeconds: number;
}

function readGrant(body: unknown): Grant | null {
  if (!isJsonObject(body)) return null;
  const { access_token: token, token_type: type = 'Bearer', expires_in: life } = body;
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') return null;
  if (typeof token !== 'string' || !/^[!-~]+$/.test(token)) return null;
  const lifeSeconds = Number(life);
  return { token, lifeSeconds: lifeSeconds > 0 ? lifeSeconds : unknownSeconds };
}

function keptMs(lifeSeconds: number): number {
  const lifeMs = lifeSeconds * 1000;
  return lifeMs - Math.min(maxMarginMs, lifeMs / 10);
}
