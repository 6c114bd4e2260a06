import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { withReference } from './reference.ts';

const file = 'README.md';
const text = withReference(await readFile(file, 'utf8'));
await writeFile(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
