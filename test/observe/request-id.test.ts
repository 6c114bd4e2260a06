import t from 'tap';
import { requestIdOf, wellFormedId } from '../../src/observe/request-id.ts';

const createId = (): string => 'new';
const idOf = (value: string | readonly string[]) =>
  requestIdOf({ 'x-request-id': value }, createId);

await t.test('an id that proxies and tracers make is kept', async (t) => {
  for (const id of [
    'a',
    '4f2c1f0e9d8b7a6c5d4e3f2a1b0c9d8e',
    '0b2e6f0e-6c0e-4a3e-9f0e-2d0c3f1b8a77',
    'Root=1-67891233-abcdef012345678912345678',
    'eu-1/worker_7:42+b==',
    'x'.repeat(128),
  ]) {
    t.equal(idOf(id), id);
    t.equal(wellFormedId(id, createId), id);
  }
});

await t.test('anything else is replaced: it would stand in the log', async (t) => {
  for (const id of [
    '',
    'x'.repeat(129),
    'ada@example.com',
    'two words',
    'a\nb',
    'a\n',
    '\u001b[2J',
    '{"level":50}',
    'ключ',
    '<script>',
    '%0a',
  ]) {
    t.equal(idOf(id), 'new', JSON.stringify(id));
  }
});

await t.test('an id that came twice is none', async (t) => {
  t.equal(idOf(['a', 'b']), 'new');
  t.equal(idOf(['a', 'a']), 'new');
  t.equal(idOf(['a']), 'a');
});

await t.test('who brings none gets a new one, another each time', async (t) => {
  t.equal(requestIdOf({}, createId), 'new');
  t.match(requestIdOf({}), /^[0-9a-f-]{36}$/);
  t.not(requestIdOf({}), requestIdOf({}));
  t.not(wellFormedId('two words'), wellFormedId('two words'));
});
