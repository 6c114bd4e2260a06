import t from 'tap';
import { judge } from '../../src/fan-out/verdict.ts';
import { reasons } from '../../src/outcome.ts';
import type { Failure } from '../../src/outcome.ts';

const verdictOf = (failure: Failure) => judge({ ok: false, failure });

await t.test('an answer is a success', async (t) => {
  t.equal(judge({ ok: true, cards: new Map() }), 'success');
});

await t.test('what the gateway did itself says nothing about the upstream', async (t) => {
  for (const reason of ['limit', 'breaker_open', 'deadline'] as const)
    t.equal(verdictOf({ reason }), 'neutral');
});

await t.test('wrong credentials and "too many requests" are no ill health', async (t) => {
  for (const reason of ['auth', 'retry_after'] as const) t.equal(verdictOf({ reason }), 'neutral');
});

await t.test(
  'a client error may be this one customer, a server error is the service',
  async (t) => {
    t.equal(verdictOf({ reason: 'status', status: 422 }), 'neutral');
    t.equal(verdictOf({ reason: 'status', status: 500 }), 'failure');
    t.equal(verdictOf({ reason: 'status', status: 302 }), 'failure');
    t.equal(verdictOf({ reason: 'status' }), 'failure');
  },
);

await t.test('every other reason is decided, and most are failures', async (t) => {
  const failures = reasons.filter((reason) => verdictOf({ reason }) === 'failure');
  t.same(failures.sort(), [
    'connect',
    'content_type',
    'dns',
    'encoding',
    'internal',
    'invalid_body',
    'protocol',
    'reset',
    'status',
    'timeout',
    'tls',
    'too_large',
  ]);
});
