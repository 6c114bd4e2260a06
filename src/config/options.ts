import { z } from 'zod';
import { describeIssue } from './messages.ts';
import { functionUpstreamSchema } from './function-upstream.ts';
import type { FunctionUpstreamConfig, FunctionUpstreamInput } from './function-upstream.ts';
import { formatPath } from './problem.ts';
import { gatewaySchema, upstreamSchema } from './schema.ts';
import type {
  GatewayFileConfig,
  GatewayFileInput,
  UpstreamConfig,
  UpstreamInput,
} from './schema.ts';

/** A service behind the gateway: one that is spoken to over HTTP, or an async function of the application. */
export type UpstreamOption = UpstreamInput | FunctionUpstreamInput;

/** The fields of gateway.yaml, without those of the listeners, and the upstreams. */
export interface GatewayOptions extends Omit<
  GatewayFileInput,
  'version' | 'listen' | 'admin' | 'drainMs'
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

const upstreamList = z
  .array(anyUpstream)
  .min(1)
  .superRefine((upstreams, context) => {
    const keys = upstreams.flatMap((upstream) => Object.keys(upstream.cards));
    for (const repeated of [
      ...repetitions(upstreams.map(({ name }) => name)),
      ...repetitions(keys),
    ]) {
      context.addIssue({
        code: 'custom',
        message: `"${repeated}" occurs twice; names and card keys are unique`,
      });
    }
  });

/** Checks options given in code as strictly as files. Throws a TypeError that lists every mistake. */
export function parseOptions({ upstreams, ...settings }: GatewayOptions): ParsedOptions {
  const gateway = gatewaySchema.safeParse({ version: 1, ...settings }, { error: describeIssue });
  const parsed = upstreamList.safeParse(upstreams, { error: describeIssue });
  const problems = [...list(gateway.error, []), ...list(parsed.error, ['upstreams'])];
  if (gateway.success && parsed.success) return { gateway: gateway.data, upstreams: parsed.data };
  throw new TypeError(
    ['The options of the customer-cards gateway are wrong:', ...problems].join('\n  '),
  );
}

function list(error: z.ZodError | undefined, root: readonly string[]): string[] {
  return (error?.issues ?? []).map(
    ({ path, message }) =>
      `${formatPath([...root, ...path.map((part) => (typeof part === 'number' ? part : String(part)))])}: ${message}`,
  );
}

function repetitions(values: readonly string[]): Set<string> {
  return new Set(values.filter((value, index) => values.indexOf(value) !== index));
}
