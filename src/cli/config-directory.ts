import { disk } from '../config/files.ts';

/** Where a command finds its configuration when it is told no directory: `config` where that holds one, else here. */
export async function defaultDirectory(): Promise<string> {
  return (await isConfigDirectory('config')) ? 'config' : '.';
}

export async function isConfigDirectory(directory: string): Promise<boolean> {
  const listed = await disk.listNames(directory);
  return listed.ok && listed.value.includes('gateway.yaml');
}

/** A directory in a sentence. */
export function nameOf(directory: string): string {
  return directory === '.' ? 'the current directory' : directory;
}
