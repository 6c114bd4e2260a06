import type { SentryUpstreamConfig } from '../../config/schema.ts';
import { quoteFor } from '../../mapping/quotes.ts';

/** A Sentry search term that matches exactly this e-mail address; null when its grammar cannot say that. */
export function emailTerm(email: string): string | null {
  const literal = email.trim() === '' ? undefined : quoteFor('sentry', email);
  return literal === undefined ? null : `user.email:${literal}`;
}

/** What both Sentry's API and its issue page are asked. */
export function issueSearch(config: SentryUpstreamConfig, term: string): URLSearchParams {
  // The e-mail first: whatever stands behind it cannot end its quotes.
  const search = new URLSearchParams({ query: `${term} ${config.query}`.trim() });
  for (const project of config.project) search.append('project', project);
  for (const environment of config.environment) search.append('environment', environment);
  search.append('statsPeriod', config.statsPeriod);
  return search;
}

/** Of the API call, below the base. */
export const apiTemplate = '/api/0/organizations/{organization}/issues/';

/** Path and query of the API call: the newest issues first. */
export function apiPath(config: SentryUpstreamConfig, search: URLSearchParams): string {
  const query = new URLSearchParams(search);
  query.append('sort', 'date');
  query.append('limit', String(config.limit));
  return `${basePath(config)}/api/0/organizations/${config.organization}/issues/?${query.toString()}`;
}

/** The page that shows the same search to a person. */
export function pageUrl(config: SentryUpstreamConfig, search: URLSearchParams): string {
  const { origin } = new URL(config.url);
  return `${origin}${basePath(config)}/organizations/${config.organization}/issues/?${search.toString()}`;
}

function basePath(config: SentryUpstreamConfig): string {
  return new URL(config.url).pathname.replace(/\/+$/, '');
}
