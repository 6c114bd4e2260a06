import type { CardsAnswer, SpanView } from '../../admin/api.ts';
import { scaleMs, ticksMs, toRows } from './waterfall-rows.ts';
import type { Stretch, WaterfallRow } from './waterfall-rows.ts';
import { formatMs } from '../app/words.ts';
import { Breakable } from '../shell/breakable.tsx';

/** Where the time of a request went. The bars are for the eye; what they say is in the text beside them. */
export function Waterfall({ answer }: { readonly answer: CardsAnswer }) {
  const { spans, durationMs, deadlineMs } = answer;
  const totalMs = scaleMs(spans, durationMs);
  const rows = toRows(spans, totalMs);
  const isDeadlineInSight = deadlineMs <= totalMs;
  return (
    <div class="waterfall">
      <div class="waterfall-chart">
        <Scale totalMs={totalMs} />
        <ol role="list">
          {rows.map((row) => (
            <Row key={row.span.id} row={row} />
          ))}
        </ol>
        {isDeadlineInSight && (
          <div class="waterfall-deadline" aria-hidden="true">
            <div style={place({ start: deadlineMs / totalMs, length: 0 })} />
          </div>
        )}
      </div>
      <p class="muted small">
        {isDeadlineInSight
          ? `The deadline, at ${formatMs(deadlineMs)}, was reached: the answer was written with what there was.`
          : `The deadline, at ${formatMs(deadlineMs)}, was not near.`}
      </p>
      <Legend rows={rows} />
    </div>
  );
}

function Scale({ totalMs }: { readonly totalMs: number }) {
  return (
    <div class="waterfall-scale" aria-hidden="true">
      <div>
        {ticksMs(totalMs).map((ms) => (
          <span key={ms} style={place({ start: ms / totalMs, length: 0 })}>
            {formatMs(ms)}
          </span>
        ))}
      </div>
    </div>
  );
}

function Row({ row: { span, depth, bar, phases, attempt } }: { readonly row: WaterfallRow }) {
  const { kind, failure, startMs, durationMs } = span;
  const parts = phases.map((phase) => describePhase(phase.span)).join(', ');
  const state = `${failure === null ? '' : ' is-failed'}${durationMs === null ? ' is-open' : ''}`;
  return (
    <li class={`waterfall-row is-${kind}`}>
      <span class="waterfall-name anywhere" style={{ '--depth': depth }}>
        <Label span={span} attempt={attempt} />
      </span>
      <span class="waterfall-took number">
        <span class="visually-hidden">from {formatMs(startMs)}, </span>
        {durationMs === null ? 'goes on' : formatMs(durationMs)}
      </span>
      <span class="waterfall-track" title={parts} aria-hidden="true">
        <span class={`waterfall-bar${state}`} style={place(bar)} />
        {phases.map((phase) => (
          <span
            key={phase.span.id}
            class="waterfall-bar is-phase"
            data-phase={phase.span.name}
            style={place(phase.bar)}
          />
        ))}
      </span>
      {parts !== '' && <span class="visually-hidden">{parts}</span>}
    </li>
  );
}

/** A call is known by its service, and says what it asked, and for which cards. */
function Label({ span, attempt }: Pick<WaterfallRow, 'span' | 'attempt'>) {
  const { kind, name, upstream, failure } = span;
  const isCall = kind === 'call' && upstream !== null;
  return (
    <>
      {isCall ? <strong>{upstream}</strong> : <Breakable text={name} />}
      {attempt !== null && (
        <span class="small">
          {' '}
          <Breakable text={attempt} />
        </span>
      )}
      {failure !== null && <span class="badge is-red">{failure}</span>}
      {isCall && <span class="waterfall-cards muted small">{name}</span>}
    </>
  );
}

function describePhase({ name, durationMs }: SpanView): string {
  return durationMs === null ? `${name} goes on` : `${name} ${formatMs(durationMs)}`;
}

function Legend({ rows }: { readonly rows: readonly WaterfallRow[] }) {
  const names = new Set(rows.flatMap(({ phases }) => phases.map(({ span }) => span.name)));
  if (names.size === 0) return null;
  return (
    <p class="waterfall-legend muted small" aria-hidden="true">
      {[...names].map((name) => (
        <span key={name}>
          <span class="waterfall-swatch" data-phase={name} /> {name}
        </span>
      ))}
    </p>
  );
}

function place({ start, length }: Stretch) {
  return { '--start': start, '--length': length };
}
