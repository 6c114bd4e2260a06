/** The page with `part` in the place that its comments mark for it. Throws when it has none. */
export function fill(page: string, name: string, part: string): string {
  const [start] = new RegExp(`<!-- ${name}: written by \`npm run docs\`[^>]*-->`).exec(page) ?? [];
  const [before, after] = [page.indexOf(start ?? ''), page.indexOf(`<!-- /${name} -->`)];
  if (start === undefined || after === -1) throw new Error(`the page has no place for ${name}`);
  return `${page.slice(0, before + start.length)}\n\n${part}\n\n${page.slice(after)}`;
}
