import type { SentryUpstreamConfig } from '../../config/schema.ts';
import type { Component } from '../../validate/components.ts';
import type { Call, CallResult } from '../call.ts';
import { failed } from '../call.ts';
import type { Trace } from '../trace.ts';
import type { HttpResult, Transport } from '../transport.ts';
import { toIssueComponent } from './sentry-card.ts';
import { apiPath, apiTemplate, emailTerm, issueSearch, pageUrl } from './sentry-query.ts';

/** Sentry's newest issues that the customer's e-mail address ran into, as one card. No e-mail, no card. */
export function createSentryCall(
  config: SentryUpstreamConfig,
  transport: Transport,
  trace?: Trace,
): Call {
  const headers = { authorization: `Bearer ${config.token}` };
  return async ({ keys, subject, isRetry, span }, signal) => {
    const term = emailTerm(subject.customer.email ?? '');
    if (term === null) {
      const why = { kind: 'no_value', place: 'request', placeholders: ['customer.email'] } as const;
      for (const card of keys) trace?.emptied({ card, why });
      return everyKey(keys, null);
    }
    const search = issueSearch(config, term);
    const path = apiPath(config, search);
    const result = await transport.request(
      { method: 'GET', path, template: apiTemplate, headers, isAlone: isRetry, span },
      signal,
    );
    if (!result.ok) return result;
    const issues = readIssues(result.body, config.limit);
    if (issues === null)
      return failed({ reason: 'invalid_body', detail: 'expected a list of issues' });
    if (issues.length === 0) return everyKey(keys, noIssues(config.empty));
    const components = [...issues, ...moreIssues(result, pageUrl(config, search))];
    return everyKey(keys, components);
  };
}

/** The issues that can be shown; null when the answer is no list, or none in it can be. */
function readIssues(body: unknown, limit: number): readonly Component[] | null {
  if (!Array.isArray(body)) return null;
  const shown = body.flatMap(toIssueComponent).slice(0, limit);
  return shown.length === 0 && body.length > 0 ? null : shown;
}

function noIssues(empty: string): readonly Component[] | null {
  return empty === 'hide' ? null : [{ componentPlainText: { plainText: empty } }];
}

/** Sentry says in the `Link` header whether another page has anything on it. */
function moreIssues({ headers }: HttpResult & { ok: true }, url: string): readonly Component[] {
  const links = headers.get('link')?.split(',') ?? [];
  const isMore = links.some(
    (link) => link.includes('rel="next"') && link.includes('results="true"'),
  );
  return isMore
    ? [{ componentLinkButton: { linkButtonUrl: url, linkButtonLabel: 'More issues in Sentry' } }]
    : [];
}

function everyKey(keys: readonly string[], components: readonly Component[] | null): CallResult {
  return {
    ok: true,
    cards: new Map(keys.map((key) => [key, { ok: true, card: { key, components } }])),
  };
}
