/** Crockford's base 32: no I, L, O or U, so that a reference survives being read aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const length = 5;

/** A short reference that a person can quote and an operator can find in the log. Not unique for ever. */
export function createRef(random: () => number): string {
  let number = Math.floor(random() * alphabet.length ** length);
  let ref = '';
  while (ref.length < length) {
    ref += alphabet.charAt(number % alphabet.length);
    number = Math.floor(number / alphabet.length);
  }
  return ref;
}
