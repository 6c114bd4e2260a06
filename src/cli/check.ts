import { examineConfig } from '../config/load.ts';
import type { Examination } from '../config/load.ts';
import { suggest } from '../suggest.ts';
import { checkGithub } from './check/github.ts';
import { checkJson } from './check/json.ts';
import { checkText } from './check/text.ts';
import { defineCommand } from './command.ts';
import { defaultDirectory } from './config-directory.ts';
import { lookOf } from './draw/look.ts';
import { mistake } from './say.ts';
import type { Terminal } from './terminal.ts';

type Report = (examination: Examination, directory: string, terminal: Terminal) => string;

const reports = new Map<string, Report>([
  [
    'text',
    (examination, directory, terminal) =>
      checkText(examination, { directory, width: terminal.columns, look: lookOf(terminal) }),
  ],
  ['json', checkJson],
  ['github', checkGithub],
]);

/** The command that tells everything that is wrong with a configuration. Exit status 1 when it has problems. */
export const check = defineCommand({
  name: 'check',
  summary: 'check a configuration: every mistake with its line',
  description: `Checks DIR/gateway.yaml and DIR/upstreams/*.yaml as strictly as the gateway does
when it starts, and tells everything that is wrong at once. DIR is config by
default if that holds a gateway.yaml, else the current directory.

Exit status: 0 all is well (there may be warnings), 1 there are problems, 2 wrong
usage.`,
  positionals: { usage: '[DIR]', min: 0, max: 1 },
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      summary: 'text (default), json, or github: annotations of a\npull request',
    },
    'no-secrets': {
      type: 'boolean',
      summary:
        'take ${VAR} and ${file:…} without a value for given:\nwhere the secrets are not, as in a pipeline',
    },
  },
  async run({ values, positionals: [directory] }, terminal) {
    const { format = 'text', 'no-secrets': maybeAbsent } = values;
    const report = reports.get(format);
    if (report === undefined) {
      const hint = suggest(format, [...reports.keys()]);
      return mistake(terminal, 'check', `unknown format ${JSON.stringify(format)}; ${hint}`);
    }
    const place = directory ?? (await defaultDirectory());
    const examination = await examineConfig(place, terminal.env, { maybeAbsent });
    terminal.stdout.write(report(examination, place, terminal));
    return examination.problems.length === 0 ? 0 : 1;
  },
});
