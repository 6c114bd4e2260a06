/** The part of a Node stream that a sink needs. */
export interface LineStream {
  readonly writableLength: number;
  write(text: string, done: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/** Where a log's lines go. Never blocks, never throws, and holds at most `maxBytes` that nobody has taken yet. */
export interface LineSink {
  write(line: string): void;
  /** Hands over what was written in this turn: before the process exits. */
  flush(): void;
  /** Lines that found no room, or nobody at the other end. */
  readonly dropped: number;
}

/**
 * `stream` writes without blocking, as stdout does on a pipe. It gets the lines of one turn of the event loop together: a
 * system call for each would cost a busy gateway more than to write the line.
 */
export function createLineSink(stream: LineStream, maxBytes = 1_048_576): LineSink {
  let dropped = 0;
  let pending = '';
  let lines = 0;
  // A log that nobody reads any more is no reason to stop: the write below is told as well.
  stream.on('error', () => {});

  function flush(): void {
    if (lines === 0) return;
    const count = lines;
    stream.write(pending, (error) => {
      if (error) dropped += count;
    });
    pending = '';
    lines = 0;
  }

  return {
    write(line) {
      if (stream.writableLength + pending.length + line.length > maxBytes) {
        dropped += 1;
        return;
      }
      if (lines === 0) setImmediate(flush);
      pending += line;
      lines += 1;
    },
    flush,
    get dropped() {
      return dropped;
    },
  };
}
