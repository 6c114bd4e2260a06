import { createHeaderSecrets } from '../authenticate/secrets.ts';
import type { RequestHeaders } from '../authenticate/headers.ts';

export type AccessDenied = 'no_token_configured' | 'host' | 'origin' | 'token';

export interface AccessOptions {
  /** Without a token nobody gets in. */
  readonly token?: string | undefined;
  /** Host names, beside loopback, under which the listener may be addressed. */
  readonly allowedHosts: readonly string[];
}

/** Decides who may use the admin routes; null lets the request pass. */
export type CheckAccess = (headers: RequestHeaders) => AccessDenied | null;

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * A bearer token, and, against pages that rebind a name to loopback or post from elsewhere, a known Host and, when
 * there is one, an Origin on that same host.
 */
export function createCheckAccess({ token, allowedHosts }: AccessOptions): CheckAccess {
  if (token === undefined) return () => 'no_token_configured';
  const secrets = createHeaderSecrets([{ name: 'authorization', value: `Bearer ${token}` }], '');
  const hosts = new Set([...loopback, ...allowedHosts].map((host) => host.toLowerCase()));
  return (headers) => {
    if (!hosts.has(hostName(headers['host']))) return 'host';
    if (!isSameOrigin(headers)) return 'origin';
    return secrets.verify(headers).ok ? null : 'token';
  };
}

function hostName(host: string | readonly string[] | undefined): string {
  return typeof host === 'string' ? host.toLowerCase().replace(/:\d+$/, '') : '';
}

function isSameOrigin(headers: RequestHeaders): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return typeof origin === 'string' && URL.canParse(origin) && new URL(origin).host === host;
}
