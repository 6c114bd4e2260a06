import { randomUUID } from 'node:crypto';
import { singleHeader } from '../authenticate/headers.ts';
import type { RequestHeaders } from '../authenticate/headers.ts';

export const requestIdHeader = 'x-request-id';

/** What proxies and tracers make of ids. No `@`, so no e-mail address; nothing that a log or a terminal takes for a command. */
const wellFormed = /^[\w.:=+/-]{1,128}$/;

/** The id that a request came with, when it is one; else a new one. */
export function requestIdOf(headers: RequestHeaders, createId: () => string = randomUUID): string {
  return wellFormedId(singleHeader(headers, requestIdHeader), createId);
}

/** The id itself, when it may stand in a header and in the log; else a new one. */
export function wellFormedId(id: string | null, createId: () => string = randomUUID): string {
  return id !== null && wellFormed.test(id) ? id : createId();
}
