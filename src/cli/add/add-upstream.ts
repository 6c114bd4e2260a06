import { resolve } from 'node:path';
import { disk } from '../../config/files.ts';
import { createAsker } from '../ask.ts';
import { failure } from '../say.ts';
import type { Terminal } from '../terminal.ts';
import { gatherFacts } from './facts.ts';
import type { Answers, Gathered } from './facts.ts';
import { reportDone, reportProblems } from './report.ts';
import { schemasFor } from './schemas.ts';
import { tokenVariable, upstreamFile } from './upstream-file.ts';
import type { UpstreamFacts } from './upstream-file.ts';
import { addVariables, examineNew, writeConfig } from './write-config.ts';
import type { Written } from './write-config.ts';

export interface Addition {
  /** Whose messages these are. */
  readonly command: string;
  readonly directory: string;
  readonly given: Partial<Answers>;
  readonly mayReplace: boolean;
  /** What is written beside the upstream's file, by path in the directory. */
  readonly files: ReadonlyMap<string, string>;
  /** New secrets, by variable: they are what makes a `.env` where there is none. */
  readonly secrets: ReadonlyMap<string, string>;
}

const manners = `Enter takes what stands in brackets; Ctrl+C leaves everything as it is.\n`;

/** Gathers what has to be known of a service, and writes its file when nothing is wrong with it. The exit status. */
export async function addUpstream(addition: Addition, terminal: Terminal): Promise<number> {
  const { command, directory, files, mayReplace } = addition;
  const gathered = await gather(addition, terminal);
  if (!gathered.ok) return failure(terminal, command, gathered.message);
  const { facts } = gathered;
  const texts = new Map([
    ...files,
    [`upstreams/${facts.name}.yaml`, upstreamFile(facts)],
    ...(await schemasFor(directory, mayReplace)),
  ]);
  const examination = await examineNew({ directory, texts }, terminal.env);
  if (examination.problems.length > 0) return reportProblems(examination, directory, terminal);
  const kept = await keepVariables(addition, facts);
  if (!kept.ok) return failure(terminal, command, kept.message);
  const written = await writeConfig({ directory, texts }, mayReplace);
  if (!written.ok) return failure(terminal, command, written.message);
  await reportDone({ directory, written: [...texts.keys()], facts, ...kept }, terminal);
  return 0;
}

async function gather(
  { command, directory, given, mayReplace }: Addition,
  terminal: Terminal,
): Promise<Gathered> {
  const listed = await disk.listNames(resolve(directory, 'upstreams'));
  const taken = listed.ok && !mayReplace ? listed.value : [];
  const asker = terminal.isInteractive ? createAsker(terminal, manners) : null;
  const nameOption = command === 'init' ? '--name NAME' : 'NAME';
  return gatherFacts(given, { asker, taken, nameOption }).finally(() => asker?.close());
}

/** In the directory's `.env`, where there is one or has to be: secrets have to be somewhere. */
async function keepVariables(
  { directory, secrets }: Addition,
  facts: UpstreamFacts,
): Promise<Written<{ readonly added: readonly string[]; readonly hasEnvFile: boolean }>> {
  const { ok: isThere } = await disk.readText(resolve(directory, '.env'));
  const hasEnvFile = isThere || secrets.size > 0;
  if (!hasEnvFile) return { ok: true, added: [], hasEnvFile };
  const own = new Map(facts.hasToken ? [[tokenVariable(facts), '']] : []);
  const kept = await addVariables(directory, new Map([...secrets, ...own]));
  return kept.ok ? { ...kept, hasEnvFile } : kept;
}
