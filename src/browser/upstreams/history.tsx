import type { UpstreamView } from '../../admin/upstreams.ts';
import { now } from '../app/clock.ts';
import { describeMoment } from '../card/moment-words.ts';
import { causeWords, stateWords } from './condition.ts';

type Transitions = UpstreamView['breaker']['transitions'];

const maxShown = 5;

/** How the breaker came to where it is, newest first. */
export function History({ transitions }: { readonly transitions: Transitions }) {
  if (transitions.length === 0) return null;
  return (
    <section class="upstream-part">
      <h3>Breaker</h3>
      <ol role="list" class="history">
        {transitions.slice(0, maxShown).map(({ at, to, cause }, index) => (
          <li key={`${at} ${index}`}>
            <time class="muted number nowrap" datetime={at} title={at}>
              {describeWhen(new Date(at), now.value)}
            </time>
            <span>
              {stateWords[to]}, {causeWords[cause]}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const dayMs = 86_400_000;

/** The time of day, and the date where it is not today's. */
function describeWhen(at: Date, nowMs: number): string {
  return nowMs - at.getTime() < dayMs / 2 ? at.toLocaleTimeString('en-GB') : describeMoment(at);
}
