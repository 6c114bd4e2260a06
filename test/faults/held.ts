import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
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

const lookEveryMs = 100;
/** So many looks in which nothing more is given back. */
const looks = 3;
/** What comes and goes with looking. */
const noiseBytes = 131_072;

/**
 * What is held once all is given back that will be. Whatever hangs on a connection takes several turns and collections
 * to go, and a run of 100,000 requests hangs 150 MB on its last ones.
 */
export async function held(): Promise<Held> {
  let heapBytes = Infinity;
  for (let unchanged = 0; unchanged < looks;) {
    collectGarbage();
    const { heapUsed } = process.memoryUsage();
    unchanged = heapUsed < heapBytes - noiseBytes ? 0 : unchanged + 1;
    heapBytes = Math.min(heapBytes, heapUsed);
    await pause(lookEveryMs);
  }
  const resources = process.getActiveResourcesInfo();
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    sockets: resources.filter((resource) => resource.startsWith('TCP')).length,
    heapBytes,
  };
}

/** What controls have left behind so far. */
export const controls = { heapBytes: 0 };

/** Runs a control: the mutated copies of the sources that it loads stay loaded, which is no growth of the gateway's. */
export async function apart<T>(control: () => Promise<T>): Promise<T> {
  const { heapBytes: before } = await held();
  const result = await control();
  const { heapBytes: after } = await held();
  controls.heapBytes += after - before;
  return result;
}
