import type { Clock } from '../../clock.ts';

/** What is to be sent elsewhere, in batches, by somebody who may fail or hang: it holds nobody up and is bounded. */
export interface ExportQueue<Item> {
  /** Drops what finds no room. */
  add(item: Item): void;
  /** Sends what is waiting, for at most `withinMs`, and drops the rest. Resolves always. */
  close(withinMs: number): Promise<void>;
  /** So many had no room, or were not taken. */
  readonly dropped: number;
}

export interface ExportQueueOptions<Item> {
  /** Answers whether the batch was taken. */
  readonly send: (batch: readonly Item[]) => Promise<boolean>;
  readonly clock: Pick<Clock, 'after'>;
}

const maxWaiting = 2_048;
/** Writing one takes about a millisecond of the event loop. */
const maxBatch = 128;
/** So long a batch waits to be a full one. */
const gatherMs = 1_000;
/** A batch that is not taken by then is not waited for. */
const sendTimeoutMs = 10_000;

/** One batch is under way at a time. */
export function createExportQueue<Item>(options: ExportQueueOptions<Item>): ExportQueue<Item> {
  const { send, clock } = options;
  const waiting: Item[] = [];
  let dropped = 0;
  let isClosed = false;
  let cancelTimer: (() => void) | null = null;
  let sending: Promise<void> | null = null;

  function schedule(): void {
    if (waiting.length >= maxBatch) void flush();
    else cancelTimer ??= clock.after(gatherMs, () => void flush(), { keepsProcess: false });
  }

  function flush(): Promise<void> {
    cancelTimer?.();
    cancelTimer = null;
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, maxBatch);
      const isTaken = await within(
        sendTimeoutMs,
        send(batch).catch(() => false),
        clock,
      );
      if (isTaken !== true) dropped += batch.length;
    }
  }

  return {
    add(item) {
      if (isClosed || waiting.length >= maxWaiting) {
        dropped += 1;
        return;
      }
      waiting.push(item);
      if (sending === null) schedule();
    },
    async close(withinMs) {
      isClosed = true;
      await within(withinMs, flush(), clock);
      dropped += waiting.splice(0).length;
    },
    get dropped() {
      return dropped;
    },
  };
}

/** What it comes to, or undefined when that takes longer. */
async function within<T>(
  ms: number,
  result: Promise<T>,
  clock: Pick<Clock, 'after'>,
): Promise<T | undefined> {
  const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
  const cancel = clock.after(ms, () => resolve(undefined));
  return Promise.race([result, tooLate]).finally(cancel);
}
