import type { UpstreamView } from '../../admin/upstreams.ts';
import type { Style } from '../draw/cells.ts';
import { describeSpan } from '../../admin/describe-time.ts';
import type { Glyphs } from '../draw/glyphs.ts';

/** How an upstream is, in a sign and a few words. */
export interface Condition {
  readonly sign: string;
  readonly style: Style;
  readonly words: string;
}

const good: Style = { tone: 'success' };
const poor: Style = { tone: 'warning' };
const bad: Style = { tone: 'error' };

export function conditionOf({ disabled, breaker }: UpstreamView, glyphs: Glyphs): Condition {
  if (disabled !== null)
    return {
      sign: glyphs.poor,
      style: poor,
      words: `off for ${describeSpan(disabled.leftSeconds)}`,
    };
  switch (breaker.state) {
    case 'closed':
      return { sign: glyphs.good, style: good, words: 'breaker closed' };
    case 'half_open':
      return { sign: glyphs.poor, style: poor, words: 'breaker half open' };
    case 'open': {
      const seconds = Math.ceil((breaker.nextTrialInMs ?? 0) / 1000);
      return { sign: glyphs.bad, style: bad, words: `breaker open, trial in ${seconds} s` };
    }
  }
}
