import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { Subject } from './customer.ts';

export interface CardRequest {
  /** As asked, each once, in the order of first occurrence. Any string: nothing is known about them yet. */
  readonly cardKeys: readonly string[];
  readonly subject: Subject;
}

/** `message` names the fields and what was expected there; it repeats nothing that was sent. */
export type ParseResult =
  | { readonly ok: true; readonly request: CardRequest }
  | { readonly ok: false; readonly message: string };

const boundedString = (maxLength: number, expected: string) =>
  z.string(expected).max(maxLength, `expected at most ${maxLength} characters`);

/** Absent, null and blank are null. Lone surrogates are replaced here, so that the cache and the upstreams see the same. */
const identifier = <S extends z.ZodType<string>>(schema: S) =>
  schema
    .nullish()
    .transform((value) =>
      typeof value !== 'string' || value.trim() === '' ? null : value.toWellFormed(),
    );

const email = identifier(boundedString(1000, 'expected a string or null'));

/** Numbers only where JSON parsing keeps them exact: two customers must never become one. */
const id = identifier(
  z.union(
    [boundedString(1000, 'expected a string'), z.int().transform(String)],
    'expected a string, an integer or null',
  ),
);

const customer = z.object({ id, email, externalId: id }, 'expected an object or null');
const nobody = { id: null, email: null, externalId: null };

const reference = z
  .object({ id, externalId: id }, 'expected an object or null')
  .nullish()
  .transform((value) => (value?.id == null && value?.externalId == null ? null : value));

const cardKeys = z
  .array(z.unknown(), 'expected an array of strings')
  .max(100, 'expected at most 100 keys')
  .pipe(z.array(boundedString(500, 'expected a string')));

const body = z.object(
  {
    cardKeys,
    customer: customer.nullish().transform((value) => value ?? nobody),
    thread: reference,
    tenant: reference,
  },
  'expected a JSON object',
);

/** Reads a request of Plain's, leniently: unknown fields pass, absent and null are the same. Never throws. */
export function parseCardRequest(rawBody: Buffer): ParseResult {
  if (!isUtf8(rawBody)) return { ok: false, message: 'body: expected UTF-8' };
  const json = parseJson(rawBody.toString('utf8'));
  if (!json.ok) return { ok: false, message: 'body: expected JSON' };
  const parsed = body.safeParse(json.value);
  if (!parsed.success) return { ok: false, message: messageOf(parsed.error) };
  const { cardKeys, ...subject } = parsed.data;
  return { ok: true, request: { cardKeys: [...new Set(cardKeys)], subject } };
}

type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

function parseJson(text: string): Json {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    return { ok: false };
  }
}

/** The path holds names of the schema and indexes only, never a name that was sent. */
function messageOf(error: z.ZodError): string {
  const problems = error.issues.map(
    ({ path, message }) => `${path.join('.') || 'body'}: ${message}`,
  );
  return problems.join('; ');
}
