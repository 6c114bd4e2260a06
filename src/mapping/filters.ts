import { quoteFor, queryLanguages } from './quotes.ts';
import type { QueryLanguage } from './quotes.ts';

/** What a placeholder does to its value before it is sent. */
export interface Filter {
  readonly name: string;
  readonly description: string;
  /** Whether what comes out can't be taken for anything but a value, wherever it stands. It is then the last filter. */
  readonly isSafe: boolean;
  /** Undefined: no value. */
  readonly apply: (value: string) => string | undefined;
}

const languageNames: Readonly<Record<QueryLanguage, string>> = {
  stripe: "Stripe's search",
  sentry: "Sentry's search",
  odata: 'OData',
  soql: 'SOQL (Salesforce)',
  jql: 'JQL (Jira)',
  lucene: 'Lucene (Elasticsearch, OpenSearch, Solr)',
};

function toDomain(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  return at === -1 ? undefined : email.slice(at + 1).toLowerCase();
}

function quoting(language: QueryLanguage): Filter {
  return {
    name: language,
    description: `a quoted text of ${languageNames[language]}, quotes included; no value where it can't say it`,
    isSafe: true,
    apply: (value) => quoteFor(language, value),
  };
}

export const filters: readonly Filter[] = [
  {
    name: 'lower',
    description: 'in lower case',
    isSafe: false,
    apply: (value) => value.toLowerCase(),
  },
  {
    name: 'upper',
    description: 'in upper case',
    isSafe: false,
    apply: (value) => value.toUpperCase(),
  },
  {
    name: 'trim',
    description: 'without white space around it',
    isSafe: false,
    apply: (value) => value.trim(),
  },
  {
    name: 'domain',
    description: 'what stands behind the @ of an e-mail address, in lower case',
    isSafe: false,
    apply: toDomain,
  },
  {
    name: 'token',
    description: 'unchanged if it is 1 to 200 of A–Z, a–z, 0–9, _ and -; else no value',
    isSafe: true,
    apply: (value) => (/^[A-Za-z0-9_-]{1,200}$/.test(value) ? value : undefined),
  },
  ...queryLanguages.map(quoting),
];
