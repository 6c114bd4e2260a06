const placeholders = /\{[^{}]*\}/g;
/** A word or a version, as far as it isn't a placeholder. Anything else may be a secret that a placeholder of the file stood for. */
const harmless = /^(?:[a-z._~-]{0,32}|v?\d{1,3})$/i;

/** A request's path as written, for whoever may know neither values nor secrets: what could be a secret is `*`. */
export function visiblePath(path: string): string {
  return path
    .split('/')
    .map((segment) => (harmless.test(segment.replaceAll(placeholders, '')) ? segment : '*'))
    .join('/');
}
