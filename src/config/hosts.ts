import { BlockList, isIP } from 'node:net';

/** `[network, prefix]`. */
type Ranges = readonly (readonly [string, number])[];

function blockListOf(four: Ranges, six: Ranges): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of four) list.addSubnet(network, prefix, 'ipv4');
  for (const [network, prefix] of six) list.addSubnet(network, prefix, 'ipv6');
  return list;
}

/** Unspecified and link-local addresses, and the metadata services of clouds. */
const refused = blockListOf(
  [
    ['0.0.0.0', 8],
    ['169.254.0.0', 16],
    ['100.100.100.200', 32],
  ],
  [
    ['::', 128],
    ['fe80::', 10],
    ['fd00:ec2::254', 128],
  ],
);
const metadataNames =
  /^(?:metadata\.google\.internal|metadata|instance-data(?:\.ec2\.internal)?)\.?$/i;

const own = blockListOf(
  [
    ['127.0.0.0', 8],
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['100.64.0.0', 10],
  ],
  [
    ['::1', 128],
    ['fc00::', 7],
  ],
);
const loopback = blockListOf([['127.0.0.0', 8]], [['::1', 128]]);
const ownNames =
  /^[^.]+$|\.(?:internal|local|localhost|lan|intranet|corp|private|home\.arpa|svc|test)\.?$/i;

/** Whether the gateway never connects there: no service of anybody's is at such an address. */
export function isRefusedAddress(address: string): boolean {
  return isIn(refused, address);
}

/** The same for the host of a URL, which may be a name. */
export function isRefusedHost(host: string): boolean {
  return isRefusedAddress(bare(host)) || metadataNames.test(host);
}

/** Whether the host of a URL is within one's own network, as far as its name or address tells. */
export function isOwnHost(host: string): boolean {
  return isIP(bare(host)) === 0 ? ownNames.test(host) : isIn(own, bare(host));
}

export function isLoopbackHost(host: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(host) || isIn(loopback, bare(host));
}

function isIn(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
