import { singleHeader } from '../../authenticate/headers.ts';
import type { RequestHeaders } from '../../authenticate/headers.ts';

/** A place in a trace: https://www.w3.org/TR/trace-context/. */
export interface TraceContext {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
  readonly isSampled: boolean;
  /** What the tracing systems before this one have to say to those behind it; passed on as it came, and kept nowhere. */
  readonly tracestate: string | null;
}

/** Of a version yet to come the first four fields are read, as far as they are what version 00 has. */
const traceparent =
  /^(?!ff)([0-9a-f]{2})-(?!0+-)([0-9a-f]{32})-(?!0+-)([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const sampledFlag = 1;

/** What a request came with; null when that is nothing, or not exactly what the specification says. */
export function readTraceContext(headers: RequestHeaders): TraceContext | null {
  const match = traceparent.exec(singleHeader(headers, 'traceparent') ?? '');
  if (match === null) return null;
  const [, version, traceId = '', spanId = '', flags = '', rest] = match;
  if (version === '00' && rest !== undefined) return null;
  const isSampled = (Number.parseInt(flags, 16) & sampledFlag) !== 0;
  return { traceId, spanId, isSampled, tracestate: readTracestate(headers['tracestate']) };
}

/** What a request carries that is sent from there. */
export function traceHeaders(context: TraceContext): Readonly<Record<string, string>> {
  const { traceId, spanId, isSampled, tracestate } = context;
  return {
    traceparent: `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`,
    ...(tracestate !== null && { tracestate }),
  };
}

const maxStateLength = 512;
const maxMembers = 32;
const member = /^[a-z0-9][a-z0-9_*/@-]{0,255}=[!-+\--<>-~ ]{0,255}[!-+\--<>-~]$/;

/** It may come in several headers, with empty members, and is dropped as a whole when it is malformed. */
function readTracestate(header: RequestHeaders[string]): string | null {
  const members = [header ?? []]
    .flat()
    .flatMap((text) => text.split(','))
    .map((text) => text.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((text) => text !== '');
  const state = members.join(',');
  const isSound =
    members.length <= maxMembers &&
    state.length <= maxStateLength &&
    members.every((text) => member.test(text)) &&
    new Set(members.map((text) => text.slice(0, text.indexOf('=')))).size === members.length;
  return isSound && state !== '' ? state : null;
}
