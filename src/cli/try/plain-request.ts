import { createHmac } from 'node:crypto';
import type { Subject } from '../../parse/customer.ts';
import type { Env } from '../terminal.ts';

export interface Credentials {
  /** `Name: value` each; they win over what the environment has. */
  readonly headers: readonly string[];
  readonly env: Env;
}

/** The body that Plain sends: all identifiers, with explicit nulls. */
export function plainBody(keys: readonly string[], { customer, thread, tenant }: Subject): string {
  return JSON.stringify({ cardKeys: keys, customer, thread, tenant });
}

/** `Name: value`. */
const headerLine = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t -~]*)$/;

export function isHeaderLine(line: string): boolean {
  return headerLine.test(line);
}

/**
 * The headers that Plain sends with a body. The secret is one of the given headers, else CARDS_TOKEN as a bearer token; with
 * PLAIN_SIGNING_SECRET the body is signed as well.
 */
export function plainHeaders(
  body: string,
  workspaceId: string | null,
  { headers, env }: Credentials,
): Readonly<Record<string, string>> {
  const { CARDS_TOKEN: token, PLAIN_SIGNING_SECRET: secret } = env;
  return {
    'content-type': 'application/json',
    'user-agent': 'Plain/1.0 (plain.com; help@plain.com)',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(secret && { 'plain-request-signature': signatureOf(body, secret) }),
    ...(workspaceId !== null && { 'plain-workspace-id': workspaceId }),
    ...Object.fromEntries(headers.map(readHeader)),
  };
}

function readHeader(line: string): readonly [string, string] {
  const [, name = '', value = ''] = headerLine.exec(line) ?? [];
  return [name.toLowerCase(), value];
}

function signatureOf(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}
