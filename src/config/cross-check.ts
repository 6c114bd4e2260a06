import type { Finding } from './finding.ts';
import { formatPlace } from './problem.ts';
import type { Path } from './problem.ts';
import { field, fields, items } from './raw.ts';
import type { Source } from './source.ts';
import { suggest } from '../suggest.ts';

interface Entry {
  readonly source: Source;
  readonly path: Path;
  readonly value: unknown;
  readonly at: 'key' | 'value';
}

/**
 * Rules across upstream files and workspaces. They look at data before any schema has, so that files with other problems
 * are checked as well.
 */
export function crossCheck(gateway: Source, upstreams: readonly Source[]): Finding[] {
  return [
    ...repeated(upstreams.map(nameEntry), 'an upstream needs a name of its own'),
    ...repeated(upstreams.flatMap(cardEntries), 'a card key belongs to one upstream'),
    ...sharedSecrets(gateway),
    ...(upstreams.every(isReadable) ? unregisteredCards(gateway, upstreams) : []),
  ];
}

function isReadable(source: Source): boolean {
  return source.data !== undefined;
}

function unregisteredCards(gateway: Source, upstreams: readonly Source[]): Finding[] {
  const known = upstreams.flatMap(cardEntries).map((entry) => String(entry.value));
  return workspaces(gateway)
    .flatMap(([id, workspace]) =>
      listed(gateway, ['workspaces', id, 'cards'], field(workspace, 'cards')),
    )
    .filter(({ value }) => typeof value === 'string' && !known.includes(value))
    .map((entry) => ({
      ...entry,
      message: `no upstream file registers this card; ${suggest(String(entry.value), known)}`,
    }));
}

function nameEntry(source: Source): Entry {
  return { source, path: ['name'], value: field(source.data, 'name'), at: 'value' };
}

function cardEntries(source: Source): Entry[] {
  return fields(field(source.data, 'cards')).map(([key]) => {
    return { source, path: ['cards', key], value: key, at: 'key' };
  });
}

function workspaces(gateway: Source): [string, unknown][] {
  return fields(field(gateway.data, 'workspaces'));
}

/** One workspace's secret must not read another's cards. */
function sharedSecrets(gateway: Source): Finding[] {
  const byWorkspace = workspaces(gateway).map(([id, workspace]) =>
    secretEntries(gateway, id, workspace),
  );
  const others = (own: Entry[]) => byWorkspace.slice(0, byWorkspace.indexOf(own)).flat();
  return byWorkspace.flatMap((own) =>
    own.flatMap((entry) =>
      repetition(entry, others(own), 'each workspace needs secrets of its own'),
    ),
  );
}

function secretEntries(gateway: Source, id: string, workspace: unknown): Entry[] {
  const auth = field(workspace, 'auth');
  const path = ['workspaces', id, 'auth'];
  const headers = items(field(auth, 'headers')).map((header, index): Entry => ({
    source: gateway,
    path: [...path, 'headers', index, 'value'],
    value: field(header, 'value'),
    at: 'value',
  }));
  return [
    ...headers,
    ...listed(gateway, [...path, 'signing', 'secrets'], field(field(auth, 'signing'), 'secrets')),
  ];
}

function listed(source: Source, path: Path, list: unknown): Entry[] {
  return items(list).map((value, index) => ({
    source,
    path: [...path, index],
    value,
    at: 'value',
  }));
}

function repeated(entries: readonly Entry[], rule: string): Finding[] {
  return entries.flatMap((entry, index) => repetition(entry, entries.slice(0, index), rule));
}

function repetition(entry: Entry, earlier: readonly Entry[], rule: string): Finding[] {
  const first = earlier.find(({ value }) => typeof value === 'string' && value === entry.value);
  if (first === undefined) return [];
  const place = formatPlace(first.source.problem(first.path, '', first));
  return [{ ...entry, message: `the same as in ${place}; ${rule}`, isCertain: true }];
}
