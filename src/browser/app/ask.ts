import { markBack, markGone } from './connection.ts';

export interface Question {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON, by POST unless `method` says otherwise. */
  readonly body?: unknown;
  readonly token?: string;
}

/** What the gateway answers. */
export type Answer<T> = { readonly ok: true; readonly body: T } | Refused;

export interface Refused {
  readonly ok: false;
  readonly problem: 'gone' | 'signed_out' | 'refused';
  /** For people. */
  readonly message: string;
}

const goneMessage = 'The gateway does not answer. Is it running?';
/** What stands before a gateway answers with these when the gateway is gone. */
const goneStatuses = new Set([502, 503, 504]);
const timeoutMs = 30_000;

/** Asks an admin route, relative to the page so that any prefix works. Never rejects. */
export async function ask<T>(path: string, question: Question = {}): Promise<Answer<T>> {
  try {
    const response = await fetch(path, toRequest(question));
    if (goneStatuses.has(response.status)) return gone();
    const body: unknown = response.status === 204 ? null : await response.json();
    markBack();
    return response.ok ? { ok: true, body: body as T } : toRefusal(response.status, body);
  } catch {
    return gone();
  }
}

function toRequest({ method, body, token }: Question): RequestInit {
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  };
}

function gone(): Refused {
  markGone();
  return { ok: false, problem: 'gone', message: goneMessage };
}

function toRefusal(status: number, body: unknown): Refused {
  const hasError = typeof body === 'object' && body !== null && 'error' in body;
  const message = hasError ? String(body.error) : `The gateway answered with status ${status}.`;
  return { ok: false, problem: status === 401 ? 'signed_out' : 'refused', message };
}
