import { crossCheck } from './cross-check.ts';
import type { ConfigProblem } from './problem.ts';
import { gatewaySchema, upstreamSchema } from './schema.ts';
import type { GatewayFileConfig, UpstreamConfig } from './schema.ts';
import type { Source } from './source.ts';
import { validate } from './validate.ts';
import type { Finding } from './validate.ts';
import { findWarnings } from './warnings.ts';

export interface Config {
  readonly gateway: GatewayFileConfig;
  /** In file-name order. */
  readonly upstreams: readonly UpstreamConfig[];
}

export type LoadResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** What the files say, or everything that is wrong with them, in the order of the files and their lines. */
export function check(gatewaySource: Source, upstreamSources: readonly Source[]): LoadResult {
  const sources = [gatewaySource, ...upstreamSources];
  const gateway = validate(gatewaySource, gatewaySchema);
  const upstreams = upstreamSources.map((source) => validate(source, upstreamSchema));
  const findings = [gateway, ...upstreams].flatMap((result) => (result.ok ? [] : result.findings));
  const problems = [
    ...sources.flatMap((source) => source.problems),
    ...toProblems([...findings, ...crossCheck(gatewaySource, upstreamSources)]),
  ];
  const valid = upstreams.filter((upstream) => upstream.ok);
  if (problems.length > 0 || !gateway.ok)
    return { ok: false, problems: inOrder(problems, sources) };
  const config = { gateway: gateway.config, upstreams: valid.map((upstream) => upstream.config) };
  const warnings = toProblems(findWarnings(gateway, valid));
  return { ok: true, config, warnings: inOrder(warnings, sources) };
}

/** What a missing value leads to is no problem of its own. */
function toProblems(findings: readonly Finding[]): ConfigProblem[] {
  return findings
    .filter(({ source, path }) => !source.isUnresolved(path))
    .map(({ source, path, message, at }) => source.problem(path, message, at));
}

function inOrder(problems: readonly ConfigProblem[], sources: readonly Source[]): ConfigProblem[] {
  return sources.flatMap(({ file }) =>
    problems
      .filter((problem) => problem.file === file)
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
  );
}
