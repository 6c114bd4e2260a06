import { crossCheck } from './cross-check.ts';
import { toProblems } from './finding.ts';
import type { ConfigProblem } from './problem.ts';
import { gatewaySchema, upstreamSchema } from './schema.ts';
import type { GatewayFileConfig, UpstreamConfig } from './schema.ts';
import type { Source } from './source.ts';
import { validate } from './validate.ts';
import { findWarnings } from './warnings.ts';

export interface Config {
  readonly gateway: GatewayFileConfig;
  /** In file-name order. */
  readonly upstreams: readonly UpstreamConfig[];
}

/** Everything that there is to say about the files, in their order and that of their lines. */
export interface Examination {
  readonly problems: readonly ConfigProblem[];
  /** What is allowed but hardly meant. */
  readonly warnings: readonly ConfigProblem[];
  /** What the files say; undefined when there are problems, or when values are absent that it needs. */
  readonly config: Config | undefined;
}

export type LoadResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Checks the files one by one and together. */
export function examine(gatewaySource: Source, upstreamSources: readonly Source[]): Examination {
  const sources = [gatewaySource, ...upstreamSources];
  const gateway = validate(gatewaySource, gatewaySchema);
  const upstreams = upstreamSources.map((source) => validate(source, upstreamSchema));
  const findings = [gateway, ...upstreams].flatMap((result) => result.findings);
  const problems = [
    ...sources.flatMap((source) => source.problems),
    ...toProblems([...findings, ...crossCheck(gatewaySource, upstreamSources)]),
  ];
  const configs = upstreams.flatMap(({ config }) => config ?? []);
  const isWhole = problems.length === 0 && configs.length === upstreams.length;
  const config = gateway.config && { gateway: gateway.config, upstreams: configs };
  return {
    problems: inOrder(problems, sources),
    warnings: inOrder(toProblems(findWarnings(gateway, upstreams)), sources),
    config: isWhole ? config : undefined,
  };
}

/** What the files say, or everything that is wrong with them. */
export function check(gatewaySource: Source, upstreamSources: readonly Source[]): LoadResult {
  const { problems, warnings, config } = examine(gatewaySource, upstreamSources);
  return config ? { ok: true, config, warnings } : { ok: false, problems };
}

function inOrder(problems: readonly ConfigProblem[], sources: readonly Source[]): ConfigProblem[] {
  return sources.flatMap(({ file }) =>
    problems
      .filter((problem) => problem.file === file)
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
  );
}
