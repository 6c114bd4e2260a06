import { readFile } from 'node:fs/promises';
import t from 'tap';
import { productionPackages, readLock } from '../scripts/production-packages.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
const page = await readFile('docs/dependencies.md', 'utf8');
const packages = productionPackages(await readLock());

const allowedLicences = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
]);

/** The packages in the first column of the tables of a section, each with its other cells. */
function tableUnder(heading: string): Map<string, string[]> {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [body = ''] = section.split('\n## ');
  return new Map(
    [...body.matchAll(/^\| `([^`]+)` +\|(.*)\|$/gm)].map(([, name = '', rest = '']) => [
      name,
      rest.split('|').map((cell) => cell.trim()),
    ]),
  );
}

for (const [heading, wanted] of [
  ['What runs', manifest.dependencies],
  ['What may be installed beside it', manifest.peerDependencies],
  ['What builds and tests it', manifest.devDependencies],
] as const) {
  await t.test(`"${heading}" has each package with its reason, and no other`, async (t) => {
    const table = tableUnder(heading);
    t.same([...table.keys()].sort(), Object.keys(wanted).sort());
    for (const [name, cells] of table) t.notOk(cells.includes(''), name);
  });
}

await t.test('what may be installed beside it need not be', async (t) => {
  const { peerDependencies, peerDependenciesMeta } = manifest;
  for (const name of Object.keys(peerDependencies))
    t.equal(peerDependenciesMeta[name]?.optional, true, name);
});

await t.test('every licence is one that is allowed', async (t) => {
  t.ok(packages.length > 50);
  t.same(
    packages.filter(({ license = 'none' }) => !allowedLicences.has(license)),
    [],
  );
});

await t.test(
  'every package is locked by its hash, and runs nothing when it is installed',
  async (t) => {
    for (const { name, integrity = '', hasInstallScript } of packages) {
      t.match(integrity, /^sha512-/, name);
      t.equal(hasInstallScript, undefined, name);
    }
  },
);

await t.test('every package is needed by one of the project’s own', async (t) => {
  t.same(
    packages.filter(({ neededBy }) => neededBy.length === 0),
    [],
  );
});
