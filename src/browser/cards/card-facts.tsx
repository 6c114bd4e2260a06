import { describeSpan } from '../../admin/describe-time.ts';
import { now } from '../app/clock.ts';
import { Breakable } from '../shell/breakable.tsx';
import { ageSeconds, partLeft, secondsLeft } from './shown-card.ts';
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
  const reason = shown?.card.reasonText ?? null;
  return (
    <footer class="card-facts">
      {reason !== null && (
        <p class="card-reason anywhere">
          {source !== null && <strong>{source}</strong>} <Breakable text={reason} />
        </p>
      )}
      <div class="card-facts-grid">
        <code class="anywhere">{name}</code>
        <span class="anywhere">{source !== null && `from ${source}`}</span>
        <span class="number">{describeAge(shown)}</span>
        <span class="number">{describeTimeLeft(shown, isAsked)}</span>
      </div>
      <TimeLine shown={shown} isAsked={isAsked} />
    </footer>
  );
}

function describeAge(shown: ShownCard | undefined): string {
  if (shown === undefined) return 'not here yet';
  return `${describeSpan(ageSeconds(shown, now.value))} old`;
}

function describeTimeLeft(shown: ShownCard | undefined, isAsked: boolean): string {
  if (isAsked) return 'asking …';
  return shown === undefined ? '' : `asks again in ${describeSpan(secondsLeft(shown, now.value))}`;
}

/** What is left of the TTL, as a line that gets shorter. */
function TimeLine({ shown, isAsked }: Pick<CardFactsProps, 'shown' | 'isAsked'>) {
  return (
    <div class={isAsked ? 'card-time is-asked' : 'card-time'} aria-hidden="true">
      <div style={{ '--left': shown === undefined || isAsked ? 1 : partLeft(shown, now.value) }} />
    </div>
  );
}
