import { globSync, readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { Ajv } from 'ajv';
import t from 'tap';
import { parse } from 'yaml';
import { gatewayModeline, schemaFiles, upstreamModeline } from '../../src/config/modelines.ts';
import { gatewaySchema, upstreamSchema } from '../../src/config/schema.ts';
import { createSource } from '../../src/config/source.ts';
import { validate } from '../../src/config/validate.ts';
import { parseYaml } from '../../src/config/yaml.ts';
import { brokenEnv, readBrokenConfigs } from '../fixtures/broken-config.ts';

const ajv = new Ajv({
  allErrors: true,
  strictRequired: false,
  strictTypes: false,
  allowUnionTypes: true,
});
ajv.addFormat('uri', (text) => URL.canParse(text));
ajv.addFormat('ipv4', isIPv4);
ajv.addFormat('ipv6', isIPv6);
const [gateway, upstream] = schemaFiles.map((file) =>
  ajv.compile(JSON.parse(readFileSync(`config/${file}`, 'utf8')) as object),
);

/** What an editor would underline in a file. */
function mistakes(file: string, text: string): string[] {
  const judge = file.endsWith('gateway.yaml') ? gateway : upstream;
  judge?.(parse(text, { merge: true }));
  return (judge?.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const shipped = globSync(['config/gateway.yaml', 'config/{upstreams,examples}/*.yaml']);

for (const file of shipped) {
  void t.test(`${file} is right for an editor, and says where the schema is`, async (t) => {
    const text = readFileSync(file, 'utf8');
    t.same(mistakes(file, text), []);
    const modeline = file.endsWith('gateway.yaml') ? gatewayModeline : upstreamModeline;
    t.ok(text.startsWith(`${modeline}\n`), modeline);
  });
}

/** Mistakes that JSON Schema has no words for, or that are in an expression or behind a placeholder. */
const beyond = new Set([
  'gateway-credentials-empty',
  'gateway-entry-larger-than-cache',
  'gateway-secret-empty',
  'header-of-the-gateway',
  'json-auth-oauth-metadata',
  'json-component-if-broken',
  'json-component-index-outside',
  'json-components-expression-broken',
  'json-header-of-the-adapter',
  'sentry-query-widened',
  'upstream-breaker-times',
  'url-behind-a-default',
  'url-link-local',
  'url-metadata',
  'url-metadata-in-hexadecimal',
  'url-metadata-name',
  'url-unspecified',
  'url-with-credentials',
]);

interface Judged {
  readonly file: string;
  readonly text: string;
  readonly isWrong: boolean;
}

/** The files of the corpus that are YAML, and whether their schema finds something in them. */
function judgeFiles(files: Readonly<Record<string, string>>): Promise<Judged[]> {
  const readText = async (path: string) => {
    const value = files[path];
    if (value === undefined) return { ok: false as const, code: 'ENOENT' };
    return { ok: true as const, value };
  };
  const yaml = Object.entries(files).filter(
    ([file, text]) => file.endsWith('.yaml') && parseYaml(text).problems.length === 0,
  );
  return Promise.all(
    yaml.map(async ([file, text]) => {
      const source = await createSource(file, text, {
        env: brokenEnv,
        readText,
        maybeAbsent: true,
      });
      const { findings } =
        file === 'gateway.yaml'
          ? validate(source, gatewaySchema)
          : validate(source, upstreamSchema);
      return { file, text, isWrong: findings.some(({ path }) => !source.isUnresolved(path)) };
    }),
  );
}

for (const { name, files, place } of readBrokenConfigs()) {
  void t.test(`an editor sees what is wrong with ${name}, and nothing else`, async (t) => {
    for (const { file, text, isWrong } of await judgeFiles(files)) {
      const isInTree = name.startsWith('json-component') && place.startsWith(file);
      const found = mistakes(file, text);
      t.equal(found.length > 0, (isWrong || isInTree) && !beyond.has(name), found.join('\n'));
    }
  });
}
