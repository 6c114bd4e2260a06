import { readFile } from 'node:fs/promises';
import t from 'tap';
import { documents } from '../../scripts/documents.ts';

for (const { file, text } of await documents()) {
  await t.test(`${file} is what the schemas say`, async (t) => {
    t.equal(await readFile(file, 'utf8'), text, 'run `npm run docs`');
  });
}
