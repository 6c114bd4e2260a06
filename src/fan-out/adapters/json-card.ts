import { formatPath } from '../../config/problem.ts';
import type { Budget } from '../../mapping/budget.ts';
import type { Bindings } from '../../mapping/variables.ts';
import type { PlaceholderValues } from '../../mapping/placeholder.ts';
import type { Template } from '../../mapping/template.ts';
import type { Failure } from '../../outcome.ts';
import type { Expectation, JsonCard } from '../../plan/json-card.ts';
import type { CardAnswer } from '../call.ts';
import { failed } from '../call.ts';
import type { WhyEmpty } from '../trace.ts';
import { asText, valuesIn } from './json-values.ts';

/** What a card is made from. */
export interface Material {
  readonly bindings: Bindings;
  /** What `expect:` compares with. */
  readonly values: PlaceholderValues;
  readonly budget: Budget;
  /** Told what each expression gave; the path is below the card. */
  readonly onEvaluated?: ((path: string, expression: string, value: unknown) => void) | undefined;
  /** Told why there is no data. */
  readonly onEmpty?: ((why: WhyEmpty) => void) | undefined;
}

/** Maps an answer to the card, or says why it must not be shown. */
export async function mapCard(
  key: string,
  card: JsonCard,
  material: Material,
): Promise<CardAnswer> {
  const { bindings, values, budget, onEvaluated, onEmpty } = material;
  const lacking = card.expectations.find(({ expected }) => expected.render(values) === undefined);
  // Nothing to compare with: whose data it is can't be known.
  if (lacking !== undefined) {
    onEmpty?.(noValue('expect', lacking.expected, values));
    return emptyCard(key, card);
  }
  const checked = await checkExpectations(card, material);
  if (checked.failure !== null) return failed(checked.failure);
  const mapped = await card.tree.evaluate(
    bindings,
    budget,
    onEvaluated &&
      (({ path, source, value }) =>
        onEvaluated(formatPath(['components', ...path]), source, value)),
  );
  if (!mapped.ok)
    return failed(mappingFailure(formatPath(['components', ...mapped.path]), mapped.message));
  const { components } = mapped;
  if (components.length === 0) {
    onEmpty?.({ kind: 'nothing_left' });
    return emptyCard(key, card);
  }
  return checked.isEchoed
    ? { ok: true, card: { key, components } }
    : failed({
        reason: 'wrong_customer',
        detail: 'expect: the answer does not say whom it is about',
      });
}

/** That something could not be filled in: for want of these values, or of a way to say them there. */
export function noValue(
  place: 'request' | 'expect',
  { names }: Pick<Template, 'names'>,
  values: PlaceholderValues,
): WhyEmpty {
  const missing = [...names].filter((name) => (values.get(name) ?? null) === null);
  return { kind: 'no_value', place, placeholders: missing.length > 0 ? missing : [...names] };
}

/** No data: hidden, or said in the card's words. */
export function emptyCard(key: string, { config: { empty } }: JsonCard): CardAnswer {
  return empty === 'hide'
    ? { ok: true, card: { key, components: null }, isNoData: true }
    : noteCard(key, empty);
}

/** Words in place of data. */
export function noteCard(key: string, plainText: string, plainTextColor?: 'MUTED'): CardAnswer {
  const text = plainTextColor === undefined ? { plainText } : { plainText, plainTextColor };
  return {
    ok: true,
    card: { key, components: [{ componentPlainText: text }] },
    isNoData: true,
  };
}

type Checked =
  /** `isEchoed`: every expectation found something to compare. */
  { readonly failure: null; readonly isEchoed: boolean } | { readonly failure: Failure };

async function checkExpectations(card: JsonCard, material: Material): Promise<Checked> {
  let isEchoed = true;
  for (const expectation of card.expectations) {
    const checked = await check(expectation, material);
    if (checked.failure !== null) return checked;
    isEchoed &&= checked.isEchoed;
  }
  return { failure: null, isEchoed };
}

async function check({ actual, expected }: Expectation, material: Material): Promise<Checked> {
  const { bindings, values, budget, onEvaluated } = material;
  const path = formatPath(['expect', actual.source]);
  const evaluated = await actual.evaluate(bindings.response, bindings, budget);
  if (!evaluated.ok) return { failure: mappingFailure(path, evaluated.message) };
  onEvaluated?.(path, actual.source, evaluated.value);
  const wanted = expected.render(values);
  const found = valuesIn(evaluated.value);
  return found.every((value) => asText(value) === wanted)
    ? { failure: null, isEchoed: found.length > 0 }
    : {
        failure: { reason: 'wrong_customer', detail: `${path}: the answer is about somebody else` },
      };
}

function mappingFailure(path: string, message: string): Failure {
  return { reason: 'mapping', detail: `${path}: ${message}` };
}
