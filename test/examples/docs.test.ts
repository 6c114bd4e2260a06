import { globSync } from 'node:fs';
import t from 'tap';
import { parseCommandLine } from '../../src/cli/arguments.ts';
import { loadCommands } from '../../src/cli/commands.ts';
import { load, told } from '../fixtures/config-directory.ts';
import { readPage, recipesIn } from './page.ts';
import { recipeFiles, serveRecipe } from './recipe.ts';
import { variablesOf } from './told-service.ts';

const paths = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/**/*.md')];
const pages = await Promise.all(paths.map(async (path) => ({ path, text: await readPage(path) })));
const ada = { id: 'c_1', email: 'ada@example.com', externalId: 'acct_1' };

await t.test('every upstream file on a page loads without a warning', async (t) => {
  const files = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/^```yaml\n([^]*?)^```$/gm)]
      .filter(([, yaml = '']) => yaml.includes('\nadapter: '))
      .map(([, yaml = '']) => ({ path, yaml })),
  );
  t.ok(files.length > 10);
  for (const { path, yaml } of files) {
    const variables = { CARDS_TOKEN: 'let-me-in-if-you-please', ...variablesOf(yaml) };
    const loading = { upstreams: { 'example.yaml': yaml }, others: recipeFiles };
    const result = await load(t, loading, variables);
    const where = `${path}: ${/^name: .*/m.exec(yaml)?.[0]}`;
    t.same(told(result), [], where);
    t.same(result.ok && result.warnings, [], where);
  }
});

await t.test('the first JSON API makes the card', async (t) => {
  const recipe = recipesIn(await readPage('docs/service-teams.md')).get('A JSON API');
  if (recipe === undefined) throw new Error('the page has no such section');
  const { show } = await serveRecipe(t, recipe);
  t.same(await show('last-order', ada), [
    'row: text "Order #10418" | badge "shipped" GREEN',
    'text "$512.00" MUTED',
  ]);
});

await t.test('every link leads somewhere, to a heading too', async (t) => {
  const headings = new Map(pages.map(({ path, text }) => [path, anchorsIn(text)]));
  for (const { path, text } of pages) {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [, file = '', anchor = ''] = /^([^#]*)#?(.*)$/.exec(target) ?? [];
      const place = file === '' ? path : new URL(file, `file:///${path}`).pathname.slice(1);
      await t.resolves(readPage(place), `${path}: ${target}`);
      if (anchor !== '') t.ok(headings.get(place)?.has(anchor), `${path}: ${target}`);
    }
  }
});

await t.test('every command on a page is one that the program takes', async (t) => {
  const lines = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:`|npx |^)customer-cards-gateway (?!-)([^`\n#]+)/gm)].map(
      ([, line = '']) => ({ path, line: line.trim() }),
    ),
  );
  t.ok(lines.length > 10);
  const commands = await loadCommands();
  for (const { path, line } of lines) {
    t.match(parseCommandLine(wordsOf(line), commands), { kind: 'command' }, `${path}: ${line}`);
  }
});

/** As a shell splits them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

/** As GitHub makes them: lower case, no punctuation, hyphens for spaces. */
function anchorsIn(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
