import { isDeepStrictEqual } from 'node:util';
import type { UpstreamDefinition } from './adapter.ts';
import { createUpstream } from './upstream.ts';
import type { Standing, Upstream, UpstreamDeps } from './upstream.ts';

/**
 * An upstream for each definition: the one of its name in `old` when it did not change, else a new one, which keeps what is
 * known of the service where that is the same.
 */
export function takeOver(
  definitions: readonly UpstreamDefinition[],
  old: readonly Upstream[],
  deps: UpstreamDeps,
): Upstream[] {
  return definitions.map((definition) => takeOverOne(definition, old, deps));
}

function takeOverOne(
  definition: UpstreamDefinition,
  old: readonly Upstream[],
  deps: UpstreamDeps,
): Upstream {
  const previous = old.find(({ name }) => name === definition.name);
  if (previous === undefined) return createUpstream(definition, deps);
  if (isDeepStrictEqual(previous.definition, definition)) return previous;
  return createUpstream(definition, deps, knownOf(previous, definition));
}

/** Limits and breaker begin anew when their settings change. */
function knownOf(
  { definition: old, standing }: Upstream,
  next: UpstreamDefinition,
): Partial<Standing> {
  if (placeOf(old) !== placeOf(next)) return {};
  const { breaker, bulkhead, hold, budget } = standing;
  const isJudgedAlike =
    old.timeoutMs === next.timeoutMs && isDeepStrictEqual(old.breaker, next.breaker);
  return {
    hold,
    budget,
    ...(isJudgedAlike && { breaker }),
    ...(isDeepStrictEqual(old.limits, next.limits) && { bulkhead }),
  };
}

function placeOf(definition: UpstreamDefinition): unknown {
  return 'url' in definition ? definition.url : definition.fetch;
}
