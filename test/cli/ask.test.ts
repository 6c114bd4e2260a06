import t from 'tap';
import { createAsker } from '../../src/cli/ask.ts';
import { fakeTerminal } from '../fixtures/terminal.ts';

const fine = () => null;

await t.test('asks on stderr, and takes the line without white space at its ends', async (t) => {
  const terminal = fakeTerminal({ input: '  billing \norders\n' });
  const asker = createAsker(terminal);
  t.equal(await asker.ask('Name:', { wrong: fine }), 'billing');
  t.equal(await asker.ask('And:', { wrong: fine }), 'orders');
  asker.close();
  t.equal(terminal.err, 'Name: And: ');
  t.equal(terminal.out, '');
});

await t.test('an empty line stands for what is in brackets', async (t) => {
  const terminal = fakeTerminal({ input: '\n' });
  t.equal(await createAsker(terminal).ask('Token?', { fallback: 'yes', wrong: fine }), 'yes');
  t.equal(terminal.err, 'Token? [yes] ');
});

await t.test('asks again until nothing is wrong, and gives up when the input ends', async (t) => {
  const wrong = (answer: string) => (answer === 'c' ? null : `not ${answer}`);
  const terminal = fakeTerminal({ input: 'a\nb\nc\n' });
  t.equal(await createAsker(terminal).ask('?', { wrong }), 'c');
  t.equal(terminal.err, '?   not a\n?   not b\n? ');
  t.equal(await createAsker(fakeTerminal({ input: 'a\n' })).ask('?', { wrong }), null);
});

await t.test('manners stand before the first question, and before no other', async (t) => {
  const terminal = fakeTerminal({ input: 'a\nb\n' });
  const asker = createAsker(terminal, 'Enter is enough.\n');
  t.equal(terminal.err, '');
  await asker.ask('1?', { wrong: fine });
  await asker.ask('2?', { wrong: fine });
  asker.close();
  t.equal(terminal.err, 'Enter is enough.\n1? 2? ');
});
