import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { gatewaySchema, upstreamSchema } from '../src/config/schema.ts';

/** The part of a JSON Schema that the reference shows. */
interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly description?: string;
  readonly default?: unknown;
}

interface Row {
  readonly path: string;
  readonly default: string;
  readonly description: string;
}

const start = '<!-- reference: written by `npm run docs` from src/config/schema.ts -->';
const end = '<!-- /reference -->';

/** The README with its configuration reference as the schemas have it now. */
export function withReference(readme: string): string {
  const [before, after] = [readme.indexOf(start), readme.indexOf(end)];
  if (before === -1 || after === -1) throw new Error('README.md has no place for the reference');
  return `${readme.slice(0, before + start.length)}\n\n${reference()}\n\n${readme.slice(after)}`;
}

function reference(): string {
  const gateway = rowsOf(gatewaySchema);
  const adapters = upstreamSchema.options.map(rowsOf);
  const isCommon = (row: Row) =>
    adapters.every((rows) => rows.some((other) => isDeepStrictEqual(other, row)));
  const [plain = [], sentry = [], json = []] = adapters;
  const common = plain.filter(isCommon);
  const own = (rows: readonly Row[]) => rows.filter((row) => !isCommon(row));
  return [
    section(
      '`gateway.yaml`',
      gateway.filter(({ path }) => !/^workspaces\.\S+\.auth\./.test(path)),
    ),
    section(
      'Every file in `upstreams/`',
      common.filter(({ path }) => !path.startsWith('cards.')),
    ),
    section(
      'A card, under `cards:`',
      common.filter(({ path }) => path.startsWith('cards.')).map(withoutPrefix),
    ),
    section('`adapter: plain`', own(plain)),
    section('`adapter: sentry`', own(sentry)),
    section('`adapter: json`', own(json)),
  ].join('\n\n');
}

function rowsOf(schema: z.ZodType): Row[] {
  return walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node, '');
}

function walk(node: Node, prefix: string): Row[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const path = `${prefix}${name}`;
    const isRequired = node.required?.includes(name) === true;
    const nested = [
      ...walk(child, `${path}.`),
      ...walk(child.items ?? {}, `${path}[].`),
      ...walk(
        typeof child.additionalProperties === 'object' ? child.additionalProperties : {},
        `${path}.*.`,
      ),
    ];
    if (child.properties !== undefined && child.description === undefined) return nested;
    return [
      { path, default: defaultOf(child, isRequired), description: child.description ?? '' },
      ...nested,
    ];
  });
}

function defaultOf(node: Node, isRequired: boolean): string {
  if (isRequired) return 'required';
  const { default: value } = node;
  if (typeof value === 'string') return `\`${value}\``;
  return typeof value === 'number' || typeof value === 'boolean' ? `\`${value}\`` : '';
}

function withoutPrefix(row: Row): Row {
  return { ...row, path: row.path.replace(/^cards\.\*\./, '') };
}

function section(title: string, rows: readonly Row[]): string {
  const lines = rows.map(
    ({ path, default: value, description }) =>
      `| \`${path}\` | ${value} | ${description.replaceAll('|', '\\|')} |`,
  );
  return [`### ${title}`, '', '| field | default | |', '| --- | --- | --- |', ...lines].join('\n');
}
