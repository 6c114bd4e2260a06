import type { Trace, TracedEvaluation, TracedRequest, TracedResponse, WhyEmpty } from './trace.ts';

/** One request to an upstream, with what came of it. */
export interface Exchange {
  readonly request: TracedRequest;
  /** null when the answer had not come. */
  readonly response: Omit<TracedResponse, 'request'> | null;
}

/** What was done to make the cards, in the order in which it was begun. Secrets are masked; customer data is there. */
export interface Explanation {
  readonly exchanges: readonly Exchange[];
  readonly evaluations: readonly TracedEvaluation[];
}

export interface Explainer {
  readonly trace: Trace;
  readonly explanation: () => Explanation;
  /** Why a card has no data; null when it has some, or its service said so itself. */
  readonly whyEmpty: (card: string) => WhyEmpty | null;
}

/** Gathers what a trace tells. */
export function createExplainer(): Explainer {
  const responses = new Map<TracedRequest, Exchange['response']>();
  const evaluations: TracedEvaluation[] = [];
  const reasons = new Map<string, WhyEmpty>();
  return {
    trace: {
      requested: (request) => void responses.set(request, null),
      responded: ({ request, ...response }) => void responses.set(request, response),
      evaluated: (evaluation) => void evaluations.push(evaluation),
      emptied: ({ card, why }) => void reasons.set(card, why),
    },
    explanation: () => ({
      exchanges: [...responses].map(([request, response]) => ({ request, response })),
      evaluations,
    }),
    whyEmpty: (card) => reasons.get(card) ?? null,
  };
}
