import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { disk } from '../../src/config/files.ts';
import type { Files } from '../../src/config/files.ts';
import { loadConfig } from '../../src/config/load.ts';
import { trackReads } from '../../src/config/reads.ts';
import { billingFile, env, gatewayFile, loaded } from '../fixtures/config-directory.ts';

await t.test('gives what the files hold, and remembers where they are', async (t) => {
  const directory = t.testdir({ a: 'text' });
  const reads = trackReads(disk);
  t.same(await reads.readText(join(directory, 'a')), { ok: true, value: 'text' });
  t.same(await reads.readText(join(directory, 'b')), { ok: false, code: 'ENOENT' });
  t.same(await reads.listNames(directory), { ok: true, value: ['a'] });
  t.same(reads.paths, [join(directory, 'a'), join(directory, 'b'), directory]);
});

await t.test('what is touched, or written again as it was, has not changed', async (t) => {
  const directory = t.testdir({ a: 'text' });
  const reads = trackReads(disk);
  await reads.readText(join(directory, 'a'));
  t.equal(await reads.haveChanged(), false);
  writeFileSync(join(directory, 'a'), 'text');
  writeFileSync(join(directory, 'other'), 'text');
  await reads.listNames(directory);
  for (const name of ['.a.yaml.swp', '..data', 'notes.txt', '.hidden.yaml'])
    writeFileSync(join(directory, name), 'text');
  t.equal(await reads.haveChanged(), false);
});

await t.test('other text, a file less and a name more are changes', async (t) => {
  const changes: ((directory: string) => void)[] = [
    (directory) => writeFileSync(join(directory, 'a'), 'TEXT'),
    (directory) => rmSync(join(directory, 'a')),
    (directory) => writeFileSync(join(directory, 'missing'), ''),
    (directory) => writeFileSync(join(directory, 'more.yaml'), ''),
    (directory) => {
      writeFileSync(join(directory, 'next'), 'next');
      renameSync(join(directory, 'next'), join(directory, 'a'));
    },
  ];
  for (const [index, change] of changes.entries()) {
    await t.test(`change ${index}`, async (t) => {
      const directory = t.testdir({ a: 'text' });
      const reads = trackReads(disk);
      await reads.readText(join(directory, 'a'));
      await reads.readText(join(directory, 'missing'));
      await reads.listNames(directory);
      change(directory);
      t.equal(await reads.haveChanged(), true);
    });
  }
});

await t.test('a link that leads elsewhere is a change', async (t) => {
  const directory = t.testdir({ old: { secret: 'a' }, new: { secret: 'b' } });
  symlinkSync('old', join(directory, '..data'));
  symlinkSync(join('..data', 'secret'), join(directory, 'secret'));
  const reads = trackReads(disk);
  await reads.readText(join(directory, 'secret'));
  symlinkSync('new', join(directory, '..tmp'));
  renameSync(join(directory, '..tmp'), join(directory, '..data'));
  t.equal(await reads.haveChanged(), true);
});

await t.test('the hash is that of the YAML files, wherever they lie', async (t) => {
  const gateway = `${gatewayFile}admin: { token: "\${file:../token}" }\n`;
  async function hashOf(files: Record<string, string>, token: string, at: string) {
    const root = t.testdir({ token });
    const directory = join(root, at);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(directory, name, '..'), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    const reads = trackReads(disk);
    loaded(await loadConfig(directory, env, reads));
    return reads.hash(directory);
  }
  const files = { 'gateway.yaml': gateway, 'upstreams/billing.yaml': billingFile };
  const hash = await hashOf(files, 'secret', 'a');
  t.match(hash, /^[0-9a-f]{12}$/);
  t.equal(await hashOf(files, 'another secret', 'b'), hash);
  const others = [
    { ...files, 'upstreams/billing.yaml': `${billingFile}# note\n` },
    { 'gateway.yaml': gateway, 'upstreams/other.yaml': billingFile },
  ];
  for (const other of others) t.not(await hashOf(other, 'secret', 'a'), hash);
});

await t.test('files that are read at the same time come in one order', async (t) => {
  const texts = new Map([
    ['/c/a.yaml', 'a'],
    ['/c/b.yaml', 'b'],
  ]);
  const files: Files = {
    readText: async (path) => ({ ok: true, value: texts.get(path) ?? '' }),
    listNames: async () => ({ ok: true, value: [] }),
  };
  const hashes = [
    ['/c/a.yaml', '/c/b.yaml'],
    ['/c/b.yaml', '/c/a.yaml'],
  ].map(async (paths) => {
    const reads = trackReads(files);
    for (const path of paths) await reads.readText(path);
    return reads.hash('/c');
  });
  const [one, other] = await Promise.all(hashes);
  t.equal(one, other);
});
