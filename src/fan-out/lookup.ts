import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Clock } from '../clock.ts';
import { isRefusedAddress } from '../config/hosts.ts';
import { CodedError } from './network-errors.ts';

const freshMs = 5_000;

interface Entry {
  readonly addresses: Promise<LookupAddress[]>;
  freshUntil: number;
}

/** All addresses of a name, as getaddrinfo has them, so that /etc/hosts counts. */
export type ResolveName = (hostname: string) => Promise<LookupAddress[]>;

/**
 * Look-ups of one upstream's name, which leads to no refused address: one at a time, because all look-ups of the process
 * share four threads, and kept for 5 s. Failures are not kept.
 */
export function createLookup(
  clock: Pick<Clock, 'now'>,
  resolve: ResolveName = (hostname) => lookup(hostname, { all: true }),
): LookupFunction {
  let current: Entry | null = null;

  async function resolveAllowed(hostname: string): Promise<LookupAddress[]> {
    const found = await resolve(hostname);
    const allowed = found.filter(({ address }) => !isRefusedAddress(address));
    if (allowed.length === 0) throw new CodedError('ADDRESS_REFUSED', 'no allowed address');
    return allowed;
  }

  function freshEntry(): Entry | null {
    return current !== null && clock.now() < current.freshUntil ? current : null;
  }

  function begin(hostname: string): Entry {
    const entry = { addresses: resolveAllowed(hostname), freshUntil: Number.POSITIVE_INFINITY };
    entry.addresses.then(
      () => (entry.freshUntil = clock.now() + freshMs),
      () => (entry.freshUntil = Number.NEGATIVE_INFINITY),
    );
    current = entry;
    return entry;
  }

  return (hostname, options, respond) => {
    const { addresses } = freshEntry() ?? begin(hostname);
    addresses.then(
      (found) => respondWith(found, options.all === true, respond),
      (error: Error) => respond(error, ''),
    );
  };
}

function respondWith(
  found: readonly LookupAddress[],
  all: boolean,
  respond: Parameters<LookupFunction>[2],
): void {
  const [first] = found;
  if (all || first === undefined) respond(null, [...found]);
  else respond(null, first.address, first.family);
}
