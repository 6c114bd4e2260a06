import type { Path } from './problem.ts';
import { isWithin } from '../suggest.ts';

const secretWords =
  /secret|token|bearer|passw|passphrase|^pwd$|credential|authori[sz]ation|cookie|private|signature|session|api-?_?key|access-?_?key|^x-/i;
/** Fields whose names contain such a word and that hold no secret. */
const openNames = new Set(['tokenUrl']);
/** Misspelt, they still are what they were meant to be. */
const secretNames = ['token', 'secret', 'secrets', 'bearer', 'password', 'authorization'];
/** Everything in these is a secret but what is known to be none, so that a misspelt field is one as well. */
const guarded = ['auth', 'basic', 'header', 'headers', 'oauth2', 'sign', 'signing', 'tls'];
const openFields = new Set([
  'id',
  'name',
  'username',
  'clientId',
  'scope',
  'cert',
  'ca',
  'clientCa',
]);
/** The names in these mappings are chosen by people. */
const freeNames = new Set(['cards', 'workspaces']);

/** Whether the value at a path is a secret, or may be one by its name. */
export function isSecretPath(path: Path): boolean {
  const names = path.filter((segment) => typeof segment === 'string');
  const fields = freeNames.has(names[0] ?? '') ? names.toSpliced(1, 1) : names;
  return fields.some(isSecretName) || (fields.some(isGuarded) && !isOpen(fields.at(-1) ?? ''));
}

/** Whether what a field of this name holds is secret, wherever the field stands. */
export function isSecretName(name: string): boolean {
  if (openNames.has(name)) return false;
  const isKnown = secretNames.some((known) => isMisspelt(name, known));
  return isKnown || secretWords.test(name) || name === ''; // what an omitted name would have said
}

/** Whether a field of this name holds secrets under names that say nothing. */
export function isGuarded(name: string): boolean {
  return guarded.some((known) => isMisspelt(name, known));
}

function isOpen(name: string): boolean {
  return openFields.has(name) || openNames.has(name);
}

/** Whether a name is a known one, or nearly. */
function isMisspelt(name: string, known: string): boolean {
  const mistakes = known.length > 4 ? 2 : 1;
  return name.charAt(0).toLowerCase() === known.charAt(0) && isWithin(name, known, mistakes);
}
