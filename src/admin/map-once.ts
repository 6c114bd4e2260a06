import type { Clock } from '../clock.ts';
import type { JsonUpstreamConfig } from '../config/json-upstream.ts';
import { admitCard } from '../fan-out/admit-card.ts';
import { mapCard } from '../fan-out/adapters/json-card.ts';
import { asText, bindingsOf, valuesIn } from '../fan-out/adapters/json-values.ts';
import { createBudget } from '../mapping/budget.ts';
import { placeholderValues } from '../mapping/placeholder.ts';
import type { Bindings } from '../mapping/variables.ts';
import type { Failure } from '../outcome.ts';
import type { Customer, Subject } from '../parse/customer.ts';
import { compileJsonService } from '../plan/json-card.ts';
import type { JsonCard } from '../plan/json-card.ts';
import type { CustomerView, MappingResult } from './api.ts';
import { describeFailure } from './failure-words.ts';
import type { MappingDeps } from './mapping.ts';

export interface MapQuestion {
  readonly upstream: JsonUpstreamConfig;
  readonly card: string;
  readonly response: unknown;
  readonly customer?: CustomerView | null;
  /** Stands for the id that `lookup:` finds. */
  readonly lookup?: string | null;
}

export interface MapFailure {
  /** Below the card; null where no place in the file is to blame. */
  readonly path: string | null;
  readonly message: string;
}

export interface Mapped extends Pick<MappingResult, 'components' | 'evaluations'> {
  readonly failure: MapFailure | null;
}

/** In characters of JSON, of one value and of all: one expression may give the whole response. */
const maxValueLength = 2_000;
const maxValuesLength = 200_000;

const somebody: Customer = {
  id: 'c_01EXAMPLE',
  email: 'customer@example.com',
  externalId: 'example',
};

/** Makes one card of one response: the mapping, its bounds, and what decides whether a card may be shown. */
export async function mapOnce(
  { upstream, card: key, response, ...question }: MapQuestion,
  { clock, maxCardBytes }: MappingDeps,
): Promise<Mapped> {
  const card = compileJsonService(upstream).cards.get(key);
  if (card === undefined) throw new TypeError(`no card ${key}`);
  const found = { response, hasNextPage: false };
  const subject = subjectOf(question.customer);
  const guessed = (): Promise<string> => guessLookup(card, bindingsOf(found, subject, null), clock);
  const lookup = card.usesLookup ? (question.lookup ?? (await guessed())) : null;
  const evaluations = createEvaluations();
  const made = await mapCard(key, card, {
    bindings: bindingsOf(found, subject, lookup),
    values: placeholderValues(subject, lookup),
    budget: createBudget({ clock }),
    onEvaluated: evaluations.add,
  });
  const admitted = made.ok ? admitCard(made.card, maxCardBytes) : made;
  return {
    components: admitted.ok ? admitted.card.components : null,
    failure: admitted.ok ? null : describe(admitted.failure),
    evaluations: evaluations.all,
  };
}

function subjectOf(customer: CustomerView | null = null): Subject {
  const { id = null, email = null, externalId = null } = customer ?? somebody;
  return { customer: { id, email, externalId }, thread: null, tenant: null };
}

/** Nobody is looked up here, so the customer found is the one whom the response is about. */
async function guessLookup(card: JsonCard, bindings: Bindings, clock: Clock): Promise<string> {
  const wanted = Object.values(card.config.expect);
  for (const [index, { actual }] of card.expectations.entries()) {
    if (wanted[index] !== '{lookup}') continue;
    const budget = createBudget({ clock });
    const evaluated = await actual.evaluate(bindings.response, bindings, budget);
    const [id] = evaluated.ok ? valuesIn(evaluated.value) : [];
    if (id !== undefined) return asText(id);
  }
  return 'example';
}

function createEvaluations() {
  const all: MappingResult['evaluations'][number][] = [];
  let left = maxValuesLength;
  return {
    all,
    add: (path: string, expression: string, value: unknown): void => {
      if (left <= 0) return;
      const json = JSON.stringify(value) ?? '';
      left -= Math.min(json.length, maxValueLength);
      const isCut = json.length > maxValueLength;
      const shown = isCut ? `${json.slice(0, maxValueLength)} …` : value;
      all.push({ path, expression, value: shown, isCut });
    },
  };
}

/** As `formatPath` writes it. */
const placed = /^((?:[\w.-]|\[\d+\]|\["(?:[^"\\]|\\.)*"\])+): ([^]*)$/;

function describe(failure: Failure): MapFailure {
  const { reason, detail = '', pointer = '', rule = '' } = failure;
  if (reason === 'invalid_card') {
    return { path: null, message: `Plain would refuse the card: ${pointer || '/'}: ${rule}` };
  }
  const [, path, message] = placed.exec(detail) ?? [];
  if (path !== undefined && message !== undefined) return { path, message };
  return { path: null, message: describeFailure(failure) };
}
