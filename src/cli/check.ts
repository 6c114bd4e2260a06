import { examineConfig } from '../config/load.ts';
import type { Examination } from '../config/load.ts';
import { disk } from '../config/files.ts';
import { suggest } from '../suggest.ts';
import { checkGithub } from './check/github.ts';
import { checkJson } from './check/json.ts';
import { checkText } from './check/text.ts';
import { defineCommand } from './command.ts';
import { lookOf } from './draw/look.ts';
import type { Terminal } from './terminal.ts';

const formats = new Map<string, Report>([
  [
    'text',
    (examination, directory, terminal) =>
      checkText(examination, { directory, width: terminal.columns, look: lookOf(terminal) }),
  ],
  ['json', checkJson],
  ['github', checkGithub],
]);

type Report = (examination: Examination, directory: string, terminal: Terminal) => string;

/** The command that tells everything that is wrong with a configuration. Exit status 1 when it has problems. */
export const check = defineCommand({
  name: 'check',
  summary: 'check a configuration: every mistake with its line',
  description: `Checks DIR/gateway.yaml and DIR/upstreams/*.yaml as strictly as the gateway does when it
starts, and tells everything that is wrong at once. DIR is config by default if it
holds a gateway.yaml, else the current directory.

Exit status: 0 all is well (warnings allowed), 1 there are problems, 2 wrong usage.`,
  positionals: { usage: '[DIR]', min: 0, max: 1 },
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      summary: 'text (default), json, or github for annotations of a pull request',
    },
    'no-secrets': {
      type: 'boolean',
      summary:
        'take ${VAR} and ${file:…} without a value for given: where the\nsecrets are not, as in a pipeline',
    },
  },
  async run({ values, positionals: [directory] }, terminal) {
    const report = formats.get(values.format ?? 'text');
    if (report === undefined) return refuseFormat(values.format ?? '', terminal);
    const place = directory ?? (await defaultDirectory());
    const examination = await examineConfig(place, terminal.env, {
      maybeAbsent: values['no-secrets'],
    });
    terminal.stdout.write(report(examination, place, terminal));
    return examination.problems.length === 0 ? 0 : 1;
  },
});

function refuseFormat(format: string, { stderr }: Terminal): number {
  stderr.write(`check: unknown format; ${suggest(format, [...formats.keys()])}\n`);
  return 2;
}

async function defaultDirectory(): Promise<string> {
  const listed = await disk.listNames('config');
  return listed.ok && listed.value.includes('gateway.yaml') ? 'config' : '.';
}
