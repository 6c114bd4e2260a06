import { formatRelative } from '../../mapping/dates.ts';
import { count } from '../count.ts';
import { cellsOf, wrap } from '../draw/cells.ts';
import type { Cell, Line, Style } from '../draw/cells.ts';
import { upstreamLines } from './upstream-lines.ts';
import type { StatusScene } from './upstream-lines.ts';
import type { Status } from './read-status.ts';

const bold: Style = { bold: true };
const muted: Style = { tone: 'muted' };
const good: Style = { bold: true, tone: 'success' };
const bad: Style = { bold: true, tone: 'error' };

/** A gateway at a glance: itself, its upstreams, its cache. */
export function statusLines(status: Status, scene: StatusScene): Line[] {
  const { columns } = scene;
  return [
    ...wrap(gatewayCells(status, scene), columns),
    ...configLines(status, scene),
    [],
    ...status.upstreams.flatMap((upstream) => [...upstreamLines(upstream, scene), []]),
    ...wrap(cacheCells(status, scene), columns),
  ];
}

function gatewayCells(
  { url, isReady, upstreams, config }: Status,
  { glyphs, wallNow }: StatusScene,
): Cell[] {
  const cards = upstreams.reduce((sum, { cards: own }) => sum + own.length, 0);
  const facts = [
    '',
    count(upstreams.length, 'upstream'),
    count(cards, 'card'),
    `loaded ${formatRelative(Date.parse(config.loadedAt), wallNow)}`,
  ];
  return [
    ...cellsOf(`${url} `, bold),
    ...(isReady ? cellsOf('ready', good) : cellsOf('not ready', bad)),
    ...cellsOf(facts.join(` ${glyphs.dot} `), muted),
  ];
}

/** Where the configuration in use is not what the files say. */
function configLines({ config }: Status, { columns, wallNow }: StatusScene): Line[] {
  const { lastReload, takesRestart } = config;
  const failed = lastReload !== null && !lastReload.isSuccessful;
  return [
    ...(failed
      ? wrap(
          cellsOf(
            `The files were wrong when they were read ${formatRelative(Date.parse(lastReload.at), wallNow)}, so what was there before stays: \`check\` says what is wrong.`,
            bad,
          ),
          columns,
        )
      : []),
    ...(takesRestart.length > 0
      ? wrap(
          cellsOf(`Not before a restart: ${takesRestart.join(', ')}.`, { tone: 'warning' }),
          columns,
        )
      : []),
  ];
}

function cacheCells({ cache }: Status, { glyphs }: StatusScene): Cell[] {
  const { bytes, maxBytes, slots, fetchesUnderWay } = cache;
  const facts = [
    `${megabytes(bytes)} of ${megabytes(maxBytes)}`,
    count(slots, 'slot'),
    `${fetchesUnderWay} under way`,
  ];
  return [...cellsOf('cache  ', bold), ...cellsOf(facts.join(` ${glyphs.dot} `), muted)];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
