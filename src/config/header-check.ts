import type { Finding } from './finding.ts';
import { cardsOf, stepsOf } from './parts.ts';
import type { Path } from './problem.ts';
import { field, fields, textAt } from './raw.ts';
import type { FileData } from './validate.ts';

interface Headers {
  readonly path: Path;
  readonly names: readonly string[];
}

/** Headers that are set twice: names differ in more than case, and `auth` sets its own. */
export function checkHeaders({ source, data }: FileData): Finding[] {
  const own = authHeader(field(data, 'auth'));
  return headersOf(data).flatMap(({ path, names }) =>
    names.flatMap((name, index): Finding[] => {
      const isSame = (other: string) => other.toLowerCase() === name.toLowerCase();
      const finding = (message: string): Finding => ({
        source,
        path: [...path, name],
        message,
        at: 'key',
      });
      if (names.slice(0, index).some(isSame)) return [finding(repeated)];
      return own !== undefined && isSame(own) ? [finding(ofAuth)] : [];
    }),
  );
}

const repeated = 'the same header as one above; their names differ in case only';
const ofAuth = 'auth: sets this header already; remove one of the two';

function authHeader(auth: unknown): string | undefined {
  const isAuthorization = ['bearer', 'basic', 'oauth2'].some(
    (kind) => field(auth, kind) !== undefined,
  );
  return isAuthorization ? 'authorization' : textAt(field(auth, 'header'), 'name');
}

function headersOf(data: unknown): Headers[] {
  return [{ base: [], data }, ...stepsOf(data), ...cardsOf(data)].map((part) => {
    const names = fields(field(part.data, 'headers')).map(([name]) => name);
    return { path: [...part.base, 'headers'], names };
  });
}
