import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as fc from 'fast-check';
import t from 'tap';
import { checkText } from '../../src/cli/check/text.ts';
import { examineConfig } from '../../src/config/load.ts';
import type { ConfigProblem, Examination } from '../../src/config/load.ts';
import { assembleGateway } from '../../src/gateway.ts';
import { filesIn } from '../fixtures/broken-config.ts';
import { mutations } from '../fixtures/config-mutations.ts';
import type { Mutation } from '../fixtures/config-mutations.ts';

type Texts = Readonly<Record<string, string>>;

/** Everything that ships: all adapters, look-ups, expectations, a component tree of every kind. */
const good: Texts = {
  'gateway.yaml': readFileSync('config/gateway.yaml', 'utf8'),
  ...Object.fromEntries(
    globSync('config/upstreams/*.yaml').map((file) => [
      `upstreams/${basename(file)}`,
      readFileSync(file, 'utf8'),
    ]),
  ),
  'upstreams/stripe.yaml': readFileSync('config/examples/stripe.yaml', 'utf8')
    .replace('  subscription-status:', '  stripe-subscription:')
    .replace('  latest-invoice:', '  stripe-invoice:'),
  'upstreams/intercom.yaml': readFileSync('config/examples/intercom.yaml', 'utf8'),
};
const names = Object.keys(good);
const variables = Object.values(good).flatMap((text) =>
  [...text.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name = '']) => name),
);
const env = Object.fromEntries(variables.map((name) => [name, `secret-of-${name}`]));

const examine = (files: Texts): Promise<Examination> =>
  examineConfig('/', env, { files: filesIn(files) });

function isInside({ file, line, column = 0 }: ConfigProblem, files: Texts): boolean {
  const lines = (files[file] ?? '').split('\n');
  if (line === undefined) return files[file] === undefined;
  const text = lines[line - 1];
  return text !== undefined && column >= 1 && column <= text.length + 1;
}

/** Does everything up to listening, and undoes it. */
async function start({ config }: Examination): Promise<void> {
  if (config === undefined) throw new Error('neither a configuration nor a problem');
  await assembleGateway(config).close();
}

void t.test('what is mutated is good', async (t) => {
  const examination = await examine(good);
  t.same(examination.problems, []);
  await start(examination);
});

/** The long form is for whoever changes the checks. */
const numRuns = process.env['SOAK'] ? 30_000 : 300;

void t.test(
  'mistakes of mutated files are told with their places, and what passes starts',
  async (t) => {
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(mutations, { minLength: 1, maxLength: 3 }),
        async (name, changes) => {
          const files = { ...neighboursOf(name), [name]: mutate(good[name] ?? '', changes) };
          const examination = await examine(files);
          for (const problem of [...examination.problems, ...examination.warnings]) {
            if (!isInside(problem, files)) throw new Error(`outside: ${JSON.stringify(problem)}`);
          }
          checkText(examination, { directory: '', width: 80, look });
          if (examination.problems.length > 0) return;
          passed += 1;
          await start(examination);
        },
      ),
      { numRuns },
    );
    t.ok(passed > numRuns / 50, `${passed} of ${numRuns} passed`);
    t.ok(passed < numRuns, 'not all passed');
  },
);

/** The fewest files that a mutated one is loaded with. */
function neighboursOf(name: string): Texts {
  const other = name === 'gateway.yaml' ? 'upstreams/billing.yaml' : 'gateway.yaml';
  return { [other]: good[other] ?? '' };
}

/** What is no YAML any more takes no further change of its data. */
function mutate(text: string, changes: readonly Mutation[]): string {
  return changes.reduce((mutated, { apply }) => {
    try {
      return apply(mutated);
    } catch {
      return mutated;
    }
  }, text);
}

const look = { colourDepth: 1, hasUnicode: true, hasLinks: false };
