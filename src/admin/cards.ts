import type { Gateway } from '../gateway.ts';
import type { Answered, CardReport } from '../observe/events.ts';
import { recordSpans } from '../observe/tracing/recorder.ts';
import type { Component } from '../validate/components.ts';
import type { AnsweredCardView, CardsAnswer } from './api.ts';
import { describeFailure, remedyOf } from './failure-words.ts';
import type { Question } from './question.ts';
import { viewSpans } from './span-views.ts';

interface AnsweredCard {
  readonly timeToLiveSeconds: number;
  readonly components: readonly Component[] | null;
}

/** Asks as Plain does, so that cache, reload detection and limits are Plain's too, and says how each card came about. */
export async function askAsPlain(
  gateway: Gateway,
  { request, caller }: Question,
  requestId: string,
): Promise<CardsAnswer> {
  const { clock } = gateway;
  let report: Answered | undefined;
  const stop = gateway.answeredWatch.follow(requestId, (answered) => void (report = answered));
  try {
    const { span, recorded } = recordSpans('request', clock);
    const body = await gateway.answer(request, caller, clock.now(), { requestId, span });
    span.end();
    const { cards } = JSON.parse(body) as { cards: AnsweredCard[] };
    return {
      ref: report?.ref ?? '',
      durationMs: report?.durationMs ?? 0,
      deadlineMs: gateway.settings.deadlineMs,
      cards: cards.flatMap((card, index) => {
        const told = report?.cards[index];
        return told === undefined ? [] : toView(card, told);
      }),
      spans: viewSpans(recorded),
    };
  } finally {
    stop();
  }
}

function toView(
  { timeToLiveSeconds, components }: AnsweredCard,
  { key, outcome, upstream, ageMs, failure }: CardReport,
): AnsweredCardView {
  return {
    key,
    outcome,
    reason: failure?.reason ?? null,
    reasonText: failure && `${describeFailure(failure)}. ${remedyOf(failure)}`,
    upstream,
    ageSeconds: ageMs === null ? null : Math.floor(ageMs / 1000),
    ttlSeconds: timeToLiveSeconds,
    components,
  };
}
