import { createHmac } from 'node:crypto';
import type { Subject } from '../../parse/customer.ts';

/** How a request is let in. */
export interface Credentials {
  /** `Name: value` each; they win over the rest. */
  readonly headers: readonly string[];
  /** Sent as a bearer token; empty or undefined for none. */
  readonly token: string | undefined;
  /** With one the body is signed; empty or undefined for none. */
  readonly signingSecret: string | undefined;
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

/** The headers that Plain sends with a body. */
export function plainHeaders(
  body: string,
  workspaceId: string | null,
  { headers, token, signingSecret }: Credentials,
): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Plain/1.0 (plain.com; help@plain.com)',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(signingSecret && { 'plain-request-signature': signatureOf(body, signingSecret) }),
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
