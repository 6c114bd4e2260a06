import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { mutants } from './fixtures/cache-model/mutants.ts';
import type { Mutant } from './fixtures/cache-model/mutants.ts';
import { invariants } from './fixtures/cache-model/oracle.ts';
import type { Subject } from './fixtures/cache-model/play.ts';
import { search } from './fixtures/cache-model/search.ts';

async function load(t: Test, { file, find, replace }: Mutant): Promise<Subject> {
  const directory = t.testdir({});
  await cp('src', join(directory, 'src'), { recursive: true });
  const path = join(directory, file);
  const source = await readFile(path, 'utf8');
  t.equal(source.split(find).length, 2, 'the mistake has one place');
  await writeFile(
    path,
    source.replace(find, () => replace),
  );
  const url = pathToFileURL(directory).href;
  return {
    ...(await import(`${url}/src/gateway.ts`)),
    ...(await import(`${url}/src/config/options.ts`)),
  } as Subject;
}

await t.test('every promise has a mutant', async (t) => {
  const broken = new Set(mutants.map(({ breaks }) => breaks));
  t.strictSame([...broken].sort(), [...invariants].sort());
});

t.setTimeout(240_000);
for (const mutant of mutants) {
  const { breaks, file, find, profile = {} } = mutant;
  await t.test(`"${breaks}" is broken in ${file} without: ${find.trim()}`, async (t) => {
    const subject = await load(t, mutant);
    const { broken } = await search({
      subject,
      histories: 300,
      stepsEach: 300,
      profile,
      maxTries: 60,
    });
    t.equal(broken?.found.invariant, breaks, broken?.found.detail ?? 'survived');
    t.comment(`seed ${broken?.seed}, ${broken?.history.length} steps`);
  });
}
