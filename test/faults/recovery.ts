import { setTimeout as pause } from 'node:timers/promises';
import type { Test } from 'tap';
import { startBench } from './bench.ts';
import { drive } from './drive.ts';
import { answerWell } from './faulty-server.ts';
import { controls, held } from './held.ts';
import { record, scale } from './row.ts';

const restMs = scale.isLong ? 60_000 : 500;
/** What the engine keeps of code that has run: compiled functions, shapes, buffers of its own. */
const allowedHeapBytes = 24 * 1_048_576;

/** Proves, after a group's rows and a rest, that the process holds what it held before them. */
export async function watchRecovery(t: Test, group: string): Promise<() => Promise<void>> {
  await warmUp();
  const before = await held();
  return async () => {
    await t.test(`${group}: what the faults took is given back`, async (t) => {
      await pause(restMs);
      const after = await held();
      const heapBytes = after.heapBytes - before.heapBytes - controls.heapBytes;
      const violations = [
        ...(after.descriptors <= before.descriptors ? [] : ['descriptors']),
        ...(after.sockets <= before.sockets ? [] : ['sockets']),
        ...(heapBytes <= allowedHeapBytes ? [] : ['heap']),
      ];
      const measured = `descriptors ${before.descriptors} → ${after.descriptors}, sockets ${before.sockets} → ${after.sockets}, heap ${(heapBytes / 1_048_576).toFixed(1)} MiB`;
      t.same(violations, [], measured);
      record({
        id: `${group} rest`,
        fault: `${restMs / 1_000} s after the rows of group ${group}`,
        expected: 'no descriptor, no socket more than before; heap within 24 MiB',
        form: scale.isLong ? 'long' : 'short',
        measured,
        control: 'each row has its own',
        verdict: violations.length > 0 ? 'FAILS' : 'holds',
      });
    });
  };
}

/** Loads what a gateway needs to run at all. */
async function warmUp(): Promise<void> {
  const bench = await startBench({ respond: answerWell });
  await drive(bench, { requests: 50, concurrency: 5 });
  await bench.close();
}
