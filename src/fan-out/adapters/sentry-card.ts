import { isJsonObject } from '../../validate/check-components.ts';
import type { Component, LeafComponent } from '../../validate/components.ts';

type Inner = Extract<
  Component,
  { componentContainer: unknown }
>['componentContainer']['containerContent'];
type BadgeColor = NonNullable<
  Extract<LeafComponent, { componentBadge: unknown }>['componentBadge']['badgeColor']
>;

/** Longest title shown, in code points. */
const maxTitleLength = 300;
const maxNameLength = 100;

const levelColors: ReadonlyMap<string, BadgeColor> = new Map([
  ['fatal', 'RED'],
  ['error', 'RED'],
  ['warning', 'YELLOW'],
  ['info', 'BLUE'],
  ['debug', 'GREY'],
  ['sample', 'GREY'],
]);

/**
 * Shows one issue of Sentry's API, as much of it as makes sense: a container, or nothing when there is neither a title
 * nor an id. Text from Sentry is never Markdown, and links are http and https only.
 */
export function toIssueComponent(issue: unknown): readonly Component[] {
  if (!isJsonObject(issue)) return [];
  const title = text(issue['title'], maxTitleLength);
  const shortId = text(issue['shortId'], maxNameLength);
  if (title === null && shortId === null) return [];
  const containerContent = [
    ...row(levelBadge(issue['level']), muted(projectName(issue['project']))),
    ...row(plain(shortId), copyButton(shortId)),
    ...plain(title),
    ...row(muted(counts(issue)), muted(handling(issue['isUnhandled']))),
    ...lastSeen(issue['lastSeen']),
    ...issueLink(issue['permalink']),
  ];
  return [{ componentContainer: { containerContent } }];
}

/** A row needs main content, so what would stand aside moves there when there is none. */
function row(main: readonly LeafComponent[], aside: readonly LeafComponent[]): Inner {
  if (main.length === 0) return aside;
  return [{ componentRow: { rowMainContent: main, rowAsideContent: aside } }];
}

function plain(plainText: string | null): readonly LeafComponent[] {
  return plainText === null ? [] : [{ componentPlainText: { plainText } }];
}

function muted(plainText: string | null): readonly LeafComponent[] {
  return plainText === null
    ? []
    : [{ componentPlainText: { plainText, plainTextSize: 'S', plainTextColor: 'MUTED' } }];
}

function levelBadge(level: unknown): readonly LeafComponent[] {
  const badgeColor = typeof level === 'string' ? levelColors.get(level) : undefined;
  if (badgeColor === undefined) return [];
  return [{ componentBadge: { badgeLabel: String(level), badgeColor } }];
}

function projectName(project: unknown): string | null {
  if (!isJsonObject(project)) return null;
  return text(project['slug'], maxNameLength) ?? text(project['name'], maxNameLength);
}

function copyButton(value: string | null): readonly LeafComponent[] {
  if (value === null) return [];
  return [
    { componentCopyButton: { copyButtonValue: value, copyButtonTooltipLabel: 'Copy issue id' } },
  ];
}

function counts(issue: Readonly<Record<string, unknown>>): string | null {
  const parts = [count(issue['count'], 'event'), count(issue['userCount'], 'user')];
  return parts.filter((part) => part !== null).join(', ') || null;
}

/** Sentry sends the count of events as a string and that of users as a number. */
function count(value: unknown, noun: string): string | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  if (!/^\d{1,15}$/.test(String(value))) return null;
  const amount = Number(value);
  return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`;
}

function handling(isUnhandled: unknown): string | null {
  if (typeof isUnhandled !== 'boolean') return null;
  return isUnhandled ? 'Unhandled' : 'Handled';
}

function lastSeen(value: unknown): Inner {
  const atMs = typeof value === 'string' && /^\d{4}-/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(atMs)) return [];
  return row(muted('Last seen'), [
    { componentDateTime: { dateTimeIso8601: new Date(atMs).toISOString() } },
  ]);
}

function issueLink(permalink: unknown): readonly LeafComponent[] {
  const url = typeof permalink === 'string' ? URL.parse(permalink) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return [];
  return [{ componentLinkButton: { linkButtonUrl: url.href, linkButtonLabel: 'View in Sentry' } }];
}

/** One line of readable text of at most so many code points; null when there is none. */
function text(value: unknown, maxLength: number): string | null {
  if (typeof value !== 'string') return null;
  const line = value
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  const points = Array.from(line);
  if (points.length <= maxLength) return line || null;
  return `${points.slice(0, maxLength - 1).join('')}…`;
}
