import { glyphsFor } from './draw/glyphs.ts';
import { lookOf } from './draw/look.ts';
import type { Terminal } from './terminal.ts';

const frameMs = 100;
/** So that what is done at once never flickers. */
const patienceMs = 300;
const eraseLine = '\r\x1b[K';

/**
 * Shows on one line of stderr that something is under way, for people only. `describe` is called for each frame. The
 * returned function ends it and leaves no trace.
 */
export function showProgress(terminal: Terminal, describe: () => string): () => void {
  const { clock, stderr, isInteractive, columns } = terminal;
  if (!isInteractive) return () => {};
  const { spinner } = glyphsFor(lookOf(terminal));
  const startedAt = clock.now();
  let frames = 0;
  let cancel = clock.after(patienceMs, draw);

  function draw(): void {
    const seconds = ((clock.now() - startedAt) / 1000).toFixed(1);
    const line = `${spinner[frames % spinner.length]} ${describe()} ${seconds} s`;
    stderr.write(`${eraseLine}${line.slice(0, columns - 1)}`);
    frames += 1;
    cancel = clock.after(frameMs, draw);
  }

  return () => {
    cancel();
    if (frames > 0) stderr.write(eraseLine);
  };
}
