import type { Examination } from '../../config/load.ts';
import { count } from '../count.ts';

/** "3 problems, 1 warning in 2 files", or "ok: 4 upstreams, 7 cards". */
export function summaryOf({ problems, warnings, outline }: Examination): string {
  const { cards, upstreams, absentValues } = outline;
  const warned = warnings.length === 0 ? '' : `, ${count(warnings.length, 'warning')}`;
  const files = new Set([...problems, ...warnings].map(({ file }) => file)).size;
  if (problems.length > 0)
    return `${count(problems.length, 'problem')}${warned} in ${count(files, 'file')}`;
  const absent =
    absentValues === 0 ? '' : `; ${count(absentValues, 'value')} absent here and not checked`;
  return `ok: ${count(upstreams, 'upstream')}, ${count(cards.length, 'card')}${warned}${absent}`;
}
