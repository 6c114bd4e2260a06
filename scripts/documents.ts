import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { dashboards } from './dashboards.ts';
import { gatewayJsonSchema, upstreamJsonSchema } from './json-schema.ts';
import { withMappingReference } from './mapping-reference.ts';
import { withMetrics } from './metrics-page.ts';
import { withPackages } from './packages-page.ts';
import { readLock } from './production-packages.ts';
import { withAttributes } from './tracing-page.ts';
import { withReference } from './reference.ts';

export interface Document {
  readonly file: string;
  readonly text: string;
}

/** All files that are written from the code, as they should be now. */
export async function documents(): Promise<Document[]> {
  const texts = [
    { file: 'README.md', text: withReference(await readFile('README.md', 'utf8')) },
    {
      file: 'docs/mapping.md',
      text: withMappingReference(await readFile('docs/mapping.md', 'utf8')),
    },
    { file: 'docs/metrics.md', text: await withMetrics(await readFile('docs/metrics.md', 'utf8')) },
    { file: 'docs/tracing.md', text: withAttributes(await readFile('docs/tracing.md', 'utf8')) },
    {
      file: 'docs/dependencies.md',
      text: withPackages(await readFile('docs/dependencies.md', 'utf8'), await readLock()),
    },
    { file: 'config/gateway.schema.json', text: JSON.stringify(gatewayJsonSchema()) },
    { file: 'config/upstream.schema.json', text: JSON.stringify(upstreamJsonSchema()) },
    ...dashboards(),
  ];
  return Promise.all(
    texts.map(async ({ file, text }) => ({
      file,
      text: await format(text, { ...(await resolveConfig(file)), filepath: file }),
    })),
  );
}
