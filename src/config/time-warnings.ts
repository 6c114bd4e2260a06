import type { Finding } from './finding.ts';
import type { Path } from './problem.ts';
import { field, fields, numberAt } from './raw.ts';
import { gatewaySchema } from './schema.ts';
import { upstreamBase } from './upstream-base.ts';
import type { FileData } from './validate.ts';

/** Plain keeps a card at least this long. */
const minTtlSeconds = 15;
const ttls = ['ttlSeconds', 'defaultTtlSeconds', 'maxTtlSeconds', 'emptyTtlSeconds'];
const staleWindows = ['staleWhileRevalidateSeconds', 'staleIfErrorSeconds'];

const defaults = {
  deadlineMs: gatewaySchema.shape.deadlineMs.parse(undefined),
  timeoutMs: upstreamBase.timeoutMs.parse(undefined),
};

/** Times that don't go together, or are too short to be of use. */
export function timeWarnings(gateway: FileData, upstreams: readonly FileData[]): Finding[] {
  const deadlineMs = numberAt(gateway.data, 'deadlineMs') ?? defaults.deadlineMs;
  return [
    ...shortTimes(gateway, ['cache'], field(gateway.data, 'cache'), deadlineMs),
    ...upstreams.flatMap((upstream) => upstreamTimes(upstream, deadlineMs)),
  ];
}

function upstreamTimes(upstream: FileData, deadlineMs: number): Finding[] {
  const { source, data } = upstream;
  const timeoutMs = numberAt(data, 'timeoutMs') ?? defaults.timeoutMs;
  const slowCallMs = numberAt(field(data, 'breaker'), 'slowCallMs') ?? 0;
  const late = { source, path: ['timeoutMs'], message: isLate };
  const slow = { source, path: ['breaker', 'slowCallMs'], message: isNeverSlow };
  return [
    ...(timeoutMs > deadlineMs ? [late] : []),
    ...(slowCallMs > timeoutMs ? [slow] : []),
    ...fields(field(data, 'cards')).flatMap(([key, card]) =>
      shortTimes(upstream, ['cards', key], card, deadlineMs),
    ),
  ];
}

const isLate =
  "longer than the gateway's deadlineMs: agents see a notice first, and the card when they reload";
const isNeverSlow = 'longer than timeoutMs: a call is ended before it counts as slow';

/** TTLs below what Plain needs to be told and to be answered in, and stale windows below what Plain keeps a card for. */
function shortTimes(
  { source }: FileData,
  path: Path,
  settings: unknown,
  deadlineMs: number,
): Finding[] {
  const usefulSeconds = minTtlSeconds + deadlineMs / 1000;
  const isShort = (name: string, least: number, from: number): boolean => {
    const seconds = numberAt(settings, name) ?? 0;
    return seconds >= from && seconds < least;
  };
  const ttl = `never answered from the cache: that takes at least ${usefulSeconds} s, ${minTtlSeconds} s of Plain's and the gateway's deadlineMs`;
  const window = `too short to be of use: Plain keeps a stale card for ${minTtlSeconds} s; raise it, or write 0`;
  return [
    ...ttls
      .filter((name) => isShort(name, usefulSeconds, minTtlSeconds))
      .map((name) => ({ source, path: [...path, name], message: ttl })),
    ...staleWindows
      .filter((name) => isShort(name, minTtlSeconds, 1))
      .map((name) => ({ source, path: [...path, name], message: window })),
  ];
}
