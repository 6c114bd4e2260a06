import t from 'tap';
import { parseCommandLine } from '../../src/cli/arguments.ts';
import { defineCommand } from '../../src/cli/command.ts';
import { fakeTerminal } from '../fixtures/terminal.ts';

const run = defineCommand({
  name: 'run',
  summary: 'run it',
  options: {
    config: { type: 'string', short: 'c', value: 'DIR', required: true, summary: 'where' },
  },
  run: async ({ values }, { stdout }) => {
    stdout.write(values.config);
    return 0;
  },
});

const fetch = defineCommand({
  name: 'fetch',
  summary: 'fetch keys',
  description: 'Fetches what it is told.',
  positionals: { usage: 'KEY…', min: 1, max: 2 },
  options: {
    all: { type: 'boolean', short: 'a', summary: 'every key\neven of others' },
    header: { type: 'string', multiple: true, value: 'TEXT', summary: 'sent' },
    url: { type: 'string', value: 'URL', summary: 'from there' },
  },
  run: async () => 1,
});

const parse = (...args: readonly string[]) => parseCommandLine(args, [run, fetch]);

function given(...args: readonly string[]) {
  const line = parse(...args);
  return line.kind === 'command' ? { name: line.command.name, ...line.given } : line;
}

await t.test('without a command the options are for the first one', async (t) => {
  for (const args of [['--config', 'etc'], ['--config=etc'], ['-c', 'etc'], ['run', '-cetc']]) {
    t.match(given(...args), { name: 'run', values: { config: 'etc' }, positionals: [] });
  }
});

await t.test('a command gets its options and the rest', async (t) => {
  t.same(given('fetch', 'one', '-a', '--url=x', '--header', 'a', 'two', '--header', 'b'), {
    name: 'fetch',
    values: { all: true, header: ['a', 'b'], url: 'x' },
    positionals: ['one', 'two'],
  });
  t.same(given('fetch', '-'), {
    name: 'fetch',
    values: { all: false, header: [], url: undefined },
    positionals: ['-'],
  });
});

await t.test('after -- nothing is an option, and of several the last counts', async (t) => {
  t.match(given('fetch', '--url', 'a', '--url', 'b', '--', '--all'), {
    values: { all: false, url: 'b' },
    positionals: ['--all'],
  });
});

await t.test('a value may begin with a dash when nothing is left to guess', async (t) => {
  t.match(given('fetch', 'k', '--url=-x'), { values: { url: '-x' } });
  t.match(given('fetch', 'k', '--url', '-'), { values: { url: '-' } });
});

await t.test('help and version come before every mistake', async (t) => {
  t.match(parse('--help'), { kind: 'help', text: /^Usage: customer-cards-gateway --config DIR\n/ });
  t.match(parse('--nope', '-h'), { kind: 'help' });
  t.match(parse('--version', '-h'), { kind: 'help' });
  t.match(parse('fetch', '-h'), { kind: 'help', text: /^Usage: .* fetch KEY… \[OPTIONS\]\n/ });
  t.same(parse('--version'), { kind: 'version' });
  t.same(parse('fetch', '--version'), { kind: 'version' });
});

await t.test('help lists every command and every option, in 80 columns', async (t) => {
  const program = parse('--help');
  const command = parse('fetch', '--help');
  if (program.kind !== 'help' || command.kind !== 'help') throw new Error('no help');
  t.match(program.text, /^ {2}run +run it\n {2}fetch +fetch keys$/m);
  t.match(command.text, /^ {2}-a, --all +every key\n +even of others\n {6}--header TEXT +sent$/m);
  t.match(command.text, /\nFetches what it is told\.\n/);
  for (const text of [program.text, command.text]) {
    t.ok(text.split('\n').every((line) => line.length <= 80));
  }
});

for (const [args, message] of [
  [[], '--config DIR is missing'],
  [['--config', ''], '--config needs a value: --config DIR'],
  [['-c'], '-c needs a value: --config DIR'],
  [['--nope'], 'unknown option --nope'],
  [['--confg=x'], 'unknown option --confg; did you mean --config?'],
  [['--version=1'], '--version takes no value'],
  [['-c', 'etc', 'more'], '"more" is one argument too many'],
  [['fecth'], 'unknown command "fecth"; did you mean fetch?'],
  [['serve'], 'unknown command "serve"; known are run, fetch'],
  [['fetch'], 'fetch: KEY… is missing'],
  [['fetch', 'a', 'b', 'c'], 'fetch: "c" is one argument too many'],
  [['fetch', 'a', '--al'], 'fetch: unknown option --al; did you mean --all?'],
  [['fetch', 'a', '--constructor'], 'fetch: unknown option --constructor'],
  [['fetch', 'a', '--all=x'], 'fetch: --all takes no value'],
  [
    ['fetch', 'a', '--url', '--all'],
    'fetch: --url needs a value; one that begins with a dash is written --url=--all',
  ],
] as const) {
  await t.test(`mistake: ${args.join(' ')}`, async (t) => {
    t.match(parse(...args), { kind: 'mistake', message, usage: /^Usage: / });
  });
}

await t.test('after a mistake a command says where to read on', async (t) => {
  t.match(parse('fetch'), {
    usage: `Usage: customer-cards-gateway fetch KEY… [OPTIONS]
customer-cards-gateway fetch --help shows how it is used.
`,
  });
});

await t.test('a command runs in the terminal that it is given', async (t) => {
  const line = parse('-c', 'etc');
  if (line.kind !== 'command') throw new Error(line.kind);
  const terminal = fakeTerminal();
  t.equal(await line.command.run(line.given, terminal), 0);
  t.equal(terminal.out, 'etc');
});
