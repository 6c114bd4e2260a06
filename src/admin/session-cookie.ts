import { singleHeader } from '../authenticate/headers.ts';
import type { RequestHeaders } from '../authenticate/headers.ts';
import { sessionSeconds } from './sessions.ts';

/** The id of the browser's session; null when it sends none. */
export function readSessionId(headers: RequestHeaders): string | null {
  const start = `${nameOf(headers)}=`;
  const cookies = singleHeader(headers, 'cookie')?.split(/; */) ?? [];
  return cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length) ?? null;
}

/** Kept from scripts and from other sites; null takes the cookie away. */
export function writeSessionId(headers: RequestHeaders, id: string | null, path: string): string {
  const isTls = singleHeader(headers, 'origin')?.startsWith('https:') === true;
  const attributes = [
    `Path=${path}`,
    `Max-Age=${id === null ? 0 : sessionSeconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isTls ? ['Secure'] : []),
  ];
  return [`${nameOf(headers)}=${id ?? ''}`, ...attributes].join('; ');
}

/** Cookies don't tell ports apart, and on one machine each gateway has a port of its own. */
function nameOf(headers: RequestHeaders): string {
  const [port = ''] = /\d+$/.exec(singleHeader(headers, 'host') ?? '') ?? [];
  return `customer-cards-session${port}`;
}
