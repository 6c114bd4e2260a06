/** Crockford's base 32: no I, L, O or U, so that a reference survives being read aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short reference that a person can quote and an operator can find in the log. Not unique for ever. */
export function createRef(random: () => number): string {
  return Array.from({ length: 5 }, () =>
    alphabet.charAt(Math.floor(random() * alphabet.length)),
  ).join('');
}
