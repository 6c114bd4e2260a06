import { now } from '../app/clock.ts';
import { describeExactly, describeMoment } from './moment-words.ts';

/** A time in the reader's zone; how long ago, and the zone, are in its title. */
export function Moment({ iso8601 }: { readonly iso8601: string }) {
  const at = new Date(iso8601);
  if (Number.isNaN(at.getTime())) return <p class="card-text">{iso8601}</p>;
  return (
    <p class="card-text">
      <time datetime={iso8601} title={describeExactly(at, now.value)}>
        {describeMoment(at)}
      </time>
    </p>
  );
}
