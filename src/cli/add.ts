import { addUpstream } from './add/add-upstream.ts';
import { answersFrom, upstreamOptions } from './add/options.ts';
import { defineCommand } from './command.ts';
import { defaultDirectory, isConfigDirectory, nameOf } from './config-directory.ts';
import { failure } from './say.ts';
import { programName } from './usage.ts';

const nothing: ReadonlyMap<string, string> = new Map();

export const add = defineCommand({
  name: 'add',
  summary: 'write the file of one more service',
  description: `Writes upstreams/NAME.yaml into a configuration, with comments that tell where to go on.
On a terminal it asks for what is not given. The file is checked together with the others
before it is written, and not written when something would be wrong.

Secrets are no part of it: a token comes from the environment, and into the directory's
.env only its variable is added, where there is such a file.`,
  positionals: { usage: '[NAME]', min: 0, max: 1 },
  options: {
    config: {
      type: 'string',
      short: 'c',
      value: 'DIR',
      summary: 'the configuration; by default config or the current directory',
    },
    ...upstreamOptions,
  },
  async run({ values, positionals: [name] }, terminal) {
    const directory = values.config ?? (await defaultDirectory());
    if (!(await isConfigDirectory(directory))) {
      const message = `there is no gateway.yaml in ${nameOf(directory)}; \`${programName} init\` writes one`;
      return failure(terminal, 'add', message);
    }
    const given = answersFrom(name, values);
    const { force: mayReplace } = values;
    return addUpstream(
      { command: 'add', directory, given, mayReplace, files: nothing, secrets: nothing },
      terminal,
    );
  },
});
