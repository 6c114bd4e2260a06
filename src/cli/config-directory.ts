import { disk } from '../config/files.ts';

/** Where a command finds its configuration when it is told no directory: `config` where that holds one, else here. */
export async function defaultDirectory(): Promise<string> {
  const listed = await disk.listNames('config');
  return listed.ok && listed.value.includes('gateway.yaml') ? 'config' : '.';
}
