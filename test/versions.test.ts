import { readFile } from 'node:fs/promises';
import t from 'tap';

const { version, engines } = JSON.parse(await readFile('package.json', 'utf8')) as {
  version: string;
  engines: { node: string };
};
const changelog = await readFile('CHANGELOG.md', 'utf8');
const headings = [...changelog.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);

await t.test(
  'the changelog has what is not released, then the releases, the newest first',
  async (t) => {
    const [first, ...releases] = headings;
    t.equal(first, '[Unreleased]');
    for (const heading of releases) t.match(heading, /^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/);
    const dates = releases.map((heading) => heading.slice(-10));
    t.same(dates, dates.toSorted().toReversed());
    t.ok(releases[0]?.startsWith(`[${version}] `), 'the newest is the version of the package');
  },
);

await t.test('the page says which Node the package asks for', async (t) => {
  const [, node = ''] = /^>=(.*)$/.exec(engines.node) ?? [];
  t.match(await readFile('docs/versions.md', 'utf8'), `Node ${node} or newer`);
});
