import { createHeaderSecrets } from '../authenticate/secrets.ts';
import { singleHeader } from '../authenticate/headers.ts';
import type { RequestHeaders } from '../authenticate/headers.ts';
import { readSessionId } from './session-cookie.ts';
import type { Session, Sessions } from './sessions.ts';

export type AccessDenied = 'no_token_configured' | 'host' | 'origin' | 'token';

/** For whoever is refused. */
export const deniedWords: Readonly<Record<AccessDenied, string>> = {
  no_token_configured: 'No admin token is configured: set admin.token to use this route.',
  host: 'The Host is not one that the admin listener may be addressed by: see admin.allowedHosts.',
  origin: 'Requests from other origins are refused.',
  token: 'Send the admin token: Authorization: Bearer …',
};

/** `session` is null for who sent the token itself. */
export type Access =
  | { readonly ok: true; readonly session: Session | null }
  | { readonly ok: false; readonly denied: AccessDenied };

export interface AccessOptions {
  /** Without a token nobody gets in. */
  readonly token?: string | undefined;
  /** Host names, beside loopback, under which the listener may be addressed. */
  readonly allowedHosts: readonly string[];
  readonly sessions: Pick<Sessions, 'find'>;
}

/** Decides who may use the admin routes. */
export type CheckAccess = (headers: RequestHeaders, method?: string) => Access;

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * A bearer token or the session of who has shown it, and, against pages that rebind a name to loopback or post from
 * elsewhere, a known Host and, when there is one, an Origin on that same host. Browsers send the session's cookie by
 * themselves, so with it a request that changes something has to name its Origin, and none may come from another page.
 */
export function createCheckAccess({ token, allowedHosts, sessions }: AccessOptions): CheckAccess {
  if (token === undefined) return () => ({ ok: false, denied: 'no_token_configured' });
  const secrets = createHeaderSecrets([{ name: 'authorization', value: `Bearer ${token}` }], '');
  const isKnownHost = createHostCheck(allowedHosts);

  return (headers, method = 'GET') => {
    if (!isKnownHost(headers)) return { ok: false, denied: 'host' };
    if (!isSameOrigin(headers)) return { ok: false, denied: 'origin' };
    if (secrets.verify(headers).ok) return { ok: true, session: null };
    const id = readSessionId(headers);
    const session = id === null ? null : sessions.find(id, token);
    if (session === null) return { ok: false, denied: 'token' };
    return isOwnPage(headers, method) ? { ok: true, session } : { ok: false, denied: 'origin' };
  };
}

/** Whether the request names a host that the listener may be addressed by. */
export function createHostCheck(
  allowedHosts: readonly string[],
): (headers: RequestHeaders) => boolean {
  const hosts = new Set([...loopback, ...allowedHosts].map((host) => host.toLowerCase()));
  return (headers) => hosts.has(hostName(headers['host']));
}

function hostName(host: string | readonly string[] | undefined): string {
  return typeof host === 'string' ? host.toLowerCase().replace(/:\d+$/, '') : '';
}

function isSameOrigin(headers: RequestHeaders): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return typeof origin === 'string' && URL.canParse(origin) && new URL(origin).host === host;
}

/** SameSite takes every port of a host for the same site. */
function isOwnPage(headers: RequestHeaders, method: string): boolean {
  const site = singleHeader(headers, 'sec-fetch-site') ?? 'same-origin';
  return site === 'same-origin' && (method === 'GET' || headers['origin'] !== undefined);
}
