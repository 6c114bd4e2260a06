import { createExplainer } from '../fan-out/explainer.ts';
import type { Exchange } from '../fan-out/explainer.ts';
import { createUpstream } from '../fan-out/upstream.ts';
import type { Gateway } from '../gateway.ts';
import { createRegistry } from '../plan/registry.ts';
import { withhold } from '../plan/slot.ts';
import { suggest } from '../suggest.ts';
import type { ResponseAnswer } from './api.ts';
import { describeFailure } from './failure-words.ts';
import type { Question } from './question.ts';

export type Responded =
  | { readonly ok: true; readonly answer: ResponseAnswer }
  | { readonly ok: false; readonly status: 400 | 404 | 409; readonly message: string };

/**
 * Asks the upstream of one card, by breaker and limits like every call to it, and tells what went over the wire. Nothing
 * is read from the cache or kept.
 */
export async function fetchResponse(
  gateway: Gateway,
  { request: { cardKeys, subject }, caller }: Question,
): Promise<Responded> {
  const [key, ...others] = cardKeys;
  if (key === undefined || others.length > 0) return refused(400, 'cardKeys: expected one key');
  const { id, email, externalId } = subject.customer;
  if (id === null && email === null && externalId === null) {
    return refused(400, 'customer: expected id, email or externalId');
  }
  const registry = createRegistry(gateway.config.upstreams);
  const card = caller.cards?.has(key) === false ? undefined : registry.get(key);
  const upstream = gateway.upstreams.find(({ name }) => name === card?.upstream);
  if (card === undefined || upstream === undefined) {
    return refused(404, `there is no card of this key; ${suggest(key, [...registry.keys()])}`);
  }
  if (gateway.switches.offBy(card) !== null) {
    return refused(409, 'the card or its upstream is switched off');
  }
  const { trace, explanation } = createExplainer();
  const { clock, events } = gateway;
  const deps = { clock, events, random: Math.random, trace };
  const traced = createUpstream(upstream.definition, deps, upstream.standing);
  try {
    const { workspaceId } = caller;
    await traced.call({ keys: [key], subject: withhold(subject, card), workspaceId });
  } finally {
    await traced.close();
  }
  return { ok: true, answer: { exchanges: explanation().exchanges.map(toView) } };
}

function toView({ request, response }: Exchange): ResponseAnswer['exchanges'][number] {
  const { method, url } = request;
  const { status = null, durationMs = null, body = null, failure = null } = response ?? {};
  return { method, url, status, durationMs, body, failure: failure && describeFailure(failure) };
}

function refused(status: 400 | 404 | 409, message: string): Extract<Responded, { ok: false }> {
  return { ok: false, status, message };
}
