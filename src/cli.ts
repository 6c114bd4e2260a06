import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'run'; readonly directory: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly message: string };

export const usage = `Usage: customer-cards-gateway --config DIR

Serves Plain's customer cards as DIR/gateway.yaml and DIR/upstreams/*.yaml say.

  -c, --config DIR   the configuration directory
      --version      print the version
  -h, --help         print this
`;

/** Reads the arguments after the program's name. */
export function parseCommand(args: readonly string[]): Command {
  try {
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
    if (values.help) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    if (!values.config) return { kind: 'mistake', message: '--config DIR is missing' };
    return { kind: 'run', directory: values.config };
  } catch (error) {
    return { kind: 'mistake', message: error instanceof Error ? error.message : String(error) };
  }
}

const options = {
  config: { type: 'string', short: 'c' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;
