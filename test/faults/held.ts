import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What this process holds. */
export interface Held {
  readonly descriptors: number;
  readonly sockets: number;
  readonly heapBytes: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export function held(): Held {
  collectGarbage();
  const resources = process.getActiveResourcesInfo();
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    sockets: resources.filter((resource) => resource.startsWith('TCP')).length,
    heapBytes: process.memoryUsage().heapUsed,
  };
}

/** What controls have left behind so far. */
export const controls = { heapBytes: 0 };

/** Runs a control: the mutated copies of the sources that it loads stay loaded, which is no growth of the gateway's. */
export async function apart<T>(control: () => Promise<T>): Promise<T> {
  const before = held().heapBytes;
  const result = await control();
  controls.heapBytes += held().heapBytes - before;
  return result;
}
