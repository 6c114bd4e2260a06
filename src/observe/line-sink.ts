/** The part of a Node stream that a sink needs. */
export interface LineStream {
  readonly writableLength: number;
  write(text: string, done: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/** Where a log's lines go. Never blocks, never throws, and holds at most `maxBytes` that nobody has taken yet. */
export interface LineSink {
  write(line: string): void;
  /** Lines that found no room, or nobody at the other end. */
  readonly dropped: number;
}

/** `stream` writes without blocking, as stdout does on a pipe. */
export function createLineSink(stream: LineStream, maxBytes = 1_048_576): LineSink {
  let dropped = 0;
  const drop = (): void => void (dropped += 1);
  // A log that nobody reads any more is no reason to stop: the write below is told as well.
  stream.on('error', () => {});
  return {
    write(line) {
      if (stream.writableLength + line.length > maxBytes) drop();
      else stream.write(line, (error) => error && drop());
    },
    get dropped() {
      return dropped;
    },
  };
}
