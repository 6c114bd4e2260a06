import t from 'tap';
import { distinctHeaders } from '../../../src/authenticate/headers.ts';
import { readTraceContext, traceHeaders } from '../../../src/observe/tracing/trace-context.ts';
import { messageOf } from '../../fixtures/message.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const valid = `00-${traceId}-${spanId}-01`;

/** Headers by name and value in turn. */
function read(...rawHeaders: string[]) {
  return readTraceContext(distinctHeaders(messageOf(rawHeaders)));
}

void t.test('a valid context is read, and written again', (t) => {
  const context = read('TraceParent', valid, 'tracestate', 'congo=t61rcWkgMzE');
  t.same(context, { traceId, spanId, isSampled: true, tracestate: 'congo=t61rcWkgMzE' });
  t.same(context && traceHeaders(context), {
    traceparent: valid,
    tracestate: 'congo=t61rcWkgMzE',
  });
  const unsampled = read('traceparent', `00-${traceId}-${spanId}-02`);
  t.same(unsampled, { traceId, spanId, isSampled: false, tracestate: null });
  t.same(unsampled && traceHeaders(unsampled), { traceparent: `00-${traceId}-${spanId}-00` });
  t.end();
});

void t.test('a version yet to come is read as far as it is known', (t) => {
  for (const later of [`cc-${traceId}-${spanId}-09`, `01-${traceId}-${spanId}-01-what-else`])
    t.match(read('traceparent', later), { traceId, spanId, isSampled: true });
  t.end();
});

void t.test('anything else is none', (t) => {
  for (const bad of [
    '',
    'garbage',
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-1`,
    `00-${traceId}-${spanId}`,
    `${valid}-more`,
    `${valid}\n`,
    ` ${valid}`,
    `${valid},${valid}`,
    `0x-${traceId}-${spanId}-01`,
    `01-${traceId}-${spanId}-01more`,
  ])
    t.equal(read('traceparent', bad), null, bad);
  t.equal(read(), null);
  t.equal(read('traceparent', valid, 'traceparent', valid), null, 'sent twice');
  t.equal(read('tracestate', 'a=b'), null, 'without a traceparent');
  t.end();
});

void t.test('the state may be in several headers, and is dropped when malformed', (t) => {
  const stateOf = (...states: string[]) =>
    read('traceparent', valid, ...states.flatMap((state) => ['tracestate', state]))?.tracestate;
  t.equal(stateOf('a=1 , ,b@c= x', 'd/*_-=!~'), 'a=1,b@c= x,d/*_-=!~');
  const many = Array.from({ length: 32 }, (_, index) => `k${index}=v`).join();
  t.equal(stateOf(many), many);
  for (const bad of [
    ' ',
    'a',
    '=1',
    'a=',
    'A=1',
    'a=1,a=2',
    'a=b=c',
    'a=\u00e9',
    'a=1\n',
    `${many},k32=v`,
    `a=${'x'.repeat(256)},b=${'x'.repeat(256)}`,
    `a=${'x'.repeat(257)}`,
  ])
    t.equal(stateOf(bad), null, bad);
  t.end();
});
