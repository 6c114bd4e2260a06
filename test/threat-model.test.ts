import { readFile } from 'node:fs/promises';
import t from 'tap';

const page = await readFile('docs/threat-model.md', 'utf8');
const [, table = ''] = page.split('\n## Threats\n');
const rows = table
  .split('\n## ')[0]
  ?.split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .slice(2);

interface Proof {
  readonly title: string;
  readonly file: string;
}

function proofsIn(cell: string): Proof[] {
  return [...cell.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+\.(?:test|check)\.ts)\)/g)].map(
    ([, title = '', file = '']) => ({ title: title.replaceAll('`', ''), file }),
  );
}

function isSectionTitle([, threat = '', , proof = '']: readonly string[]): boolean {
  return threat.startsWith('**') && proof === '';
}

await t.test('each kind of threat has its part', async (t) => {
  t.same(
    rows?.filter(isSectionTitle).map(([, kind]) => kind),
    [
      '**Spoofing**',
      '**Tampering**',
      '**Repudiation**',
      '**Information disclosure**',
      '**Denial of service**',
      '**Elevation of privilege**',
    ],
  );
});

await t.test('each threat has a test, which is where the page says it is', async (t) => {
  const threats = rows?.filter((row) => !isSectionTitle(row)) ?? [];
  t.ok(threats.length > 20);
  for (const [, threat = '', answer = '', cell = ''] of threats) {
    t.notSame(answer, '', threat);
    const proofs = proofsIn(cell);
    t.ok(proofs.length > 0, threat);
    for (const { title, file } of proofs) {
      const source = await readFile(file, 'utf8');
      const isThere = ["'", '"', '`'].some((quote) => source.includes(quote + title + quote));
      t.ok(isThere, `${file}: ${title}`);
    }
  }
});
