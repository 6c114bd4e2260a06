import t from 'tap';
import { showProgress } from '../../src/cli/progress.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { fakeTerminal } from '../fixtures/terminal.ts';

await t.test('shows what it waits for, and leaves nothing behind', async (t) => {
  const clock = createManualClock();
  const terminal = fakeTerminal({ isInteractive: true, clock });
  const stop = showProgress(terminal, () => 'waiting for billing');
  clock.advance(400);
  t.equal(
    terminal.err,
    '\r\u001B[K⠋ waiting for billing 0.3 s\r\u001B[K⠙ waiting for billing 0.4 s',
  );
  stop();
  t.ok(terminal.err.endsWith('0.4 s\r\u001B[K'));
  t.equal(clock.pending(), 0);
});

await t.test('what is done at once is not shown', async (t) => {
  const clock = createManualClock();
  const terminal = fakeTerminal({ isInteractive: true, clock });
  const stop = showProgress(terminal, () => 'waiting');
  clock.advance(200);
  stop();
  clock.advance(1_000);
  t.equal(terminal.err, '');
});

await t.test('is for people only, in their columns', async (t) => {
  const clock = createManualClock();
  const piped = fakeTerminal({ clock });
  showProgress(piped, () => 'waiting');
  const narrow = fakeTerminal({ isInteractive: true, clock, columns: 10 });
  showProgress(narrow, () => 'waiting for everything');
  clock.advance(300);
  t.equal(piped.err, '');
  t.equal(narrow.err, '\r\u001B[K⠋ waiting');
});
