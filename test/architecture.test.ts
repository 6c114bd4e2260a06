import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import t from 'tap';

/** Lowest first: a file imports from its own layer or from those before it. */
const layers = [
  [
    'src/clock.ts',
    'src/lazily.ts',
    'src/note.ts',
    'src/outcome.ts',
    'src/suggest.ts',
    'src/sweep.ts',
    'src/version.ts',
    'src/without-schemas.ts',
  ],
  ['src/parse/'],
  ['src/validate/'],
  ['src/mapping/'],
  ['src/config/'],
  ['src/authenticate/'],
  ['src/observe/'],
  ['src/plan/'],
  ['src/cache/'],
  ['src/fan-out/'],
  ['src/merge/'],
  ['src/respond/'],
  ['src/answer.ts'],
  ['src/gateway.ts', 'src/create-gateway.ts'],
  ['src/admin/'],
  ['plugins/'],
  [
    'src/index.ts',
    'src/clients.ts',
    'src/app.ts',
    'src/server.ts',
    'src/warm-up.ts',
    'src/reload.ts',
    'src/run.ts',
    'src/run-config.ts',
    'src/cli/',
    'src/main.ts',
  ],
  ['src/demo/'],
];

/** Who alone may import a module. */
const importers = new Map([
  ['undici', ['src/fan-out/http-client.ts']],
  ['undici/lib/core/connect.js', ['src/fan-out/http-client.ts']],
  ['undici/lib/dispatcher/pool.js', ['src/fan-out/http-client.ts']],
  ['opossum', ['src/fan-out/breaker.ts']],
  ['lru-cache', ['src/cache/store.ts']],
  ['prom-client', ['src/observe/metrics/families.ts']],
  ['pino', ['src/run-config.ts']],
  ['@opentelemetry/api', ['src/observe/tracing/otlp.ts']],
  ['@opentelemetry/resources', ['src/observe/tracing/otlp.ts']],
  ['@opentelemetry/sdk-trace-base', ['src/observe/tracing/otlp.ts']],
  ['@opentelemetry/exporter-trace-otlp-http', ['src/observe/tracing/otlp.ts']],
  ['jsonata', ['src/mapping/expression.ts']],
  ['re2js', ['src/mapping/regex-engine.ts']],
  ['yaml', ['src/config/']],
  ['zod', ['src/config/', 'src/admin/', 'src/demo/']],
  ['node:fs', ['src/config/files.ts']],
  ['node:fs/promises', ['src/config/files.ts', 'src/admin/page-files.ts']],
  ['fastify', ['plugins/', 'src/clients.ts', 'src/app.ts', 'src/demo/']],
  ['@fastify/rate-limit', ['plugins/rate-limit.ts']],
  ['@team-plain/ui-components', ['src/demo/']],
  ['@team-plain/graphql', ['src/demo/']],
]);

interface Import {
  readonly file: string;
  readonly target: string;
}

/** What runs in browsers; all else runs on Node. */
const pages = 'src/browser/';
/** What pages are made of, by the beginnings of their names. */
const pageLibraries = ['preact', '@preact/signals', '@codemirror/', '@lezer/'];

const allFiles = globSync('{src,plugins}/**/*.{ts,tsx}').map((file) => file.replaceAll('\\', '/'));
const files = allFiles.filter((file) => !file.startsWith(pages));
const pageFiles = allFiles.filter((file) => file.startsWith(pages));
const imports = files.flatMap(importsOf);

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\b[^;'"]*\bfrom '([^']+)';|^import '([^']+)';|\b(?:import|require)\('([^']+)'\)/gm,
  );
  return [...found].map((match) => ({
    file,
    target: resolve(file, match.slice(1).find(Boolean) ?? ''),
  }));
}

function resolve(file: string, target: string): string {
  return target.startsWith('.') ? normalize(join(dirname(file), target)) : target;
}

function layerOf(file: string): number {
  return layers.findIndex((layer) =>
    layer.some((place) => file === place || file.startsWith(place)),
  );
}

await t.test('every source file has its place', async (t) => {
  t.same(
    files.filter((file) => layerOf(file) === -1),
    [],
  );
  t.ok(imports.length > files.length, 'imports were found');
});

await t.test('imports run one way, from the edge to the core', async (t) => {
  const upward = imports.filter(
    ({ file, target }) => files.includes(target) && layerOf(target) > layerOf(file),
  );
  t.same(upward, []);
});

await t.test('each library has one importer', async (t) => {
  const strays = imports.filter(({ file, target }) => {
    const allowed = importers.get(target);
    return allowed !== undefined && !allowed.some((place) => file.startsWith(place));
  });
  t.same(strays, []);
});

await t.test('no library is used that is not on the list', async (t) => {
  const libraries = new Set(
    imports.map(({ target }) => target).filter((target) => /^[@a-z]/.test(target)),
  );
  const unlisted = [...libraries].filter(
    (name) => !name.startsWith('node:') && !files.includes(name) && !importers.has(name),
  );
  t.same(unlisted, []);
});

await t.test('only entry files and the file reader know the process', async (t) => {
  const entries = ['src/main.ts', 'src/run.ts', 'src/demo/'];
  const strays = files.filter((file) =>
    /\bprocess\.(env|on|exit|argv|stdout|stderr)\b/.test(readFileSync(file, 'utf8')),
  );
  t.same(
    strays.filter((file) => !entries.some((entry) => file.startsWith(entry))),
    [],
  );
});

await t.test('pages import the server, and never the other way round', async (t) => {
  t.ok(pageFiles.length > 50, 'files were found');
  t.same(
    imports.filter(({ target }) => target.startsWith(pages)),
    [],
  );
});

await t.test('pages are made of few libraries, and of nothing of Node', async (t) => {
  const strays = pageFiles
    .flatMap(importsOf)
    .filter(({ target }) => !target.startsWith('src/'))
    .filter(({ target }) => !pageLibraries.some((library) => target.startsWith(library)));
  t.same(strays, []);
});

await t.test(
  'pages make no elements of text, and keep to the policy that they are served with',
  async (t) => {
    const unsafe =
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(|cssText/;
    t.same(
      pageFiles.filter((file) => unsafe.test(readFileSync(file, 'utf8'))),
      [],
    );
  },
);
