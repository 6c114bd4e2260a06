import type { Finding } from './finding.ts';
import { isLoopbackHost, isOwnHost } from './hosts.ts';
import type { Path } from './problem.ts';
import { field, textAt } from './raw.ts';
import type { FileData } from './validate.ts';

/** What would travel where others can read it. */
export function insecureTransport({ source, data }: FileData): Finding[] {
  const oauth2 = field(field(data, 'auth'), 'oauth2');
  const isExposed = isHttp(textAt(data, 'url'), isOwnHost);
  const isTokenExposed = isHttp(textAt(oauth2, 'tokenUrl'), isLoopbackHost);
  const finding = (path: Path, message: string) => ({ source, path, message });
  return [
    ...(isExposed ? [finding(['url'], exposed)] : []),
    ...(isTokenExposed ? [finding(['auth', 'oauth2', 'tokenUrl'], tokenExposed)] : []),
  ];
}

const exposed =
  'http to a host outside: customer data and credentials can be read on the way; use https';
const tokenExposed = 'http: the client secret can be read on the way; use https';

function isHttp(url: string | undefined, isSafe: (host: string) => boolean): boolean {
  const { protocol, hostname } = URL.parse(url ?? '') ?? { protocol: '', hostname: '' };
  return protocol === 'http:' && !isSafe(hostname);
}
