import { z } from 'zod';
import { crossCheck } from './cross-check.ts';
import type { Finding } from './finding.ts';
import { functionUpstreamSchema } from './function-upstream.ts';
import type { FunctionUpstreamConfig, FunctionUpstreamInput } from './function-upstream.ts';
import { formatPath } from './problem.ts';
import type { Path } from './problem.ts';
import { items } from './raw.ts';
import { gatewaySchema, upstreamSchema } from './schema.ts';
import type {
  GatewayFileConfig,
  GatewayFileInput,
  UpstreamConfig,
  UpstreamInput,
} from './schema.ts';
import { checkSemantics, withSemantics } from './semantics.ts';
import type { Source } from './source.ts';
import { validate } from './validate.ts';

/** A service behind the gateway: one that is spoken to over HTTP, or an async function of the application. */
export type UpstreamOption = UpstreamInput | FunctionUpstreamInput;

/** The fields of gateway.yaml, without those of the listeners, and the upstreams. */
export interface GatewayOptions extends Omit<
  GatewayFileInput,
  'version' | 'listen' | 'admin' | 'drainMs' | 'logLevel' | 'tracing'
> {
  readonly upstreams: readonly UpstreamOption[];
}

export interface ParsedOptions {
  readonly gateway: GatewayFileConfig;
  readonly upstreams: readonly (UpstreamConfig | FunctionUpstreamConfig)[];
}

const anyUpstream = z.discriminatedUnion('adapter', [
  ...upstreamSchema.options,
  functionUpstreamSchema,
]);
const upstreamsSchema = z.object({ upstreams: z.array(anyUpstream).min(1) });

/** Checks options given in code as strictly as files. Throws a TypeError that lists every mistake. */
export function parseOptions(options: GatewayOptions): ParsedOptions {
  const { upstreams, ...settings } = { ...options };
  const gatewaySource = sourceOf({ version: 1, ...settings });
  const sources = items(upstreams).map((upstream, index) => sourceOf(upstream, 'upstreams', index));
  const gateway = validate(gatewaySource, gatewaySchema);
  const parsed = validate(sourceOf({ upstreams }), upstreamsSchema);
  const problems = [
    ...withSemantics(gateway),
    ...parsed.findings,
    ...sources.flatMap((source) => checkSemantics({ source, data: source.data })),
    ...crossCheck(gatewaySource, sources),
  ].map(describe);
  if (gateway.config && parsed.config && problems.length === 0) {
    return { gateway: gateway.config, upstreams: parsed.config.upstreams };
  }
  throw new TypeError(
    ['The options of the customer-cards gateway are wrong:', ...problems].join('\n  '),
  );
}

/** Options where the checks expect a file: `root` leads to them, and a place in them is its path. */
function sourceOf(data: unknown, ...root: Path): Source {
  return {
    file: '',
    data,
    problems: [],
    problem(path, message) {
      const place = formatPath([...root, ...path]);
      return { file: place, path: place, message };
    },
    isUnresolved: () => false,
    retype: () => data,
    absentValues: 0,
    excerpt: () => undefined,
  };
}

function describe({ source, path, message }: Finding): string {
  const { path: place } = source.problem(path, message);
  return place === '' ? message : `${place}: ${message}`;
}
