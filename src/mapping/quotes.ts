/** How a query language writes a text as a literal. */
interface Quoting {
  /** What no literal of the language can say, or what its documentation leaves open. */
  readonly unsayable: RegExp;
  readonly quote: '"' | "'";
  /** What stands for a character inside the quotes. */
  readonly escape: (text: string) => string;
}

const controls = /\p{Cc}/u;
const controlsAndBackslash = /[\\\p{Cc}]/u;

function backslashed(characters: RegExp): (text: string) => string {
  return (text) => text.replaceAll(characters, String.raw`\$&`);
}

/** Each rule with its source. Senders choose their own e-mail address, so no value may end its quotes. */
const quotings = {
  // docs.stripe.com/search: "You can escape quotes inside quotes with a backslash"; of a backslash itself nothing is said.
  stripe: { unsayable: controlsAndBackslash, quote: '"', escape: backslashed(/"/g) },
  // getsentry/sentry, src/sentry/api/event_search.py: `\"` is a quote and `\*` an asterisk that is no wildcard, but nothing
  // escapes a backslash.
  sentry: { unsayable: controlsAndBackslash, quote: '"', escape: backslashed(/["*]/g) },
  // OData 4.01 ABNF: SQUOTE-in-string = SQUOTE SQUOTE; a backslash is no escape.
  odata: { unsayable: controls, quote: "'", escape: (text) => text.replaceAll("'", "''") },
  // Salesforce, SOQL and SOSL Reference, "Quoted String Escape Sequences": `\'` and `\\` (and for LIKE only `\_`, `\%`).
  soql: { unsayable: controls, quote: "'", escape: backslashed(/['\\]/g) },
  // Jira's Jql.g: QUOTE_STRING holds no `"` or `\` but in ESCAPE, `\` before one of t n r \ ' " space, or u and four hex digits.
  jql: { unsayable: controls, quote: '"', escape: backslashed(/["\\]/g) },
  // Apache Lucene, QueryParser.jj: _QUOTED_CHAR is anything but `"` and `\`, or `\` before any character.
  lucene: { unsayable: controls, quote: '"', escape: backslashed(/["\\]/g) },
} as const satisfies Record<string, Quoting>;

export type QueryLanguage = keyof typeof quotings;

export const queryLanguages = Object.keys(quotings) as QueryLanguage[];

/** The text as a literal of the language, quotes included; undefined when the language can't say it. */
export function quoteFor(language: QueryLanguage, text: string): string | undefined {
  const { unsayable, quote, escape } = quotings[language];
  return unsayable.test(text) ? undefined : `${quote}${escape(text)}${quote}`;
}
