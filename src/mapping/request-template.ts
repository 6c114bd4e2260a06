import type { dimensions } from '../parse/customer.ts';
import type { Subject } from '../parse/customer.ts';
import type { MappingProblem, TextProblem } from './problem.ts';

/** What a request can say about whom it is for. */
export const placeholderNames = [
  'customer.id',
  'customer.email',
  'customer.externalId',
  'thread.id',
  'thread.externalId',
  'tenant.id',
  'tenant.externalId',
  'lookup',
] as const;

export type PlaceholderName = (typeof placeholderNames)[number];
export type Dimension = (typeof dimensions)[number];

/** `null`: no value. */
export type PlaceholderValues = ReadonlyMap<PlaceholderName, string | null>;

export function placeholderValues(
  { customer, thread, tenant }: Subject,
  lookup: string | null = null,
): PlaceholderValues {
  return new Map<PlaceholderName, string | null>([
    ['customer.id', customer.id],
    ['customer.email', customer.email],
    ['customer.externalId', customer.externalId],
    ['thread.id', thread?.id ?? null],
    ['thread.externalId', thread?.externalId ?? null],
    ['tenant.id', tenant?.id ?? null],
    ['tenant.externalId', tenant?.externalId ?? null],
    ['lookup', lookup],
  ]);
}

/** What a template needs to be rendered. */
export interface Needs {
  readonly names: ReadonlySet<PlaceholderName>;
  /** The dimensions of the names, without what a look-up needs. */
  readonly dimensions: ReadonlySet<Dimension>;
}

export type Scalar = string | number | boolean;

/** A request as it is written: one of `get` and `post`, a body with `post` only. */
export interface RequestDefinition {
  readonly get?: string | undefined;
  readonly post?: string | undefined;
  readonly query?: Readonly<Record<string, Scalar | readonly Scalar[]>> | undefined;
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
  /** Undefined when a value that it needs is missing, or can't be said where it stands. */
  render(values: PlaceholderValues): RenderedRequest | undefined;
}

export type CompiledRequest =
  | { readonly ok: true; readonly request: RequestTemplate }
  | { readonly ok: false; readonly problems: readonly MappingProblem[] };

/** Checks and prepares a request; the problems' paths begin at `definition`. */
export function compileRequest(definition: RequestDefinition): CompiledRequest {
  const path = definition.get ?? definition.post ?? '/';
  const method = definition.post === undefined ? 'GET' : 'POST';
  return {
    ok: true,
    request: {
      names: new Set(),
      dimensions: new Set(),
      render: () => ({ method, path, headers: {} }),
    },
  };
}

/** A text that is compared, not sent: placeholders stand in it as they are. */
export interface PlainTemplate extends Needs {
  /** Undefined when a value that it needs is missing. */
  render(values: PlaceholderValues): string | undefined;
}

export type CompiledPlain = { readonly ok: true; readonly template: PlainTemplate } | TextProblem;

/** Checks and prepares what a value under `expect:` has to be. */
export function compilePlain(text: string): CompiledPlain {
  return {
    ok: true,
    template: { names: new Set(), dimensions: new Set(), render: () => text },
  };
}
