import type { CardView, UpstreamView } from '../../admin/upstreams.ts';
import { formatRelative } from '../../mapping/dates.ts';
import { cellsOf, lineWidth, pad, spaces, truncate, wrap } from '../draw/cells.ts';
import type { Cell, Line, Style } from '../draw/cells.ts';
import { describeSpan } from '../../admin/describe-time.ts';
import type { Glyphs } from '../draw/glyphs.ts';
import { describeFailure } from '../../admin/failure-words.ts';
import { conditionOf } from './condition.ts';
import { groupFailures } from '../../admin/failure-groups.ts';
import type { FailureGroup } from '../../admin/failure-groups.ts';

/** What the drawing of a status depends on. */
export interface StatusScene {
  readonly glyphs: Glyphs;
  readonly columns: number;
  /** Milliseconds since the epoch. */
  readonly wallNow: number;
}

const bold: Style = { bold: true };
const muted: Style = { tone: 'muted' };
const poor: Style = { tone: 'warning' };
const indent = 2;
const maxFailures = 3;

/** An upstream: how it is, its cards, and what went wrong last. */
export function upstreamLines(upstream: UpstreamView, scene: StatusScene): Line[] {
  const { disabled, cards, recentFailures } = upstream;
  const reason = disabled?.reason ?? null;
  const groups = groupFailures(recentFailures).slice(0, maxFailures);
  return [
    headLine(upstream, scene),
    ...(reason === null ? [] : indented(cellsOf(reason, poor), scene)),
    ...indented(
      cards.flatMap((card, index) => cardCells(card, index === 0, scene)),
      scene,
    ),
    ...groups.flatMap((group) => indented(failureCells(group, scene), scene)),
  ];
}

function indented(cells: readonly Cell[], { columns }: StatusScene): Line[] {
  return wrap(cells, columns - indent).map((line) => [...spaces(indent), ...line]);
}

function headLine(upstream: UpstreamView, { glyphs, columns }: StatusScene): Line {
  const { name, team, adapter, inFlight, queued } = upstream;
  const { sign, style, words } = conditionOf(upstream, glyphs);
  const join = (parts: readonly string[]) => parts.join(` ${glyphs.dot} `);
  const load = [`${inFlight} in flight`, ...(queued > 0 ? [`${queued} queued`] : []), ''];
  const right = [...cellsOf(join(load), muted), ...cellsOf(words, style)];
  const about = join([...(team === null ? [] : [team]), adapter]);
  const left = [
    ...cellsOf(sign, style),
    ...cellsOf(` ${name}`, bold),
    ...cellsOf(`  ${about}`, muted),
  ];
  const room = columns - lineWidth(right) - 2;
  return [...pad(truncate(left, room, glyphs.ellipsis), room, 'end'), ...spaces(2), ...right];
}

function cardCells(
  { card, isRetired, disabled }: CardView,
  isFirst: boolean,
  { glyphs }: StatusScene,
): Cell[] {
  const state = isRetired
    ? ' (retired)'
    : disabled && ` (off for ${describeSpan(disabled.leftSeconds)})`;
  return [
    ...cellsOf(isFirst ? '' : ` ${glyphs.dot} `, muted),
    ...cellsOf(card),
    ...cellsOf(state ?? '', isRetired ? muted : poor),
  ];
}

/** `3 minutes ago, 5 times: answers with a status that is no answer (500), usage`. */
function failureCells(
  { at, count, cards, failure }: FailureGroup,
  { wallNow }: StatusScene,
): Cell[] {
  const when = formatRelative(Date.parse(at), wallNow);
  const times = count === 1 ? '' : `, ${count} times`;
  const place = failure.pointer === undefined ? '' : ` at ${failure.pointer}: ${failure.rule}`;
  return [
    ...cellsOf(`${when}${times}: `, muted),
    ...cellsOf(`${describeFailure(failure)}${place}`),
    ...cellsOf(` (${cards.join(', ')})`, muted),
  ];
}
