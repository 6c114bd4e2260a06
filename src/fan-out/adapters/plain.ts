import { createHmac } from 'node:crypto';
import { systemClock } from '../../clock.ts';
import type { Clock } from '../../clock.ts';
import type { PlainUpstreamConfig } from '../../config/schema.ts';
import type { Reference } from '../../parse/customer.ts';
import type { Call, UpstreamRequest } from '../call.ts';
import type { Transport } from '../transport.ts';
import { readCardList } from './card-list.ts';

/**
 * Calls a service that speaks Plain's own protocol. It gets Plain's request, with explicit nulls for what is withheld,
 * and is asked for the cards under its own names for them. `x-request-timeout-ms` tells it how long the answer is waited for.
 */
export function createPlainCall(
  config: PlainUpstreamConfig,
  transport: Transport,
  clock: Pick<Clock, 'now'> = systemClock,
): Call {
  const { pathname, search } = new URL(config.url);
  const names = new Map(Object.entries(config.cards).map(([key, card]) => [key, card.key ?? key]));
  const fixedHeaders = {
    ...lowerCased(config.headers),
    'content-type': 'application/json',
  };
  return async (request, signal) => {
    const serviceKeys = new Map(request.keys.map((key) => [key, names.get(key) ?? key]));
    const body = Buffer.from(JSON.stringify(toPlainBody(request, new Set(serviceKeys.values()))));
    const headers = {
      ...fixedHeaders,
      'x-request-timeout-ms': String(Math.max(1, Math.floor(request.deadlineAt - clock.now()))),
      ...workspaceHeader(request.workspaceId),
      ...signatureHeader(config.sign?.secret, body),
    };
    const path = pathname + search;
    const { isRetry: isAlone, span } = request;
    const result = await transport.request(
      { method: 'POST', path, headers, body, isAlone, span },
      signal,
    );
    return result.ok ? readCardList(result.body, serviceKeys) : result;
  };
}

function toPlainBody({ subject }: UpstreamRequest, cardKeys: ReadonlySet<string>): object {
  const { id, email, externalId } = subject.customer;
  return {
    cardKeys: [...cardKeys],
    customer: { id, email, externalId },
    thread: toPlainReference(subject.thread),
    tenant: toPlainReference(subject.tenant),
  };
}

function toPlainReference(reference: Reference | null): Reference | null {
  return reference && { id: reference.id, externalId: reference.externalId };
}

function workspaceHeader(workspaceId: string | null): Record<string, string> {
  return workspaceId === null ? {} : { 'plain-workspace-id': workspaceId };
}

/** Plain's way: lower-case hex of the HMAC-SHA256 of the body's bytes. */
function signatureHeader(secret: string | undefined, body: Buffer): Record<string, string> {
  if (secret === undefined) return {};
  return { 'plain-request-signature': createHmac('sha256', secret).update(body).digest('hex') };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
