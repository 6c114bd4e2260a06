/** What to write instead of an unknown word: the nearest known one, else all that there are. */
export function suggest(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return known.length === 0 ? 'there are none' : `known are ${known.join(', ')}`;
}

/** The known word that an unknown one was meant to be; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [first] = known
    .map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return first && isNear(first) ? first.name : undefined;
}

function isNear({ name, distance }: { name: string; distance: number }): boolean {
  return distance < name.length && distance <= Math.max(name.length < 4 ? 1 : 2, name.length / 3);
}

/** Levenshtein distance. */
export function editDistance(a: string, b: string): number {
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
