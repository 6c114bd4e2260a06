import { daysFrom } from './format.ts';
import { sentryOrganization } from './sentry-data.ts';
import type { IssueRow } from './sentry-data.ts';

const minuteMs = 60_000;
const hourSeconds = 3_600;

/** When the newest event came, in milliseconds since the epoch. */
export function lastSeenMs(row: IssueRow, nowMs: number): number {
  return nowMs - row.lastSeenMinutesAgo * minuteMs;
}

/** Events per hour of the last 24, oldest first, each with the hour's Unix time; the demo puts one event at the last hour seen. */
function hourlyStats(row: IssueRow, nowMs: number): [number, number][] {
  const hourOf = (ms: number): number => Math.floor(ms / 1_000 / hourSeconds) * hourSeconds;
  const newest = hourOf(nowMs);
  const seen = hourOf(lastSeenMs(row, nowMs));
  return Array.from({ length: 24 }, (_, index) => {
    const hour = newest - (23 - index) * hourSeconds;
    return [hour, hour === seen ? 1 : 0];
  });
}

/** An issue in the words of `GET /api/0/organizations/{organization}/issues/`. `count` is a string there, `userCount` a number. */
export function toIssue(row: IssueRow, nowMs: number): Record<string, unknown> {
  const id = `60${row.number}`;
  return {
    id,
    shareId: null,
    shortId: `${row.project.slug.toUpperCase()}-${row.number}`,
    title: `${row.type}: ${row.value}`,
    culprit: row.culprit,
    permalink: `https://sentry.example.com/organizations/${sentryOrganization}/issues/${id}/`,
    logger: null,
    level: row.level,
    status: row.status,
    statusDetails: {},
    substatus: row.status === 'unresolved' ? 'ongoing' : null,
    isPublic: false,
    platform: row.project.platform.split('-')[0],
    project: row.project,
    type: 'error',
    metadata: { type: row.type, value: row.value, filename: 'app.js', function: 'main' },
    numComments: 0,
    assignedTo: null,
    isBookmarked: false,
    isSubscribed: false,
    subscriptionDetails: null,
    hasSeen: false,
    annotations: [],
    issueType: 'error',
    issueCategory: 'error',
    priority: row.priority,
    priorityLockedAt: null,
    isUnhandled: row.isUnhandled,
    count: String(row.count),
    userCount: row.users.length,
    firstSeen: new Date(daysFrom(nowMs, -row.firstSeenDaysAgo)).toISOString(),
    lastSeen: new Date(lastSeenMs(row, nowMs)).toISOString(),
    stats: { '24h': hourlyStats(row, nowMs) },
  };
}
