import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { disk } from '../config/files.ts';
import { addUpstream } from './add/add-upstream.ts';
import { answersFrom, upstreamOptions } from './add/options.ts';
import { defineCommand } from './command.ts';
import { isConfigDirectory } from './config-directory.ts';
import { gatewayFile } from './init/gateway-file.ts';
import { failure } from './say.ts';
import { programName } from './usage.ts';

export const init = defineCommand({
  name: 'init',
  summary: 'write a configuration to start from',
  description: `Writes DIR/gateway.yaml and the file of a first service, with comments that tell where to
go on; DIR is config by default. On a terminal it asks for what is not given.

Two secrets are made up, for Plain and for the admin listener. They and the variable of
the service's token go into DIR/.env, which only you can read and git ignores: never into
a YAML file. What is in .env already stays.`,
  positionals: { usage: '[DIR]', min: 0, max: 1 },
  options: {
    name: { type: 'string', value: 'NAME', summary: 'of the first service' },
    ...upstreamOptions,
  },
  async run({ values, positionals: [directory = 'config'] }, terminal) {
    const { name, force: mayReplace } = values;
    if (!mayReplace && (await isConfigDirectory(directory))) {
      const file = join(directory, 'gateway.yaml');
      const message = `${file} is there already; \`${programName} add\` adds one more service, --force replaces it`;
      return failure(terminal, 'init', message);
    }
    const files = new Map([['gateway.yaml', gatewayFile], ...(await ignored(directory))]);
    const secrets = new Map(['CARDS_TOKEN', 'ADMIN_TOKEN'].map((name) => [name, createSecret()]));
    const given = answersFrom(name, values);
    return addUpstream({ command: 'init', directory, given, mayReplace, files, secrets }, terminal);
  },
});

function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** That git leaves the secrets alone; whoever has said already what it ignores knows better. */
async function ignored(directory: string): Promise<[path: string, text: string][]> {
  const { ok: isThere } = await disk.readText(resolve(directory, '.gitignore'));
  return isThere ? [] : [['.gitignore', '.env\n']];
}
