/** What stands in a shipped file or a page, and what stands for it here: other ports, other directories. */
export type Places = Readonly<Record<string, string>>;

/** The text with its places replaced; where one begins with another, the longer counts. */
export function adapt(text: string, places: Places): string {
  const names = Object.keys(places).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(names.map(literally).join('|'), 'g');
  return text.replaceAll(pattern, (name) => places[name] ?? name);
}

/** The source of a regular expression that matches just this text. */
export function literally(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

/** The places that no text has: what was to be replaced is called otherwise by now. */
export function unknownPlaces(texts: readonly string[], places: Places): string[] {
  return Object.keys(places).filter((name) => !texts.some((text) => text.includes(name)));
}
