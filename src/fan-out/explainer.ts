import type { Trace, TracedEvaluation, TracedRequest, TracedResponse } from './trace.ts';
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
}

/** Gathers what a trace tells. */
export function createExplainer(): Explainer {
  const responses = new Map<TracedRequest, Exchange['response']>();
  const evaluations: TracedEvaluation[] = [];
  return {
    trace: {
      requested: (request) => void responses.set(request, null),
      responded: ({ request, ...response }) => void responses.set(request, response),
      evaluated: (evaluation) => void evaluations.push(evaluation),
    },
    explanation: () => ({
      exchanges: [...responses].map(([request, response]) => ({ request, response })),
      evaluations,
    }),
  };
}
