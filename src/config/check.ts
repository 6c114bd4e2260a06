import { crossCheck } from './cross-check.ts';
import type { ExcerptLine } from './excerpt.ts';
import { toProblems } from './finding.ts';
import { jsonWarnings } from './json-warnings.ts';
import { outlineOf } from './outline.ts';
import type { Outline } from './outline.ts';
import type { ConfigProblem } from './problem.ts';
import { gatewaySchema, upstreamSchema } from './schema.ts';
import type { GatewayFileConfig, UpstreamConfig } from './schema.ts';
import type { Source } from './source.ts';
import { withSemantics } from './semantics.ts';
import { validate } from './validate.ts';
import type { FileData } from './validate.ts';
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
  /** What the files say; undefined when there are problems, or when it needs values that are absent. */
  readonly config: Config | undefined;
  /** As far as the files tell, be there problems or not. */
  readonly outline: Outline;
  /** The line that a problem points at, as it may be shown. */
  readonly excerptOf: (problem: ConfigProblem) => ExcerptLine | undefined;
}

export type LoadResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Checks the files one by one and together. */
export function examine(gatewaySource: Source, upstreamSources: readonly Source[]): Examination {
  const sources = [gatewaySource, ...upstreamSources];
  const gateway = validate(gatewaySource, gatewaySchema);
  const upstreams = upstreamSources.map((source) => validate(source, upstreamSchema));
  const problems = [
    ...sources.flatMap((source) => source.problems),
    ...toProblems([
      ...withSemantics(gateway),
      ...upstreams.flatMap(withSemantics),
      ...crossCheck(gatewaySource, upstreamSources),
    ]),
  ];
  const configs = upstreams.flatMap(({ config }) => config ?? []);
  const isWhole = problems.length === 0 && configs.length === upstreams.length;
  const config = gateway.config && { gateway: gateway.config, upstreams: configs };
  const isSound = ({ source }: FileData) => problems.every(({ file }) => file !== source.file);
  const warnings = toProblems([
    ...findWarnings(gateway, upstreams),
    ...upstreams.filter(isSound).flatMap(jsonWarnings),
  ]).filter((warning) => !problems.some((problem) => isSamePlace(problem, warning)));
  return {
    problems: inOrder(problems, sources),
    warnings: inOrder(warnings, sources),
    config: isWhole ? config : undefined,
    outline: outlineOf(gateway, upstreams),
    excerptOf: ({ file, line }) =>
      line === undefined
        ? undefined
        : sources.find((source) => source.file === file)?.excerpt(line),
  };
}

/** What the files say, or everything that is wrong with them. */
export function check(gatewaySource: Source, upstreamSources: readonly Source[]): LoadResult {
  return toLoadResult(examine(gatewaySource, upstreamSources));
}

export function toLoadResult({ problems, warnings, config }: Examination): LoadResult {
  return config ? { ok: true, config, warnings } : { ok: false, problems };
}

function isSamePlace(a: ConfigProblem, b: ConfigProblem): boolean {
  return a.file === b.file && a.path === b.path;
}

function inOrder(problems: readonly ConfigProblem[], sources: readonly Source[]): ConfigProblem[] {
  return sources.flatMap(({ file }) =>
    problems
      .filter((problem) => problem.file === file)
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
  );
}
