import type { Clock } from '../../clock.ts';
import type { JsonUpstreamConfig } from '../../config/json-upstream.ts';
import { createBudget } from '../../mapping/budget.ts';
import { placeholderValues } from '../../mapping/placeholder.ts';
import { compileJsonService } from '../../plan/json-card.ts';
import type { JsonCard, LookupStep } from '../../plan/json-card.ts';
import { withhold } from '../../plan/slot.ts';
import type { Call, CallResult, CardAnswer, UpstreamRequest } from '../call.ts';
import type { Trace, WhyEmpty } from '../trace.ts';
import type { Transport } from '../transport.ts';
import { emptyCard, mapCard, noteCard, noValue } from './json-card.ts';
import { createLookup } from './json-lookup.ts';
import type { Sought } from './json-lookup.ts';
import { createAskJson } from './json-request.ts';
import type { Found } from './json-request.ts';
import { bindingsOf } from './json-values.ts';
import { warmUp } from './warm-up.ts';

export interface JsonDeps {
  /** To the service at `url`; proves who is asking. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly trace?: Trace | undefined;
}

export interface JsonCall {
  readonly call: Call;
  /** Forgets which customers of the service were found. */
  forget(): void;
  /** Forgets those that were kept long enough, one with each step. */
  sweep(): Iterable<void>;
}

const severalMatch = 'Several accounts match';
const knownByEmailOnly = 'Not shown: this customer is known by e-mail only.';

/** A question, and the card that speaks for all: they make the same request, and find the customer in the same way. */
interface Asking {
  readonly question: UpstreamRequest;
  readonly cards: readonly (readonly [key: string, card: JsonCard])[];
  readonly card: JsonCard;
  readonly sought: Sought;
}

/** Calls any JSON API: a look-up where the cards use one, then the one request that they share, mapped card by card. */
export function createJsonCall(config: JsonUpstreamConfig, deps: JsonDeps): JsonCall {
  const service = compileJsonService(config);
  void warmUp(deps.clock);
  const ask = createAskJson(config, deps.transport);
  const lookup = createLookup(service.lookup, {
    ttlMs: config.lookupTtlSeconds * 1000,
    ask,
    clock: deps.clock,
    onPicked: deps.trace && tracePicks(deps.trace, config.name),
  });

  async function identify(asking: Asking, signal: AbortSignal): Promise<CallResult> {
    const { card, sought } = asking;
    if (sought.isStrict && sought.subject.customer.externalId === null)
      return sayAll(asking, knownByEmailOnly);
    if (!card.usesLookup) return fetchFor(asking, null, signal);
    const result = await lookup.find(sought, signal);
    if (!result.ok) return result;
    const [id, ...others] = result.ids;
    if (id === undefined) return emptyAll(asking, { kind: 'no_id' }, deps.trace);
    return others.length > 0 ? sayAll(asking, severalMatch) : fetchFor(asking, id, signal);
  }

  async function fetchFor(
    asking: Asking,
    id: string | null,
    signal: AbortSignal,
  ): Promise<CallResult> {
    const { card, question, sought } = asking;
    const values = placeholderValues(question.subject, id);
    const request = card.request.render(values);
    if (request === undefined)
      return emptyAll(asking, noValue('request', card.request, values), deps.trace);
    const { isRetry: isAlone, span } = question;
    const template = card.request.visiblePath;
    const answer = await ask({ ...request, template, isAlone, span }, signal);
    if (!answer.ok) return answer;
    if (answer.found !== null) return mapAll(asking, answer.found, id);
    if (id !== null) lookup.forget(sought, id);
    const asked = `${request.method} ${template}`;
    const { status } = answer;
    return emptyAll(asking, { kind: 'not_found', request: asked, status }, deps.trace);
  }

  /** One after the other, so that each card's budget is its own time. */
  async function mapAll({ cards, question }: Asking, found: Found, id: string | null) {
    const answers = new Map<string, CardAnswer>();
    for (const [key, card] of cards) {
      const subject = withhold(question.subject, card);
      answers.set(
        key,
        await mapCard(key, card, {
          bindings: bindingsOf(found, subject, card.usesLookup ? id : null),
          values: placeholderValues(subject, id),
          budget: createBudget({ clock: deps.clock }),
          onEvaluated: deps.trace && traceCard(deps.trace, config.name, key),
          onEmpty: (why) => deps.trace?.emptied({ card: key, why }),
        }),
      );
    }
    return { ok: true as const, cards: answers };
  }

  return {
    async call(question, signal) {
      const cards = question.keys.flatMap((key) => {
        const card = service.cards.get(key);
        return card === undefined ? [] : [[key, card] as const];
      });
      const [[, card] = []] = cards;
      if (card === undefined) return answerAll([]);
      const sought = { ...question, isStrict: card.config.match === 'externalId' };
      return identify({ question, cards, card, sought }, signal);
    },
    forget: () => lookup.forgetAll(),
    sweep: () => lookup.sweep(),
  };
}

function emptyAll({ cards }: Asking, why: WhyEmpty, trace: Trace | undefined): CallResult {
  for (const [card] of cards) trace?.emptied({ card, why });
  return answerAll(cards.map(([key, card]) => [key, emptyCard(key, card)]));
}

function sayAll({ cards }: Asking, words: string): CallResult {
  return answerAll(cards.map(([key]) => [key, noteCard(key, words, 'MUTED')]));
}

function answerAll(answers: readonly (readonly [string, CardAnswer])[]): CallResult {
  return { ok: true, cards: new Map(answers) };
}

function tracePicks(trace: Trace, upstream: string) {
  return ({ pick }: LookupStep, index: number, value: unknown): void => {
    const path = `lookup[${index}].pick`;
    trace.evaluated({ upstream, card: null, path, expression: pick.source, value });
  };
}

function traceCard(trace: Trace, upstream: string, card: string) {
  return (path: string, expression: string, value: unknown): void =>
    trace.evaluated({ upstream, card, path, expression, value });
}
