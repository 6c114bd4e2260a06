/** What to write instead of an unknown word: the nearest known one, else all that there are. */
export function suggest(word: string, known: readonly string[]): string {
  const ranked = known
    .map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [nearest] = ranked;
  if (nearest !== undefined && isNear(nearest)) return `did you mean ${nearest.name}?`;
  return known.length === 0 ? 'there are none' : `known are ${known.join(', ')}`;
}

function isNear({ name, distance }: { name: string; distance: number }): boolean {
  return distance < name.length && distance <= Math.max(2, name.length / 3);
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
