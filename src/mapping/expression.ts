import { createRequire } from 'node:module';
import type jsonata from 'jsonata';
import { lazily } from '../lazily.ts';
import type { AstNode } from './ast.ts';
import { cardLimits } from './budget.ts';
import type { Budget } from './budget.ts';
import { checkAst } from './check-ast.ts';
import type { AstFacts } from './check-ast.ts';
import { countDoublings } from './doubling.ts';
import { describeFailure } from './failure.ts';
import { allNatives, guardFunctions, runIn, runName } from './guard.ts';
import type { Natives } from './guard.ts';
import type { Environment } from './native.ts';
import { toPlainJson } from './plain-json.ts';
import type { TextProblem } from './problem.ts';
import { LinearRegExp } from './regex-engine.ts';
import { restoreRegexes } from './restore-regexes.ts';
import { Run, Turns } from './run.ts';
import type { Step } from './run.ts';
import { describeSyntax } from './syntax-problem.ts';
import { lookupVariable, variableNames } from './variables.ts';
import type { Bindings, VariableName } from './variables.ts';
import { weigh } from './weigh.ts';

/** Plain JSON, or undefined for no value; else why not, in words without any of the data. */
export type Evaluation =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** A JSONata expression that is known to be sound. */
export interface Expression {
  readonly source: string;
  /** The gateway's variables that it names. */
  readonly variables: ReadonlySet<VariableName>;
  /** Never throws and never rejects; touches nothing but its input; ends within the budget. */
  evaluate(input: unknown, bindings: Bindings, budget: Budget): Promise<Evaluation>;
}

export type CompiledExpression =
  { readonly ok: true; readonly expression: Expression } | TextProblem;

const require = createRequire(import.meta.url);
/** With the first expression: most gateways have none. */
const loadJsonata = lazily(() => require('jsonata') as typeof jsonata);

const maxSourceLength = 10_000;
/** With what JSONata copies of it. */
const maxCopiedLength = 20_000;

/** Checks and prepares an expression that may name the variables in `scope`. */
export function compileExpression(
  source: string,
  scope: readonly VariableName[] = variableNames,
): CompiledExpression {
  if (source.length > maxSourceLength)
    return mistake(`expected at most ${maxSourceLength} characters`);
  if (source.length * 2 ** countDoublings(source) > maxCopiedLength)
    return mistake('?? and ?: stand too deep in one another; name a part with ( $name := …; … )');
  try {
    return prepare(source, scope);
  } catch (error) {
    return describeSyntax(error, source);
  }
}

function mistake(message: string): TextProblem {
  return { ok: false, message, offset: 0 };
}

const engine = {
  RegexEngine: LinearRegExp as unknown as RegExpConstructor,
  /** Entries of a list. */
  sequence: cardLimits.entries,
};

function prepare(source: string, scope: readonly VariableName[]): CompiledExpression {
  const compiled = loadJsonata()(source, engine);
  const root = compiled.ast() as AstNode;
  restoreRegexes(root);
  const facts = checkAst(root, source, scope);
  const [first] = facts.mistakes.toSorted((a, b) => a.offset - b.offset);
  if (first !== undefined) return first;
  observe(compiled, facts);
  const { variables } = facts;
  return { ok: true, expression: { source, variables, evaluate: createEvaluate(compiled) } };
}

/** Has a run see each step. */
function observe(compiled: jsonata.Expression, facts: AstFacts): void {
  const hooks: readonly [symbol, (step: Step, input: unknown, ...rest: HookRest) => unknown][] = [
    [
      Symbol.for('jsonata.__evaluate_entry'),
      (step, input, scope) => runIn(scope).enter(step, input, scope.base.depth),
    ],
    [
      Symbol.for('jsonata.__evaluate_exit'),
      (step, input, scope, value) => runIn(scope).leave(step, value, facts, { input, scope }),
    ],
  ];
  // Its types know names of text only.
  for (const [name, hook] of hooks) compiled.assign(name as unknown as string, hook);
}

type HookRest = [scope: Environment, value?: unknown];

const turns = new Turns();

function createEvaluate(compiled: jsonata.Expression): Expression['evaluate'] {
  const ready = lazily(() => assignFunctions(compiled));
  return (input, bindings, budget) =>
    turns.take(async () => {
      await ready();
      const run = new Run(budget, turns);
      try {
        const { lookup, ...others } = bindings;
        const known = { ...others, [lookupVariable]: lookup, [runName]: run };
        const value: unknown = await Promise.race([compiled.evaluate(input, known), run.stall()]);
        weigh(value, budget);
        return { ok: true, value: toPlainJson(value) };
      } catch (error) {
        return { ok: false, message: describeFailure(error) };
      } finally {
        run.end();
      }
    });
}

async function assignFunctions(compiled: jsonata.Expression): Promise<void> {
  for (const [name, definition] of await functions()) compiled.assign(name, definition);
}

/** For all expressions: they don't change. */
const functions = lazily(async () =>
  guardFunctions((await loadJsonata()(allNatives).evaluate(null)) as Natives),
);
