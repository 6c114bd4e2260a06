/** What to write instead of an unknown word: the nearest known one, else all that there are. */
export function suggest(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return known.length === 0 ? 'there are none' : `known are ${known.join(', ')}`;
}

/** The known word that an unknown one was meant to be; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [first] = known
    .filter((name) => isWithin(word, name, reachOf(name)))
    .map((name) => ({ name, distance: distanceOf(word, name) }))
    .sort((a, b) => a.distance - b.distance);
  return first?.name;
}

/** How many letters may be wrong; never all of them. */
function reachOf({ length }: string): number {
  return Math.min(length - 1, Math.max(length < 4 ? 1 : 2, length / 3));
}

/** Whether two words differ in at most so many letters; in which case they are, doesn't count. */
export function isWithin(a: string, b: string, letters: number): boolean {
  return Math.abs(a.length - b.length) <= letters && distanceOf(a, b) <= letters;
}

function distanceOf(a: string, b: string): number {
  return editDistance(a.toLowerCase(), b.toLowerCase());
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, left] of a.split('').entries()) {
    const row = [i + 1];
    for (const [j, right] of b.split('').entries()) {
      const [diagonal = 0, up = 0] = above.slice(j, j + 2);
      row.push(Math.min(diagonal + (left === right ? 0 : 1), up + 1, (row[j] ?? 0) + 1));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}
