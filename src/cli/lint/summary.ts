import { count } from '../count.ts';
import type { Examination } from './examine.ts';

export interface Summary {
  /** `2 errors, 1 warning in response.json`. */
  readonly text: string;
  /** Whether nothing is refused; there may be warnings. */
  readonly isFine: boolean;
  readonly warnings: number;
}

export function summaryOf({ name, findings, cards, missing, refusal }: Examination): Summary {
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const ownErrors = refusal !== null && refusal.kind !== 'shape' ? 1 : missing.length;
  const errors = findings.length - warnings + ownErrors;
  const warned = warnings === 0 ? '' : `, ${count(warnings, 'warning')}`;
  const text =
    errors === 0
      ? `ok: ${count(cards.length, 'card')}${warned}`
      : `${count(errors, 'error')}${warned} in ${name}`;
  return { text, isFine: errors === 0, warnings };
}
