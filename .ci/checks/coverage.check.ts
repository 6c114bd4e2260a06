import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { resolve } from 'node:path';
import { test } from 'node:test';

/** The percentages are of what some test loaded; a file that none loaded would not count at all. */
test('the tests load every source file that has code', () => {
  const summary = JSON.parse(readFileSync('.tap/report/coverage-summary.json', 'utf8')) as object;
  const loaded = new Set(Object.keys(summary));
  // What browsers load is run in one, by browser.check.ts.
  const files = globSync('{src,plugins}/**/*.ts').filter(
    (file) => !file.startsWith('src/browser/'),
  );
  assert.ok(files.length > 50);
  assert.deepEqual(
    files.filter((file) => !loaded.has(resolve(file)) && hasCode(file)),
    [],
  );
});

function hasCode(file: string): boolean {
  const stripped = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  return stripped.replaceAll(/\/\*.*?\*\/|\/\/.*?$|export \{\};?/gms, '').trim() !== '';
}
