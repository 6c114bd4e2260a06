import { isAbsolute, join } from 'node:path';
import type { Examination } from '../../config/load.ts';
import { checkText } from '../check/text.ts';
import { defaultDirectory } from '../config-directory.ts';
import { lookOf } from '../draw/look.ts';
import type { Terminal } from '../terminal.ts';
import { programName } from '../usage.ts';
import { tokenVariable } from './upstream-file.ts';
import type { UpstreamFacts } from './upstream-file.ts';

export interface Done {
  readonly directory: string;
  /** Paths in the directory. */
  readonly written: readonly string[];
  readonly facts: UpstreamFacts;
  /** Variables that were added to `.env`. */
  readonly added: readonly string[];
  readonly hasEnvFile: boolean;
}

/** Says what was written, and the commands that come next. */
export async function reportDone(done: Done, terminal: Terminal): Promise<void> {
  const { directory, written, facts, added, hasEnvFile } = done;
  const envFile = join(directory, '.env');
  const isDefault = directory === (await defaultDirectory());
  const config = isDefault ? '' : ` ${word(directory)}`;
  const lines = [
    ...written.map((path) => `Wrote ${join(directory, path)}`),
    ...(added.length > 0 ? [`Added to ${envFile}: ${added.join(', ')}`] : []),
    '',
    'Next:',
    ...tokenLines(facts, terminal, hasEnvFile ? envFile : null),
    ...(hasEnvFile ? [`  set -a; . ${word(sourced(envFile))}; set +a`] : []),
    `  ${programName} check${config}`,
    `  ${programName} try ${facts.cards.join(' ')}${config && ` --config${config}`} --email ada@example.com --external-id acct_1`,
  ];
  terminal.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** What the new files would make wrong. The exit status of a failure. */
export function reportProblems(
  examination: Examination,
  directory: string,
  terminal: Terminal,
): number {
  const options = { directory, width: terminal.columns, look: lookOf(terminal) };
  terminal.stderr.write(`${checkText(examination, options)}Nothing was written.\n`);
  return 1;
}

function tokenLines(facts: UpstreamFacts, { env }: Terminal, envFile: string | null): string[] {
  const variable = tokenVariable(facts);
  if (!facts.hasToken || env[variable]) return [];
  return [
    envFile === null
      ? `  export ${variable}=…`
      : `  # write the value of ${variable} into ${envFile}`,
  ];
}

/** Shells look elsewhere for a name without a slash. */
function sourced(path: string): string {
  return isAbsolute(path) || path.startsWith('..') ? path : `./${path}`;
}

function word(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
