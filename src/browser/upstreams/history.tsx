import type { UpstreamView } from '../../admin/upstreams.ts';
import { formatRelative } from '../../mapping/dates.ts';
import { now } from '../app/clock.ts';
import { causeWords, stateWords } from './condition.ts';

type Transitions = UpstreamView['breaker']['transitions'];

const maxShown = 5;

/** How the breaker came to where it is, newest first. */
export function History({ transitions }: { readonly transitions: Transitions }) {
  if (transitions.length === 0) return null;
  return (
    <section class="upstream-part">
      <h3>Breaker</h3>
      <ul role="list">
        {transitions.slice(0, maxShown).map(({ at, to, cause }, index) => (
          <li key={`${at} ${index}`}>
            {stateWords[to]}, {causeWords[cause]}{' '}
            <time class="muted small nowrap" datetime={at} title={at}>
              {formatRelative(Date.parse(at), now.value)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
