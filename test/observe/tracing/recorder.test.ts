import t from 'tap';
import { createGateway } from '../../../src/create-gateway.ts';
import { recordSpans } from '../../../src/observe/tracing/recorder.ts';
import type { RecordedSpan } from '../../../src/observe/tracing/recorder.ts';
import { subject } from '../../fixtures/cards.ts';
import { createManualClock } from '../../fixtures/clock.ts';
import { createHeldGateway } from '../../fixtures/held-gateway.ts';
import { httpAnswer, startRawServer } from '../../fixtures/raw-server.ts';

const caller = { credentialId: 'x', workspaceId: null, cards: null };

function phasesOf(span: RecordedSpan | undefined): string[] {
  return span?.phases.map(({ name }) => name) ?? [];
}

await t.test('records the phases of a request, its call, and its attempts', async (t) => {
  const service = await startRawServer(t, ({ socket }, index) => {
    const cards = { cards: [{ key: 'usage', components: [{ componentText: { text: 'x' } }] }] };
    if (index === 0) socket.write(httpAnswer('', { status: '503 Down' }));
    else socket.write(httpAnswer(JSON.stringify(cards)));
  });
  const gateway = createGateway({
    auth: { headers: [{ name: 'authorization', value: 'x' }] },
    upstreams: [
      {
        name: 'billing',
        adapter: 'plain',
        url: `${service.origin.replace('127.0.0.1', 'localhost')}/cards`,
        cards: { usage: {} },
      },
    ],
  });
  t.teardown(() => gateway.close());
  const { clock } = gateway;
  const { span, recorded } = recordSpans('request', clock);
  const request = { cardKeys: ['usage', 'x@y'], subject };
  await gateway.answer(request, caller, clock.now(), { span });
  span.end();

  t.same(phasesOf(recorded), ['receive', 'cache', 'wait', 'merge']);
  t.match(recorded.attributes, {
    'customer_cards.request.outcome': 'answered',
    'customer_cards.request.deadline_missed': false,
    'customer_cards.request.unknown_keys': 1,
    'customer_cards.card.outcome.usage': 'fresh',
    'customer_cards.card.cache.usage': 'miss',
  });
  t.notMatch(JSON.stringify(recorded), /x@y/, 'what was asked for and is unknown is not named');

  const [call] = recorded.children;
  t.equal(recorded.children.length, 1);
  t.match(call, { name: 'fetch billing', kind: 'internal' });
  t.same(phasesOf(call), ['queue', 'queue'], 'each attempt needs a place');
  const [first, second] = call?.children ?? [];
  t.match(first, { name: 'POST', kind: 'client', attributes: { 'error.type': '503' } });
  t.match(second, { attributes: { 'http.request.resend_count': 1 } });
  t.equal(second?.attributes['error.type'], undefined);
  const newConnection = ['dns', 'tcp', 'connect', 'first_byte', 'body'];
  t.same([first, second].map(phasesOf), [newConnection, newConnection]);
  t.ok(
    [recorded, call, first, second].every((span) => span && span.endedAt !== null),
    'all have ended',
  );
});

await t.test('a call goes on after the answer', async (t) => {
  const { gateway, clock, calls, settle } = createHeldGateway(t, { billing: { usage: {} } });
  const { span, recorded } = recordSpans('request', clock);
  const answer = gateway.answer({ cardKeys: ['usage'], subject }, caller, 0, { span });
  await settle();
  clock.advance(5_000);
  await answer;
  t.equal(recorded.attributes['customer_cards.request.deadline_missed'], true);
  t.equal(recorded.attributes['customer_cards.card.reason.usage'], 'deadline');
  t.equal(recorded.children[0]?.endedAt, null);

  clock.advance(1_000);
  calls[0]?.answer();
  await settle();
  t.equal(recorded.children[0]?.endedAt, 6_000);
  t.equal(recorded.children[0]?.attributes['customer_cards.call.result'], 'ok');
});

await t.test('a span inside is told the same', async (t) => {
  const clock = createManualClock(100);
  const inner = recordSpans('inner', clock);
  const { span, recorded } = recordSpans('request', clock, inner.span);
  const child = span.child('fetch billing', 'internal', { 'customer_cards.upstream': 'billing' });
  clock.advance(5);
  child.phase('queue', 100, 105);
  child.set({ 'customer_cards.call.result': 'ok' });
  span.link(child);
  child.end();
  clock.advance(5);
  child.end();
  t.same({ ...inner.recorded, name: 'request' }, recorded);
  t.match(recorded.children, [
    {
      attributes: { 'customer_cards.upstream': 'billing', 'customer_cards.call.result': 'ok' },
      phases: [{ name: 'queue', startedAt: 100, endedAt: 105 }],
      startedAt: 100,
      endedAt: 105,
    },
  ]);
});
