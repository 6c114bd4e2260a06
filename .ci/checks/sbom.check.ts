import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { onThisNode, run } from './processes.ts';

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string }[];
  readonly licenses?: readonly object[];
}

interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

suite('the SBOM', { timeout: 60_000 }, () => {
  let fresh: string;
  let sbom: Sbom;

  before(async () => {
    fresh = await mkdtemp(join(tmpdir(), 'fresh-checkout-'));
    for (const name of ['package.json', 'package-lock.json', 'scripts'])
      await cp(name, join(fresh, name), { recursive: true });
    const options = { cwd: fresh, env: onThisNode };
    const { status, output } = await run('npm', ['run', '--silent', 'sbom'], options);
    assert.equal(status, 0, output);
    sbom = JSON.parse(output.slice(output.indexOf('{'))) as Sbom;
  });
  after(() => rm(fresh, { recursive: true }));

  test('is made of a fresh checkout, before anything is installed', () => {
    assert.equal(sbom.bomFormat, 'CycloneDX');
    assert.equal(sbom.metadata.component.name, 'customer-cards-gateway');
  });

  test('has every package of an installation without development dependencies, and no other', async () => {
    const listed = await run('npm', ['ls', '--omit=dev', '--all', '--json', '--silent']);
    const installed = new Set<string>();
    collect(JSON.parse(listed.output) as Tree, installed);
    assert.ok(installed.size > 50);
    assert.deepEqual(
      sbom.components.map(({ name, version }) => `${name}@${version}`).sort(),
      [...installed].sort(),
    );
  });

  test('says of each its licence, its hash, where it is from and what it needs', () => {
    const refs = new Set(
      [sbom.metadata.component, ...sbom.components].map((one) => one['bom-ref']),
    );
    for (const { name, purl, hashes, licenses } of sbom.components) {
      assert.match(purl, /^pkg:npm\//, name);
      assert.equal(hashes?.[0]?.alg, 'SHA-512', name);
      assert.ok((licenses ?? []).length > 0, name);
    }
    assert.deepEqual(new Set(sbom.dependencies.map(({ ref }) => ref)), refs);
    for (const needed of sbom.dependencies.flatMap(({ dependsOn }) => dependsOn))
      assert.ok(refs.has(needed), needed);
  });
});

interface Tree {
  readonly dependencies?: Readonly<Record<string, Tree & Installed>>;
}

interface Installed {
  readonly version?: string;
  /** Nothing asks for it: what an install script has left. */
  readonly extraneous?: boolean;
}

function collect({ dependencies = {} }: Tree, into: Set<string>): void {
  for (const [name, tree] of Object.entries(dependencies)) {
    // A peer that may be there, and is not.
    if (tree.version === undefined || tree.extraneous === true) continue;
    into.add(`${name}@${tree.version}`);
    collect(tree, into);
  }
}
