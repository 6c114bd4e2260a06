import type { IncomingMessage } from 'node:http';
import { createNote } from '../note.ts';

/** Request headers by lower-case name. An array of one value is that value; a longer one arrived more than once. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The part of Node's IncomingMessage that headers are read from. */
type Message = Pick<IncomingMessage, 'headers' | 'rawHeaders'>;

/** A request's headers are asked for at several places of its way. */
const known = createNote<Message, RequestHeaders>('distinct headers');

/**
 * Every occurrence of every header. Node's own `headers` drops the second of a repeated `authorization`, so a repetition
 * would pass unseen; they serve where each arrived once.
 */
export function distinctHeaders(message: Message): RequestHeaders {
  const seen = known.read(message);
  if (seen !== undefined) return seen;
  const { headers, rawHeaders } = message;
  const isEachOnce = 2 * Object.keys(headers).length === rawHeaders.length;
  const distinct = isEachOnce ? headers : collect(rawHeaders);
  known.write(message, distinct);
  return distinct;
}

function collect(rawHeaders: readonly string[]): RequestHeaders {
  const occurrences: Record<string, string[]> = Object.create(null);
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = String(rawHeaders[index]).toLowerCase();
    (occurrences[name] ??= []).push(String(rawHeaders[index + 1]));
  }
  return occurrences;
}

/** The value of a header that arrived exactly once, else null. `name` is lower-case. */
export function singleHeader(headers: RequestHeaders, name: string): string | null {
  if (!hasHeader(headers, name)) return null;
  const value = headers[name];
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.length === 1 && typeof value[0] === 'string'
    ? value[0]
    : null;
}

/** Whether a header arrived at all. `name` is lower-case. */
export function hasHeader(headers: RequestHeaders, name: string): boolean {
  return Object.hasOwn(headers, name) && headers[name] !== undefined;
}
