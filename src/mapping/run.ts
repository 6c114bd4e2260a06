import { BudgetError } from './budget.ts';
import type { Budget } from './budget.ts';
import type { Environment } from './native.ts';
import { checkNumber, isFunction, weigh } from './weigh.ts';

/** The longest that expressions run before others get a turn of the event loop. */
const turnMs = 8;

/** Steps inside each other, and beside each other in a list or an object. */
const maxDepth = 1000;

/**
 * Each of thousands of steps beside each other may fail, in one turn of the event loop: these errors are made once,
 * since finding the stack of each would take longer than all the rest. (JSONata's own bound does that.)
 */
const tooDeep = new BudgetError('nested too deeply');
const endedBefore = new BudgetError('ended before');

/** The part of an expression's syntax tree that is evaluated in one step. */
export interface Step {
  readonly type: string;
  readonly value?: unknown;
  readonly group?: unknown;
}

/** What is known of an expression's steps before it runs. */
export interface StepFacts {
  /** Their values are walked whole: compared, written out, or taken for true or false. */
  readonly walked: WeakSet<object>;
  /** Their values become fields of an object. */
  readonly stored: WeakSet<object>;
  /** They make an object, or group a list. */
  readonly grouping: WeakSet<object>;
}

/** All evaluations of the process take turns, so that each is charged with its own time only. */
export class Turns {
  #tail: Promise<unknown> = Promise.resolve();
  /** How long expressions have run since others had a turn of the event loop. */
  busyMs = 0;

  /** Does the work after all that was given before; it must end. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.then(ignore, ignore);
    return result;
  }
}

function ignore(): void {}

/** One evaluation of one expression. */
export class Run {
  readonly budget: Budget;
  readonly #turns: Turns;
  #sinceMs: number;
  #rest: Promise<void> | undefined;
  #isOver = false;
  /** Lists of the input that were seen empty. */
  readonly #empty: unknown[][] = [];

  constructor(budget: Budget, turns: Turns) {
    this.budget = budget;
    this.#turns = turns;
    this.#sinceMs = budget.clock.now() - turns.busyMs;
    budget.resume();
  }

  /** Rejects when the evaluation can't go on by itself: all that it waits for, but for a rest, is done in one turn. */
  stall(): Promise<never> {
    return new Promise((_, reject) => {
      const look = (): void => {
        if (this.#isOver) return;
        if (this.#rest === undefined) reject(new BudgetError('waited for ever'));
        else setImmediate(look);
      };
      setImmediate(look);
    });
  }

  /** Steps that are still under way, as there are behind one that failed, end at their next step. */
  end(): void {
    this.#isOver = true;
    this.budget.pause();
    this.#turns.busyMs = this.budget.clock.now() - this.#sinceMs;
  }

  step(): void {
    if (this.#isOver) throw endedBefore;
    this.budget.step();
  }

  /** Before each step; what it returns is awaited. */
  enter({ type }: Step, input: unknown, depth: number): Promise<void> | undefined {
    this.step();
    if (depth > maxDepth) throw tooDeep;
    if (type === 'wildcard' || type === 'descendant') weigh(input, this.budget);
    return this.rest();
  }

  /** Lets others have a turn of the event loop when it is time to; to be awaited before going on. */
  rest(): Promise<void> | undefined {
    const isTired = this.budget.clock.now() - this.#sinceMs > turnMs;
    if (isTired) this.#rest ??= this.#sleep();
    return this.#rest;
  }

  /** After each step. */
  leave(
    step: Step,
    value: unknown,
    { walked, stored, grouping }: StepFacts,
    seen?: { readonly input: unknown; readonly scope: Environment },
  ): void {
    if (grouping.has(step))
      this.#restoreEmpty([seen?.input, seen?.scope.lookup(String(step.value))]);
    if (isEmptyList(value)) this.#empty.push(value);
    if (typeof value === 'number') checkNumber(value);
    if (typeof value === 'string') this.#admitText(step, value);
    if (typeof value !== 'object' && typeof value !== 'function') return;
    if (stored.has(step) && isFunction(value))
      throw new BudgetError('put a function into an object');
    if (walked.has(step) || isBuilt(step, value)) weigh(value, this.budget);
  }

  /** To make an object of an empty list, JSONata puts an undefined value into that list, which may be the input's. */
  #restoreEmpty(seen: readonly unknown[]): void {
    for (const list of [...seen, ...this.#empty])
      if (Array.isArray(list) && list.length === 1 && list[0] === undefined) list.length = 0;
  }

  #admitText({ type }: Step, text: string): void {
    weigh(text, this.budget);
    if (builders.has(type)) this.budget.make(text.length);
  }

  async #sleep(): Promise<void> {
    this.budget.pause();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    this.#rest = undefined;
    this.#sinceMs = this.budget.clock.now();
    this.budget.resume();
  }
}

function isEmptyList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length === 0;
}

const builders: ReadonlySet<string> = new Set([
  'unary',
  'binary',
  'function',
  'apply',
  'wildcard',
  'descendant',
]);

/** Whether the step made the value, or only found it. */
function isBuilt({ type, group }: Step, value: object | null): boolean {
  return builders.has(type) || group !== undefined || (value !== null && 'sequence' in value);
}
