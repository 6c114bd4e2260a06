import t from 'tap';
import { withVariables } from '../../../src/cli/add/env-file.ts';

const variables = new Map([
  ['CARDS_TOKEN', 'a'],
  ['ADMIN_TOKEN', 'b'],
]);

await t.test('adds what is missing, at the end', async (t) => {
  t.same(withVariables('', variables), {
    text: 'CARDS_TOKEN=a\nADMIN_TOKEN=b\n',
    added: ['CARDS_TOKEN', 'ADMIN_TOKEN'],
  });
  t.same(
    withVariables('# mine\nX=1', variables).text,
    '# mine\nX=1\nCARDS_TOKEN=a\nADMIN_TOKEN=b\n',
  );
});

await t.test('touches nothing that is there, also when it is empty or exported', async (t) => {
  const text = 'export CARDS_TOKEN=mine\n  ADMIN_TOKEN=\n';
  t.same(withVariables(text, variables), { text, added: [] });
});

await t.test('another name that ends alike, and a comment, are no variable', async (t) => {
  const { added } = withVariables('MY_CARDS_TOKEN=x\n#ADMIN_TOKEN=x\n', variables);
  t.same(added, ['CARDS_TOKEN', 'ADMIN_TOKEN']);
});
