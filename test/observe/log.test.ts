import t from 'tap';
import type { Answered, CardReport } from '../../src/observe/events.ts';
import { createLogEvents } from '../../src/observe/log.ts';
import { createLogCapture } from '../fixtures/log.ts';

const card: CardReport = {
  key: 'usage',
  upstream: 'billing',
  outcome: 'fresh',
  claim: 'lead',
  isReload: false,
  waitedMs: 81.6,
  ageMs: null,
  failure: null,
};
const answer: Answered = {
  requestId: 'r-1',
  credentialId: 'cards-a',
  workspaceId: 'w_1',
  ref: '7K2QX',
  durationMs: 84.2,
  waitedMs: 81.6,
  cards: [card],
};

function createBench() {
  const log = createLogCapture();
  return { log, events: createLogEvents(log) };
}

await t.test(
  'an answer is one line: who asked, how long it took, how each card ended',
  async (t) => {
    const { log, events } = createBench();
    const cached: CardReport = { ...card, key: 'invoice', outcome: 'cached', waitedMs: 0 };
    events.answered?.({ ...answer, cards: [card, cached] });
    t.strictSame(log.lines, [
      {
        level: 'info',
        message: 'cards answered',
        fields: {
          requestId: 'r-1',
          ref: '7K2QX',
          credential: 'cards-a',
          workspace: 'w_1',
          durationMs: 84,
          cards: [
            { card: 'usage', outcome: 'fresh', waitedMs: 82 },
            { card: 'invoice', outcome: 'cached' },
          ],
        },
      },
    ]);
  },
);

await t.test('an answer with a reference that an agent can read is a warning', async (t) => {
  const { log, events } = createBench();
  const failure = { reason: 'status', status: 502 } as const;
  for (const outcome of ['unavailable', 'unknown', 'stale_error', 'empty'] as const) {
    events.answered?.({ ...answer, cards: [card, { ...card, outcome, failure }] });
  }
  t.same(
    log.lines.map(({ level }) => level),
    ['warn', 'warn', 'info', 'info'],
  );
  t.match(log.lines[0]?.fields['cards'], [
    {},
    { outcome: 'unavailable', reason: 'status', status: 502 },
  ]);
});

await t.test('an unknown key is cut to what a key may be', async (t) => {
  const { log, events } = createBench();
  const key = `ada@example.com\n${'x'.repeat(500)}`;
  events.answered?.({ ...answer, cards: [{ ...card, key, upstream: null, outcome: 'unknown' }] });
  const [line] = log.lines;
  t.match(line?.fields['cards'], [{ card: /^ada\?example\?com\?x{84}$/ }]);
});

await t.test('what goes well upstream is for debugging', async (t) => {
  const { log, events } = createBench();
  const call = { upstream: 'billing', cards: ['usage'], durationMs: 12.4 };
  const failure = { reason: 'reset', detail: 'the connection ended' } as const;
  events.called?.({ ...call, failure: null });
  events.retried?.({ upstream: 'billing', failure });
  events.called?.({ ...call, failure });
  t.strictSame(log.lines, [
    { level: 'debug', message: 'call ended', fields: { ...call, durationMs: 12 } },
    { level: 'debug', message: 'attempt repeated', fields: { upstream: 'billing', ...failure } },
    { level: 'warn', message: 'call failed', fields: { ...call, durationMs: 12, ...failure } },
  ]);
});

await t.test('a logger without a level for debugging does', async (t) => {
  const lines: string[] = [];
  const note = (_fields: object, message: string): void => void lines.push(message);
  const events = createLogEvents({ info: note, warn: note, error: note });
  events.called?.({ upstream: 'billing', cards: ['usage'], durationMs: 1, failure: null });
  events.retried?.({ upstream: 'billing', failure: { reason: 'reset' } });
  t.same(lines, []);
});

await t.test('a refusal tells which request, and which check failed', async (t) => {
  const { log, events } = createBench();
  events.refused?.({ requestId: 'r-2', outcome: 'unauthorized', cause: 'wrong_signature' });
  t.strictSame(log.lines, [
    {
      level: 'warn',
      message: 'request refused',
      fields: { requestId: 'r-2', outcome: 'unauthorized', cause: 'wrong_signature' },
    },
  ]);
});

await t.test(
  'an unexpected error is told without its message, which may quote anything',
  async (t) => {
    const { log, events } = createBench();
    events.defect?.({ where: 'render', error: new TypeError('no SENSITIVE\n    at SENSITIVE') });
    events.defect?.({ where: 'render', error: 'SENSITIVE' });
    t.notMatch(JSON.stringify(log.lines), /SENSITIVE/);
    t.match(log.lines, [
      { level: 'error', fields: { where: 'render', type: 'TypeError', stack: [/^at /] } },
      { level: 'error', fields: { where: 'render', type: 'string' } },
    ]);
  },
);

await t.test('a purge is logged by what it did, other losses of the cache are not', async (t) => {
  const { log, events } = createBench();
  for (const reason of ['capacity', 'purge', 'too_large'] as const) {
    events.evicted?.({ reason, cards: 3 });
  }
  t.strictSame(log.lines, [{ level: 'info', message: 'cards purged', fields: { cards: 3 } }]);
});

await t.test("somebody else's data is a security event", async (t) => {
  const { log, events } = createBench();
  const failed = { upstream: 'billing', card: 'usage' };
  events.cardFailed?.({ ...failed, failure: { reason: 'wrong_customer' } });
  events.cardFailed?.({ ...failed, failure: { reason: 'invalid_card', pointer: '/components/0' } });
  t.match(log.lines, [
    { level: 'error', fields: { security: true, upstream: 'billing', card: 'usage' } },
    { level: 'warn', message: 'card failed', fields: { pointer: '/components/0' } },
  ]);
});
