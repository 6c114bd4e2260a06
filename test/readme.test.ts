import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import t from 'tap';
import { withReference } from '../scripts/reference.ts';

const readme = await readFile('README.md', 'utf8');

await t.test('the configuration reference is what the schemas say', async (t) => {
  const written = await format(withReference(readme), {
    ...(await resolveConfig('README.md')),
    filepath: 'README.md',
  });
  t.equal(written, readme, 'run `npm run docs`');
});

await t.test('every field is described', async (t) => {
  t.notMatch(readme, /^\| `[^`]+` \|[^|]*\| +\|$/m);
});

await t.test('every relative link leads somewhere', async (t) => {
  for (const [, target = ''] of readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    await t.resolves(readFile(target), target);
  }
});
