import { readFile } from 'node:fs/promises';

/** What a service answers to one request, as a page tells. */
export interface ToldAnswer {
  /** `GET /path?query`, as sent. */
  readonly request: string;
  readonly body: unknown;
  readonly hasNextPage: boolean;
}

/** A section of a page: a file for `upstreams/`, what its service answers, and a drawing of the card. */
export interface Recipe {
  readonly title: string;
  /** Empty when the section has no file. */
  readonly yaml: string;
  readonly answers: readonly ToldAnswer[];
  /** Empty when the section has none. */
  readonly drawing: string;
}

/** The text of a page, by its path from the root of the project. */
export function readPage(path: string): Promise<string> {
  return readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The sections of a page by their headings of the second level. */
export function recipesIn(page: string): ReadonlyMap<string, Recipe> {
  const [, ...sections] = page.split(/^## /m);
  return new Map(sections.map(toRecipe).map((recipe) => [recipe.title, recipe]));
}

function toRecipe(section: string): Recipe {
  return {
    title: section.slice(0, section.indexOf('\n')),
    yaml: blockIn(section, 'yaml'),
    answers: answersIn(section),
    drawing: blockIn(section, 'text'),
  };
}

/** The first code block of a language; empty when there is none. */
export function blockIn(text: string, language: string): string {
  return new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'm').exec(text)?.[1] ?? '';
}

/** "The service answers `GET /path` with", and the next JSON block. */
function answersIn(section: string): readonly ToldAnswer[] {
  const told = section.matchAll(/`((?:GET|POST) \/[^`]*)`([^`]*)^```json\n([^]*?)^```$/gm);
  return [...told].map(([, request = '', words = '', json = '']) => ({
    request,
    body: JSON.parse(json) as unknown,
    hasNextPage: words.includes('a next page'),
  }));
}
