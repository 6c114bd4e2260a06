import t from 'tap';
import { createDemoLog } from '../../src/demo/log.ts';

function linesOf(write: (log: ReturnType<typeof createDemoLog>) => void): string {
  const written: string[] = [];
  const now = () => new Date(2026, 0, 1, 9, 5, 7);
  write(createDemoLog({ write: (text) => written.push(text) }, now));
  return written.join('');
}

await t.test('says in a line how each card ended', async (t) => {
  const cards = [
    { card: 'usage', outcome: 'fresh' },
    { card: 'sentry', outcome: 'unavailable', reason: 'timeout' },
  ];
  const asked = { requestId: 'r-1', ref: '7K2QX', credential: 'x', workspace: null };
  const line = linesOf((log) => log.info({ ...asked, durationMs: 12, cards }, 'cards answered'));
  t.equal(
    line,
    '09:05:07  cards answered    ref=7K2QX  durationMs=12  usage=fresh sentry=timeout\n',
  );
});

await t.test('names the cards of a call that failed', async (t) => {
  const line = linesOf((log) =>
    log.warn({ upstream: 'billing', cards: ['usage', 'plan'], reason: 'connect' }, 'call failed'),
  );
  t.match(line, 'upstream=billing  usage plan  reason=connect');
});

await t.test('shows whatever else an event has', async (t) => {
  t.match(
    linesOf((log) => log.error({ stack: ['at x'], where: 'render' }, 'unexpected error')),
    'stack=["at x"]  where=render',
  );
});
