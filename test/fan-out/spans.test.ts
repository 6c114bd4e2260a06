import t from 'tap';
import { withAuth } from '../../src/fan-out/adapters/auth.ts';
import { resending, tellPhase, withSpans } from '../../src/fan-out/spans.ts';
import type { HttpRequest } from '../../src/fan-out/http-client.ts';
import type { HttpResult, Transport } from '../../src/fan-out/transport.ts';
import { recordSpans } from '../../src/observe/tracing/recorder.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { neverAborted } from '../fixtures/upstream-request.ts';

const clock = createManualClock();
const request: HttpRequest = { method: 'GET', path: '/c_1', headers: { accept: 'x' } };
const answer: HttpResult = { ok: true, headers: new Map(), body: null };

/** A transport with a span for each request, and what it was asked for. */
function open(respond: (index: number) => Promise<HttpResult>) {
  const asked: HttpRequest[] = [];
  const bare: Transport = {
    request: (given) => respond(asked.push(given) - 1),
    close: async () => {},
  };
  return { asked, transport: withSpans(bare, 'https://service.test') };
}

await t.test('a request that is part of nothing goes as it is', async (t) => {
  const { asked, transport } = open(async () => answer);
  t.equal(await transport.request(request, neverAborted), answer);
  t.equal(asked[0], request);
});

await t.test('outside of a trace nothing is sent along', async (t) => {
  const { asked, transport } = open(async () => answer);
  const { span, recorded } = recordSpans('call', clock);
  await transport.request({ ...request, span }, neverAborted);
  t.same(asked[0]?.headers, { accept: 'x' });
  t.match(recorded.children, [
    { name: 'GET', attributes: { 'server.address': 'service.test', 'server.port': 443 } },
  ]);
});

await t.test('a defect ends the span, and is passed on', async (t) => {
  const { transport } = open(() => Promise.reject(new Error('defect')));
  const { span, recorded } = recordSpans('call', clock);
  await t.rejects(transport.request({ ...request, span }, neverAborted), { message: 'defect' });
  t.match(recorded.children, [{ attributes: { 'error.type': 'internal' }, endedAt: 0 }]);
});

await t.test('what is asked again with a new token counts on', async (t) => {
  const refusal: HttpResult = { ok: false, failure: { reason: 'auth', status: 401 } };
  const { transport } = open(async (index) => (index % 2 === 0 ? refusal : answer));
  const renewed = withAuth(transport, async () => ({ ok: true, headers: {}, renew() {} }));
  const { span, recorded } = recordSpans('call', clock);
  await renewed.request({ ...request, span }, neverAborted);
  await renewed.request({ ...request, span: resending(span) }, neverAborted);
  t.same(
    recorded.children.map(({ attributes }) => attributes['http.request.resend_count'] ?? 0),
    [0, 1, 1, 2],
  );
});

await t.test('of a connection that was begun before, only what was waited for counts', (t) => {
  const { span, recorded } = recordSpans('POST', clock);
  const steps = [
    { phase: 'dns', startedAt: 0, endedAt: 10 },
    { phase: 'connect', startedAt: 10, endedAt: 30 },
    { phase: 'tls', startedAt: 30, endedAt: 40 },
  ] as const;
  tellPhase(span, ['connect', 20, 41], steps);
  tellPhase(span, ['first_byte', 41, 50], []);
  tellPhase(undefined, ['body', 50, 51], []);
  t.same(recorded.phases, [
    { name: 'tcp', startedAt: 20, endedAt: 30 },
    { name: 'tls', startedAt: 30, endedAt: 40 },
    { name: 'connect', startedAt: 20, endedAt: 41 },
    { name: 'first_byte', startedAt: 41, endedAt: 50 },
  ]);
  t.end();
});
