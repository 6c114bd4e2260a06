import { computed, effect, signal } from '@preact/signals';
import type {
  CustomerView,
  MappingAnswer,
  MappingQuestion,
  MappingResult,
} from '../../admin/api.ts';
import { findSyntaxProblem } from '../../validate/json-syntax.ts';
import { comebacks } from '../app/connection.ts';
import { askSignedIn } from '../app/session.ts';
import { createDraftAddress } from '../editor/draft-address.ts';
import { formatJson } from '../editor/format-json.ts';
import type { Range } from '../editor/json-range.ts';
import { settled } from '../editor/settled.ts';
import { readDraft, writeDraft } from './draft.ts';
import { mappingExamples } from './examples.ts';
import type { MappingExample } from './examples.ts';
import { problemsIn } from './problems.ts';

const [first] = mappingExamples;

// Kept while other views are shown.
export const yaml = signal<string>(first.yaml);
export const response = signal<string>(first.response);
/** The card of the file that is made; the first when null. */
export const card = signal<string | null>(null);

/** A response that a service gave: real data, which stays in this tab's memory. */
export interface Fetched {
  readonly card: string;
  readonly customer: CustomerView;
  /** What the editor had before. */
  readonly sample: string;
}

export const fetched = signal<Fetched | null>(null);

/** Whom the card is for, in memory only; null for the gateway's invented one. */
export const customer = computed(() => fetched.value?.customer ?? null);

/** Where the editors go. */
export const yamlPlace = signal<Range | null>(null);
export const responsePlace = signal<Range | null>(null);

const question = computed((): MappingQuestion => {
  return {
    yaml: yaml.value,
    response: response.value,
    customer: customer.value,
    ...(card.value !== null && { card: card.value }),
  };
});
const settledQuestion = settled(question, 300);

/** What the gateway said, and to what. */
interface Answered {
  readonly question: MappingQuestion;
  readonly answer: MappingAnswer;
}

export const latest = signal<Answered | null>(null);
/** Why the last question was not answered. */
export const refusal = signal<string | null>(null);

const problems = computed(() => latest.value?.answer.problems ?? []);
export const yamlProblems = computed(() =>
  problemsIn(latest.value?.question.yaml ?? '', 'yaml', problems.value),
);
export const responseProblems = computed(() =>
  problemsIn(latest.value?.question.response ?? '', 'response', problems.value),
);

/** What came of the file and the response when both could be used last. */
export const lastResult = signal<MappingResult | null>(null);
const lastGood = signal<MappingResult['components']>(null);
effect(() => {
  const result = latest.value?.answer.result ?? null;
  if (result !== null) lastResult.value = result;
  if (result?.failure === null) lastGood.value = result.components;
});

/** What can be drawn: of what is written, else of what was written before. */
export const drawn = computed(() => {
  const result = latest.value?.answer.result ?? null;
  const isOld = result === null || result.failure !== null;
  return { isOld, components: isOld ? lastGood.value : result.components };
});

let turn = 0;

async function ask(body: MappingQuestion): Promise<void> {
  const mine = ++turn;
  const answered = await askSignedIn<MappingAnswer>('api/mapping', { body });
  // Another question has been asked meanwhile.
  if (mine !== turn) return;
  // That the gateway is gone is told above every view.
  refusal.value = answered.ok || answered.problem === 'gone' ? null : answered.message;
  if (!answered.ok) return;
  latest.value = { question: body, answer: answered.body };
  const { cards } = answered.body;
  const isGone = card.peek() !== null && !cards.some((key) => key === card.peek());
  if (isGone && cards.length > 0) card.value = null;
}

const address = createDraftAddress('mapping', {
  read: () =>
    writeDraft({
      yaml: yaml.peek(),
      response: fetched.peek()?.sample ?? response.peek(),
      card: card.peek(),
    }),
  write(text) {
    const draft = readDraft(text);
    if (draft !== null) show(draft);
    return draft !== null;
  },
});
export const { problem: draftProblem } = address;

function show(draft: Pick<MappingExample, 'yaml' | 'response'> & { card?: string | null }): void {
  fetched.value = null;
  lastResult.value = null;
  lastGood.value = null;
  yaml.value = draft.yaml;
  response.value = draft.response;
  card.value = draft.card ?? null;
}

/** While the view is open the gateway is asked about what is written, and the address follows it. */
export function open(): () => void {
  const stopFollowing = address.follow(settledQuestion);
  const stopAsking = settledQuestion.subscribe((body) => void ask(body));
  const stopAskingAnew = comebacks.subscribe((times) => {
    if (times > 0) void ask(settledQuestion.peek());
  });
  return () => {
    stopFollowing();
    stopAsking();
    stopAskingAnew();
  };
}

/** Begins anew with an example; Back leads back to what was there. */
export async function choose(example: MappingExample): Promise<void> {
  await address.keep('the same entry');
  show(example);
  await address.keep('a new entry');
}

/** Sets the response the way the examples' are; does nothing while it is no JSON. */
export function formatResponse(): void {
  const text = response.peek();
  if (findSyntaxProblem(text) === null) response.value = formatJson(JSON.parse(text));
}

export function takeFetched(text: string, from: Omit<Fetched, 'sample'>): void {
  fetched.value = { ...from, sample: fetched.peek()?.sample ?? response.peek() };
  response.value = text;
}

/** Forgets the real data. */
export function dropFetched(): void {
  const { sample } = fetched.peek() ?? { sample: response.peek() };
  fetched.value = null;
  response.value = sample;
}
