import { environments, issues, projects } from './sentry-data.ts';
import type { IssueRow } from './sentry-data.ts';
import { lastSeenMs } from './sentry-issue.ts';
import { parseQuery } from './sentry-query.ts';
import type { Term } from './sentry-query.ts';

export interface Page {
  readonly rows: readonly IssueRow[];
  readonly offset: number;
  readonly limit: number;
  /** How many issues match on all pages together. */
  readonly hits: number;
}

/** A page, or the status and the words with which Sentry refuses the request. */
export type SearchResult =
  | { readonly ok: true; readonly page: Page }
  | { readonly ok: false; readonly status: number; readonly detail: string };

const maxLimit = 100;
const unitMs = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

/** What an issue can be searched by. Any other key is a tag that no issue has. */
const values = new Map<string, (row: IssueRow) => readonly string[]>([
  ['is', (row) => [row.status]],
  ['user.email', (row) => row.users],
  ['level', (row) => [row.level]],
  ['environment', (row) => [row.environment]],
  ['project', (row) => [row.project.slug]],
  ['message', (row) => [`${row.type}: ${row.value} ${row.culprit}`]],
]);

function isMatch(row: IssueRow, { key, isNegated, matches }: Term): boolean {
  return (values.get(key)?.(row) ?? []).some(matches) !== isNegated;
}

/** Undefined when it isn't a period in Sentry's sense. Without one, Sentry looks back 90 days. */
function periodMs(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const oneMs = unitMs.get(unit);
  return oneMs === undefined ? undefined : Number(count) * oneMs;
}

const refuse = (status: number, detail: string): SearchResult => ({ ok: false, status, detail });

/** Answers the query string of Sentry's issue list: `query` (default `is:unresolved`), `project`, `environment`, `statsPeriod`, `sort`, `limit`, `cursor`. */
export function search(params: URLSearchParams, nowMs: number): SearchResult {
  const projectIds = params.getAll('project');
  const wanted = params.getAll('environment');
  const sinceMs = periodMs(params.get('statsPeriod') ?? '90d');
  const limit = params.get('limit') ?? String(maxLimit);
  const cursor = /^\d+:(\d+):[01]$/.exec(params.get('cursor') ?? '0:0:0');
  const query = parseQuery(params.get('query') ?? 'is:unresolved');

  if (sinceMs === undefined) return refuse(400, 'Invalid statsPeriod');
  if (wanted.some((name) => !environments.includes(name)))
    return refuse(404, 'The requested resource does not exist');
  if (projectIds.some((id) => !/^-?\d+$/.test(id)))
    return refuse(400, 'Invalid project parameter. Values must be numbers.');
  if (projectIds.some((id) => id !== '-1' && !projects.some((project) => project.id === id)))
    return refuse(403, 'You do not have permission to perform this action.');
  if ((params.get('sort') ?? 'date') !== 'date')
    return refuse(400, 'This demo sorts by date and by nothing else.');
  if (!/^[1-9]\d*$/.test(limit)) return refuse(400, 'invalid limit');
  if (cursor === null) return refuse(400, 'Invalid cursor parameter.');
  if (!query.ok) return refuse(400, query.detail);

  const isAllProjects = projectIds.length === 0 || projectIds.includes('-1');
  const found = issues
    .filter((row) => isAllProjects || projectIds.includes(row.project.id))
    .filter((row) => wanted.length === 0 || wanted.includes(row.environment))
    .filter((row) => lastSeenMs(row, nowMs) >= nowMs - sinceMs)
    .filter((row) => query.terms.every((term) => isMatch(row, term)))
    .sort((a, b) => a.lastSeenMinutesAgo - b.lastSeenMinutesAgo);
  const size = Math.min(Number(limit), maxLimit);
  const offset = Number(cursor[1]);
  const rows = found.slice(offset, offset + size);
  return { ok: true, page: { rows, offset, limit: size, hits: found.length } };
}
