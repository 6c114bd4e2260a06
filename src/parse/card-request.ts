import { isUtf8 } from 'node:buffer';
import type { Customer, Reference, Subject } from './customer.ts';

export interface CardRequest {
  /** As asked, each once, in the order of first occurrence. Any string: nothing is known about them yet. */
  readonly cardKeys: readonly string[];
  readonly subject: Subject;
}

/** `message` names the fields and what was expected there; it repeats nothing that was sent. */
export type ParseResult =
  | { readonly ok: true; readonly request: CardRequest }
  | { readonly ok: false; readonly message: string };

const maxKeys = 100;
const maxKeyLength = 500;
const maxIdentifierLength = 1000;

/**
 * Reads a request of Plain's, leniently: unknown fields pass, absent and null are the same. Never throws. Written by hand,
 * and not as a schema: this is read of every request, and took longer than all that a cached answer needs otherwise.
 */
export function parseCardRequest(rawBody: Buffer): ParseResult {
  if (!isUtf8(rawBody)) return { ok: false, message: 'body: expected UTF-8' };
  const json = parseJson(rawBody.toString('utf8'));
  if (!json.ok) return { ok: false, message: 'body: expected JSON' };
  if (!isObject(json.value)) return { ok: false, message: 'body: expected a JSON object' };
  const problems: string[] = [];
  const cardKeys = readKeys(json.value['cardKeys'], problems);
  const subject = {
    customer: readCustomer(json.value['customer'], problems),
    thread: readReference(json.value['thread'], 'thread', problems),
    tenant: readReference(json.value['tenant'], 'tenant', problems),
  };
  return problems.length === 0
    ? { ok: true, request: { cardKeys: [...new Set(cardKeys)], subject } }
    : { ok: false, message: problems.join('; ') };
}

type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false };
type JsonObject = Readonly<Record<string, unknown>>;

function parseJson(text: string): Json {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    return { ok: false };
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readKeys(value: unknown, problems: string[]): readonly string[] {
  if (!Array.isArray(value)) return refuse('cardKeys: expected an array of strings', problems, []);
  if (value.length > maxKeys)
    return refuse(`cardKeys: expected at most ${maxKeys} keys`, problems, []);
  const keys: string[] = [];
  for (const [index, key] of value.entries()) {
    if (typeof key !== 'string') problems.push(`cardKeys.${index}: expected a string`);
    else if (key.length > maxKeyLength)
      problems.push(`cardKeys.${index}: expected at most ${maxKeyLength} characters`);
    else keys.push(key);
  }
  return keys;
}

function readCustomer(value: unknown, problems: string[]): Customer {
  const { id, email, externalId } = readObject(value, 'customer', problems);
  return {
    id: readId(id, 'customer.id', problems),
    email: readText(email, 'customer.email', 'a string or null', problems),
    externalId: readId(externalId, 'customer.externalId', problems),
  };
}

function readReference(value: unknown, name: string, problems: string[]): Reference | null {
  const sent = readObject(value, name, problems);
  const id = readId(sent['id'], `${name}.id`, problems);
  const externalId = readId(sent['externalId'], `${name}.externalId`, problems);
  return id === null && externalId === null ? null : { id, externalId };
}

const empty: JsonObject = {};

function readObject(value: unknown, path: string, problems: string[]): JsonObject {
  if (value === undefined || value === null) return empty;
  return isObject(value) ? value : refuse(`${path}: expected an object or null`, problems, empty);
}

/** Numbers only where JSON parsing keeps them exact: two customers must never become one. */
function readId(value: unknown, path: string, problems: string[]): string | null {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return readText(text, path, 'a string, an integer or null', problems);
}

/** Absent, null and blank are null. Lone surrogates are replaced here, so that the cache and the upstreams see the same. */
function readText(
  value: unknown,
  path: string,
  expected: string,
  problems: string[],
): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return refuse(`${path}: expected ${expected}`, problems, null);
  if (value.length > maxIdentifierLength)
    return refuse(`${path}: expected at most ${maxIdentifierLength} characters`, problems, null);
  return value.trim() === '' ? null : value.toWellFormed();
}

function refuse<T>(problem: string, problems: string[], instead: T): T {
  problems.push(problem);
  return instead;
}
