import { groupFailures } from '../../admin/failure-groups.ts';
import type { FailureGroup } from '../../admin/failure-groups.ts';
import { describeFailure, remedyOf } from '../../admin/failure-words.ts';
import { formatRelative } from '../../mapping/dates.ts';
import type { RecentFailure } from '../../observe/recent-failures.ts';
import { now } from '../app/clock.ts';
import { Breakable } from '../shell/breakable.tsx';

const maxGroups = 3;

/** What went wrong last, newest first, those that say the same together. */
export function Failures({ failures }: { readonly failures: readonly RecentFailure[] }) {
  const groups = groupFailures(failures).slice(0, maxGroups);
  if (groups.length === 0) return <p class="muted small">No failure is remembered.</p>;
  return (
    <section class="upstream-part failures">
      <h3>Last failures</h3>
      <ul role="list">
        {groups.map((group) => (
          <FailureItem key={keyOf(group)} group={group} />
        ))}
      </ul>
    </section>
  );
}

function FailureItem({ group: { at, count, cards, failure } }: { readonly group: FailureGroup }) {
  const { pointer, rule } = failure;
  return (
    <li class="anywhere">
      <p>
        It <Breakable text={describeFailure(failure)} />
        {pointer !== undefined && (
          <>
            {' '}
            at{' '}
            <code>
              <Breakable text={pointer} />
            </code>
            : {rule}
          </>
        )}
        .
      </p>
      <p class="muted small">
        <time datetime={at} title={at}>
          {formatRelative(Date.parse(at), now.value)}
        </time>
        {count > 1 && `, ${count} times`} · {cards.join(', ')}
      </p>
      <p class="small">{remedyOf(failure)}</p>
    </li>
  );
}

function keyOf({ failure: { reason, status, pointer } }: FailureGroup): string {
  return [reason, status, pointer].join(' ');
}
