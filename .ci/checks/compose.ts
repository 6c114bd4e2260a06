import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly user: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly privileged?: boolean;
  readonly network_mode?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

export const composeText = readFileSync('docker-compose.yml', 'utf8');

export const compose = parse(composeText, { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, null>>;
};

export const composeServices = Object.entries(compose.services);

/** Where a file of a container is in this checkout; undefined when it is in the image, or in a volume of Docker's. */
export function mounted(service: ComposeService | undefined, path: string): string | undefined {
  for (const volume of service?.volumes ?? []) {
    const [source = '', target = ''] = volume.split(':');
    if (source.startsWith('./') && `${path}/`.startsWith(`${target}/`))
      return source + path.slice(target.length);
  }
  return undefined;
}
