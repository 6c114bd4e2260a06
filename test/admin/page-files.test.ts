import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { readPageFiles } from '../../src/admin/page-files.ts';

await t.test('files are read with their types, and compressed once', async (t) => {
  const directory = t.testdir({
    'index.html': '<!doctype html>',
    assets: { 'main-1.js': 'main()', 'main-1.css': '', 'icon.svg': '', other: 'x' },
  });
  const files = await readPageFiles(directory);
  t.equal(files?.index.type, 'text/html; charset=utf-8');
  const types = [...(files?.assets ?? [])].map(([name, { type }]) => [name, type]);
  t.strictSame(Object.fromEntries(types), {
    'main-1.js': 'text/javascript; charset=utf-8',
    'main-1.css': 'text/css; charset=utf-8',
    'icon.svg': 'image/svg+xml',
    other: 'application/octet-stream',
  });
  const script = files?.assets.get('main-1.js');
  const compressed = await script?.gzipped();
  t.equal(gunzipSync(compressed ?? '').toString(), 'main()');
  t.equal(await script?.gzipped(), compressed);
});

await t.test('there are no pages before they are built', async (t) => {
  t.equal(await readPageFiles(`${t.testdir()}/browser`), null);
  t.equal(await readPageFiles(t.testdir({ assets: {} })), null);
});

await t.test('pages that cannot be read are no pages that are not built', async (t) => {
  await t.rejects(readPageFiles(t.testdir({ assets: 'a file' })), { code: 'ENOTDIR' });
});
