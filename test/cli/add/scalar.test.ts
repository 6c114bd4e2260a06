import t from 'tap';
import { parse } from 'yaml';
import { scalar } from '../../../src/cli/add/scalar.ts';

await t.test('whatever it is, YAML reads the same text', async (t) => {
  const urls = ['usage', 'Billing API', 'https://x.internal:8080/a?b=c&d=%20'];
  const odd = [
    "it's",
    'a: b',
    'a:',
    'a #b',
    '-',
    '_',
    '',
    ' a ',
    'a ',
    '{x}',
    '[x]',
    '*a',
    '!a',
    '@a',
  ];
  const others = ['123', '1e3', '0x1', 'true', 'Null', '~', '%a'];
  const texts = [...urls, ...odd, ...others];
  for (const text of texts) {
    t.equal(parse(scalar(text)), text, text);
    t.strictSame(Object.keys(parse(`${scalar(text)}: 1`) as object), [text]);
  }
});

await t.test('what needs no quotes has none', async (t) => {
  for (const text of ['usage', 'last-order', 'Billing API', 'https://x.internal:8080/cards'])
    t.equal(scalar(text), text);
});
