import { describeSpan } from '../../admin/describe-time.ts';
import type { DisabledView } from '../../admin/switches.ts';
import type { UpstreamView } from '../../admin/upstreams.ts';

/** How an upstream is: in a word or two, and in sentences that say what comes next. */
export interface Condition {
  readonly color: 'green' | 'yellow' | 'red' | 'grey';
  readonly label: string;
  readonly words: string;
}

interface Judged extends Pick<UpstreamView, 'disabled'> {
  readonly breaker: Omit<UpstreamView['breaker'], 'transitions'>;
}

export function conditionOf({ disabled, breaker }: Judged): Condition {
  if (disabled !== null) return { color: 'grey', label: 'Off', words: describeDisabled(disabled) };
  switch (breaker.state) {
    case 'closed':
      return { color: 'green', label: 'Breaker closed', words: describeClosed(breaker) };
    case 'open':
      return { color: 'red', label: 'Breaker open', words: describeOpen(breaker) };
    case 'half_open':
      return {
        color: 'yellow',
        label: 'Breaker half open',
        words: describeHalfOpen(breaker),
      };
  }
}

/** `Off for 58 min more: wrong totals`. */
export function describeDisabled({ leftSeconds, reason }: DisabledView): string {
  const time = `Off for ${describeSpan(leftSeconds)} more`;
  return reason === null ? `${time}.` : `${time}: ${reason}`;
}

function describeClosed({ consecutiveFailures }: Judged['breaker']): string {
  if (consecutiveFailures === 0) return 'Every call is let through.';
  const calls =
    consecutiveFailures === 1 ? 'The last call' : `The last ${consecutiveFailures} calls`;
  return `Every call is let through. ${calls} failed.`;
}

/** After the open time comes a trial, and it takes somebody who asks for a card. */
function describeOpen({ forMs, cause, nextTrialInMs }: Judged['breaker']): string {
  const since = `Not asked for ${describeSpan(Math.round(forMs / 1000))}`;
  const why = cause === null ? '' : `, ${causeWords[cause]}`;
  const seconds = Math.ceil((nextTrialInMs ?? 0) / 1000);
  const next =
    seconds === 0
      ? 'The next request for one of its cards is a trial.'
      : `A trial is possible in ${describeSpan(seconds)}: the first request for one of its cards after that.`;
  return `${since}${why}. ${next}`;
}

/** One call decides, and the others are refused until it has ended. */
function describeHalfOpen({ trialGivenUpInMs }: Judged['breaker']): string {
  if (trialGivenUpInMs === null)
    return 'Ready for a trial: it takes a request for one of its cards.';
  const seconds = Math.ceil(trialGivenUpInMs / 1000);
  return `A trial is under way. It is given up in ${describeSpan(seconds)} at the latest.`;
}

/** What a breaker did, as the beginning of a sentence. */
export const stateWords: Readonly<Record<Judged['breaker']['state'], string>> = {
  closed: 'Closed',
  open: 'Opened',
  half_open: 'Let a trial through',
};

/** Why a breaker is in its state, as the end of a sentence. */
export const causeWords: Readonly<Record<NonNullable<Judged['breaker']['cause']>, string>> = {
  consecutive_failures: 'after too many failures in a row',
  failure_rate: 'because too many of its calls failed',
  slow_calls: 'because too many of its calls were slow',
  open_time_over: 'because the open time was over',
  trial_succeeded: 'because the trial went well',
  trial_failed: 'because the trial failed',
};
