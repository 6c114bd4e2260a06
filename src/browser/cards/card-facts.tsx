import { describeSpan } from '../../admin/describe-time.ts';
import { now } from '../app/clock.ts';
import { ageSeconds, secondsLeft } from './shown-card.ts';
import type { ShownCard } from './shown-card.ts';

interface CardFactsProps {
  readonly name: string;
  readonly shown: ShownCard | undefined;
  readonly upstream: string | null;
  readonly isAsked: boolean;
}

/** Where a card is from, how old it is, when it is asked for again; and why it failed, if it did. */
export function CardFacts({ name, shown, upstream, isAsked }: CardFactsProps) {
  const source = shown?.card.upstream ?? upstream;
  const age = shown === undefined ? null : ageSeconds(shown, now.value);
  return (
    <footer class="card-facts">
      {shown?.card.reasonText != null && (
        <p class="card-reason anywhere">{shown.card.reasonText}</p>
      )}
      <p class="card-facts-line">
        <code class="anywhere">{name}</code>
        {source !== null && <span class="anywhere">from {source}</span>}
        {age !== null && <span class="number nowrap">{describeSpan(age)} old</span>}
        <span class="number nowrap card-ttl">{timeLeft(shown, isAsked)}</span>
      </p>
      {shown !== undefined && <TimeLine shown={shown} isAsked={isAsked} />}
    </footer>
  );
}

function timeLeft(shown: ShownCard | undefined, isAsked: boolean): string {
  if (isAsked) return 'asking …';
  if (shown === undefined) return 'not asked yet';
  return `asks again in ${describeSpan(secondsLeft(shown, now.value))}`;
}

/** What is left of the TTL, as a line that gets shorter. */
function TimeLine({ shown, isAsked }: { readonly shown: ShownCard; readonly isAsked: boolean }) {
  const left = secondsLeft(shown, now.value) / Math.max(1, shown.card.ttlSeconds);
  return (
    <div class={isAsked ? 'card-time is-asked' : 'card-time'} aria-hidden="true">
      <div style={{ '--left': isAsked ? 1 : Math.min(1, left) }} />
    </div>
  );
}
