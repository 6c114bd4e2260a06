import t from 'tap';
import type { SpanView } from '../../../src/admin/api.ts';
import { scaleMs, ticksMs, toRows } from '../../../src/browser/cards/waterfall-rows.ts';

type Place = Pick<SpanView, 'id' | 'parentId' | 'kind'>;

function span(place: Place, startMs: number, durationMs: number | null): SpanView {
  return {
    ...place,
    name: `${place.kind} ${place.id}`,
    upstream: null,
    startMs,
    durationMs,
    failure: null,
  };
}

const request = span({ id: '1', parentId: null, kind: 'request' }, 0, 100);
const call = span({ id: '2', parentId: '1', kind: 'call' }, 25, 50);
const queue = span({ id: '3', parentId: '2', kind: 'phase' }, 25, 12.5);
const attempt = span({ id: '4', parentId: '2', kind: 'attempt' }, 30, 40);
const body = span({ id: '5', parentId: '4', kind: 'phase' }, 65, 10);
const retry = span({ id: '6', parentId: '2', kind: 'attempt' }, 75, 5);
const plan = span({ id: '7', parentId: '1', kind: 'plan' }, 1, 2);

const lines = (spans: readonly SpanView[]) =>
  toRows(spans, 100).map(({ span, depth, phases, attempt }) =>
    [depth, span.name, ...phases.map((phase) => phase.span.name), attempt ?? '']
      .join(', ')
      .replace(/, $/, ''),
  );

await t.test('a line for each span, below what it is part of, in the order of time', async (t) => {
  t.same(lines([request, retry, call, queue, attempt, body, plan]), [
    '0, request 1',
    '1, plan 7',
    '1, call 2, phase 3',
    '2, attempt 4, phase 5',
    '2, attempt 6',
  ]);
});

await t.test('a call and its only attempt share a line', async (t) => {
  t.same(lines([request, call, queue, attempt, body]), [
    '0, request 1',
    '1, call 2, phase 3, phase 5, attempt 4',
  ]);
});

await t.test('a bar is where its time was', async (t) => {
  const [, row] = toRows([request, call, queue], 100);
  t.same(row?.bar, { start: 0.25, length: 0.5 });
  t.match(row?.phases, [{ bar: { start: 0.25, length: 0.125 } }]);
});

await t.test('what goes on reaches the end, and nothing goes beyond', async (t) => {
  const open = span({ id: '1', parentId: null, kind: 'call' }, 50, null);
  const late = span({ id: '2', parentId: null, kind: 'call' }, 75, 50);
  const [first, second] = toRows([open, late], 100);
  t.same(first?.bar, { start: 0.5, length: 0.5 });
  t.same(second?.bar, { start: 0.75, length: 0.25 });
  t.same(toRows([span({ id: '1', parentId: null, kind: 'plan' }, 0, 0)], 0)[0]?.bar, {
    start: 0,
    length: 0,
  });
});

await t.test('the scale is as long as the longest', async (t) => {
  t.equal(scaleMs([request, call], 90), 100);
  t.equal(scaleMs([], 90), 90);
});

await t.test('a few round times are marked, none at the ends', async (t) => {
  t.same(ticksMs(100), [25, 50, 75]);
  t.same(ticksMs(160), [50, 100, 150]);
  t.same(ticksMs(3_500), [1_000, 2_000, 3_000]);
  t.same(ticksMs(7), [2.5, 5]);
  t.same(ticksMs(5_010), [2_500], 'the end is near');
  t.same(ticksMs(0), []);
});
