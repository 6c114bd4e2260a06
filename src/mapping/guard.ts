import { nativeNames, refusedFunctions } from './function-names.ts';
import { helperFunctions } from './functions.ts';
import type { HelperFunction } from './functions.ts';
import { listFunctions } from './list-functions.ts';
import type {
  Environment,
  Focus,
  FunctionDefinition,
  Implementation,
  Replacement,
} from './native.ts';
import { pictureFunctions } from './pictures.ts';
import { Run } from './run.ts';
import type { StepFacts } from './run.ts';
import { textFunctions } from './text-functions.ts';
import { checkNumber, weigh } from './weigh.ts';

/** Under which name an evaluation finds its run: one that no expression can write. */
export const runName = ' run';

/** The run that an environment of JSONata belongs to. */
export function runIn(environment: Environment): Run {
  const run = environment.lookup(runName);
  if (run instanceof Run) return run;
  throw new TypeError('evaluated outside a run');
}

const replacements: ReadonlyMap<string, Replacement> = new Map(
  Object.entries({ ...textFunctions, ...listFunctions, ...pictureFunctions }),
);

/** They walk their arguments in depth. */
const walkers: ReadonlySet<string> = new Set([
  'string',
  'clone',
  'boolean',
  'not',
  'lookup',
  'keys',
  'merge',
]);

/** An expression that gives JSONata's own functions by their names. */
export const allNatives = `{${nativeNames.map((name) => `"${name}": $${name}`).join(',')}}`;

export type Natives = Readonly<Record<string, FunctionDefinition>>;

/** All functions that an expression may call, within the bounds of the run that calls them; none for those refused. */
export function guardFunctions(natives: Natives): ReadonlyMap<string, unknown> {
  const guarded = Object.entries(natives).map(([name, native]): [string, unknown] => {
    const basis = (name === 'now' ? natives['fromMillis'] : native) ?? native;
    return [name, guardNative(name, native, basis.implementation)];
  });
  const helpers = helperFunctions.map((helper): [string, unknown] => [
    helper.name,
    defineHelper(helper),
  ]);
  const refused = [...refusedFunctions.keys()].map((name): [string, unknown] => [name, undefined]);
  return new Map([...guarded, ...helpers, ...refused]);
}

function guardNative(
  name: string,
  { signature, implementation }: FunctionDefinition,
  native: Implementation,
): FunctionDefinition {
  const replacement = replacements.get(name);
  const guarded = define(
    parametersOf(String(implementation)),
    implementation.length,
    (run, focus, args) => {
      for (const arg of args) {
        if (typeof arg === 'number') checkNumber(arg);
        if (walkers.has(name)) weigh(arg, run.budget);
      }
      return replacement === undefined
        ? native.apply(focus, args)
        : replacement({ run, focus, native }, ...args);
    },
  );
  return { ...guarded, signature };
}

function defineHelper({ signature, call }: HelperFunction): FunctionDefinition {
  const parameters = parametersOf(signature);
  return define(parameters, parameters.length, (run, _, args) =>
    call(args, run.budget.clock.wallNow()),
  );
}

/** "$plural(count, one, many?)" and the source of a JavaScript function alike. */
function parametersOf(text: string): readonly string[] {
  const [, list = ''] = /\(([^)]*)\)/.exec(text) ?? [];
  return list.split(',').map((parameter) => parameter.replace(/=.*|\?/, '').trim());
}

type Work = (run: Run, focus: Focus, args: unknown[]) => unknown;

const noFacts: StepFacts = {
  walked: new WeakSet(),
  stored: new WeakSet(),
  grouping: new WeakSet(),
};

/** With that many arguments it is called where the caller has more to give. */
function define(parameters: readonly string[], length: number, work: Work): FunctionDefinition {
  function implementation(this: Focus, ...args: unknown[]): unknown {
    const run = runIn(this.environment);
    run.step();
    const rest = run.rest();
    return rest === undefined ? call(run, this, args) : rest.then(() => call(run, this, args));
  }
  function call(run: Run, focus: Focus, args: unknown[]): unknown {
    const result = work(run, focus, args);
    return result instanceof Promise ? result : admit(result, run);
  }
  // JSONata reads how many arguments a function takes, and for partial application their names from its source.
  Object.defineProperties(implementation, {
    length: { value: length },
    toString: { value: () => `(${parameters.join(', ')})` },
  });
  return { _jsonata_function: true, implementation };
}

/** Functions that call functions don't see a result as a step does. */
function admit(result: unknown, run: Run): unknown {
  run.leave({ type: 'function' }, result, noFacts);
  return result;
}
