import { places } from './place.ts';
import type { PlaceholderValues } from './placeholder.ts';
import type { MappingProblem } from './problem.ts';
import { compileBody, compileHeaders, compilePath, compileQuery } from './request-parts.ts';
import type { Findings, Query, Render } from './request-parts.ts';
import { compileTemplate, needsOf } from './template.ts';
import type { CompiledTemplate, Needs } from './template.ts';
import { visiblePath } from './visible-path.ts';

/** A request as it is written: one of `get` and `post`, a body with `post` only. */
export interface RequestDefinition {
  readonly get?: string | undefined;
  readonly post?: string | undefined;
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A request with everything filled in and encoded. */
export interface RenderedRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query, to be put behind the base. */
  readonly path: string;
  /** By lower-case name; `content-type` where there is a body. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
}

export interface RequestTemplate extends Needs {
  /** The path with its placeholders, and nothing that may be a secret. */
  readonly visiblePath: string;
  /** Undefined when a value that it needs is missing, or can't be said where it stands. */
  render(values: PlaceholderValues): RenderedRequest | undefined;
}

export type CompiledRequest =
  | { readonly ok: true; readonly request: RequestTemplate }
  | { readonly ok: false; readonly problems: readonly MappingProblem[] };

/** Checks and prepares a request; the problems' paths begin at `definition`. */
export function compileRequest(definition: RequestDefinition): CompiledRequest {
  const findings: Findings = { problems: [], names: new Set() };
  const render = compileParts(definition, findings);
  if (findings.problems.length > 0) return { ok: false, problems: findings.problems };
  const path = visiblePath(pathOf(definition));
  return { ok: true, request: { ...needsOf(findings.names), visiblePath: path, render } };
}

/** Checks and prepares what a value under `expect:` has to be: a text that is compared, so values stand in it as they are. */
export function compilePlain(text: string): CompiledTemplate {
  return compileTemplate(text, places.plain);
}

function pathOf({ get, post }: RequestDefinition): string {
  return post ?? get ?? '/';
}

function compileParts(definition: RequestDefinition, findings: Findings): Render<RenderedRequest> {
  const { post, query, body, headers } = definition;
  const at = [post === undefined ? 'get' : 'post'];
  const renderPath = compilePath(pathOf(definition), at, findings);
  const renderQuery = compileQuery(query ?? {}, findings);
  const renderHeaders = compileHeaders(headers ?? {}, findings);
  const renderBody = body === undefined ? () => noBody : compileBody(body, ['body'], findings);
  return (values) => {
    const parts = {
      path: renderPath(values),
      query: renderQuery(values),
      headers: renderHeaders(values),
      body: renderBody(values),
    };
    return hasAll(parts) ? assemble(post === undefined ? 'GET' : 'POST', parts) : undefined;
  };
}

const noBody = Symbol('no body');

interface Parts {
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function hasAll(parts: { readonly [K in keyof Parts]: Parts[K] | undefined }): parts is Parts {
  return Object.values(parts).every((part) => part !== undefined);
}

function assemble(
  method: RenderedRequest['method'],
  { path, query, headers, body }: Parts,
): RenderedRequest {
  const target = query === '' ? path : `${path}?${query}`;
  if (body === noBody) return { method, path: target, headers };
  const typed = { 'content-type': 'application/json', ...headers };
  return { method, path: target, headers: typed, body: JSON.stringify(body) };
}
