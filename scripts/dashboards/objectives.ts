/** A promise of config/prometheus/rules, and the recordings that measure it. */
export interface Objective {
  readonly name: string;
  readonly promise: string;
  /** Recordings of what went wrong, and of all, end in `:rate5m`; of the share that went wrong in `:ratio_1h` and so on. */
  readonly bad: string;
  readonly all: string;
  readonly where: string;
  /** The share that may go wrong in 30 days. */
  readonly budget: number;
}

export const cards: Objective = {
  name: 'cards',
  promise: '99.5 % of the cards asked for are shown, or known to be empty.',
  bad: 'job:customer_cards_cards_unavailable',
  all: 'job:customer_cards_cards',
  where: 'job="$job"',
  budget: 0.005,
};

export const answers: Objective = {
  name: 'answers',
  promise: '95 % of the answers are there within 1 s.',
  bad: 'job:customer_cards_answers_slow',
  all: 'job:customer_cards_answers',
  where: 'job="$job"',
  budget: 0.05,
};

const calls = {
  name: 'calls',
  promise: '99 % of the calls to a service bring an answer.',
  bad: 'job_upstream:customer_cards_upstream_calls_failed',
  all: 'job_upstream:customer_cards_upstream_calls',
  budget: 0.01,
};
export const callsOfAll: Objective = { ...calls, where: 'job="$job"' };
export const callsOfOne: Objective = { ...calls, where: 'job="$job",upstream="$upstream"' };

/** How many times faster the budget is used up than would last for 30 days. */
export function burnRate({ bad, where, budget }: Objective, window: '1h' | '6h'): string {
  return `${bad}:ratio_${window}{${where}} / ${budget}`;
}

/** 1 while nothing was used up, 0 when all was, less when more was. */
export function budgetLeft({ bad, all, where, budget }: Objective): string {
  const mean = (record: string) => `avg_over_time(${record}:rate5m{${where}}[30d])`;
  return `1 - ${mean(bad)} / (${mean(all)} > 0) / ${budget}`;
}
