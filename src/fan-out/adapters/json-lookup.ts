import { hash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { createBudget } from '../../mapping/budget.ts';
import { placeholderValues } from '../../mapping/placeholder.ts';
import type { Dimension } from '../../mapping/placeholder.ts';
import type { Failure } from '../../outcome.ts';
import { dimensions } from '../../parse/customer.ts';
import type { Subject } from '../../parse/customer.ts';
import type { LookupStep } from '../../plan/json-card.ts';
import { withhold } from '../../plan/slot.ts';
import type { UpstreamRequest } from '../call.ts';
import { failed } from '../call.ts';
import { createShared } from '../shared.ts';
import type { AskJson, Found } from './json-request.ts';
import { asText, bindingsOf, valuesIn } from './json-values.ts';
import { createKeptIds } from './kept-ids.ts';

/** Whom to look for. */
export interface Sought extends Pick<
  UpstreamRequest,
  'subject' | 'workspaceId' | 'isRetry' | 'span'
> {
  /** Whether an e-mail address is not enough. */
  readonly isStrict: boolean;
}

/** The ids that were found: none, the one, or several where it isn't certain which. */
export type LookupResult =
  | { readonly ok: true; readonly ids: readonly string[] }
  | { readonly ok: false; readonly failure: Failure };

/** Finds out which customer of a service it is. */
export interface Lookup {
  /** The first step that finds any id decides. The one found is kept for a while; calls at the same time share the search. */
  find(sought: Sought, signal: AbortSignal): Promise<LookupResult>;
  /** For an id that the service knows no more. */
  forget(sought: Sought, id: string): void;
  /** Forgets every id; what is under way now is not kept. */
  forgetAll(): void;
  /** Forgets the ids that were kept long enough, one with each step. */
  sweep(): Iterable<void>;
}

export interface LookupOptions {
  readonly ttlMs: number;
  readonly ask: AskJson;
  readonly clock: Clock;
  /** Told what each step's expression gave. */
  readonly onPicked?: ((step: LookupStep, index: number, value: unknown) => void) | undefined;
}

export function createLookup(steps: readonly LookupStep[], options: LookupOptions): Lookup {
  const { ask, clock, onPicked } = options;
  const kept = createKeptIds(options.ttlMs, clock);
  const shared = createShared<LookupResult>();
  const sends = dimensionsOf(steps);
  let generation = 0;

  async function search(sought: Sought, signal: AbortSignal): Promise<LookupResult> {
    const values = placeholderValues(sought.subject);
    for (const [index, step] of steps.entries()) {
      const request = mayDecide(step, sought) ? step.request.render(values) : undefined;
      if (request === undefined) continue;
      const { isRetry: isAlone, span } = sought;
      const template = step.request.visiblePath;
      const answer = await ask({ ...request, template, isAlone, span }, signal);
      if (!answer.ok) return answer;
      const picked = await pick(index, step, answer.found, sought.subject);
      if (!picked.ok || picked.ids.length > 0) return picked;
    }
    return { ok: true, ids: [] };
  }

  async function pick(
    index: number,
    step: LookupStep,
    found: Found | null,
    subject: Subject,
  ): Promise<LookupResult> {
    if (found === null) return { ok: true, ids: [] };
    const bindings = bindingsOf(found, subject, null);
    const picked = await step.pick.evaluate(found.response, bindings, createBudget({ clock }));
    if (!picked.ok) return unusable(index, picked.message);
    onPicked?.(step, index, picked.value);
    const values = valuesIn(picked.value);
    if (!values.every(isId)) return unusable(index, notAnId);
    return { ok: true, ids: [...new Set(values.map(asText))] };
  }

  async function searchAndKeep(
    key: string,
    sought: Sought,
    signal: AbortSignal,
  ): Promise<LookupResult> {
    const began = generation;
    const result = await search(sought, signal);
    const [id, ...others] = result.ok ? result.ids : [];
    if (id !== undefined && others.length === 0 && began === generation) kept.set(key, id);
    return result;
  }

  function toKey({ subject, workspaceId, isStrict }: Sought): string {
    return hash('sha256', JSON.stringify([workspaceId, isStrict, withhold(subject, { sends })]));
  }

  return {
    async find(sought, signal) {
      const key = toKey(sought);
      const id = kept.get(key);
      if (id !== null) return { ok: true, ids: [id] };
      return shared.join(key, (joint) => searchAndKeep(key, sought, joint), signal);
    },
    forget: (sought, id) => kept.delete(toKey(sought), id),
    forgetAll() {
      generation += 1;
      kept.clear();
      shared.forget();
    },
    sweep: () => kept.sweep(),
  };
}

/** Of the subject, what a result depends on. */
function dimensionsOf(steps: readonly LookupStep[]): Dimension[] {
  const needed = steps.map(({ request, pick }) =>
    new Set<string>(request.dimensions).union(pick.variables),
  );
  return dimensions.filter((dimension) => needed.some((names) => names.has(dimension)));
}

function mayDecide({ request }: LookupStep, { isStrict }: Sought): boolean {
  return !isStrict || request.names.has('customer.externalId');
}

const maxIdLength = 1_000;
const notAnId = `expected text or a whole number that JSON can carry, of at most ${maxIdLength} characters`;

/** A number beyond 2^53 has lost digits in JSON, and could be somebody else's. */
function isId(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= maxIdLength : Number.isSafeInteger(value);
}

function unusable(step: number, message: string): LookupResult {
  return failed({ reason: 'mapping', detail: `lookup[${step}].pick: ${message}` });
}
